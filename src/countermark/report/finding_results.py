"""Findings as SARIF results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from countermark.model.inspection import Excerpt, FileCoverage, Findings
from countermark.model.static import FlowStep, Where
from countermark.report import finding_words as say
from countermark.report.sarif import Level, SarifFile, SarifPlace, SarifResult, SarifRule
from countermark.report.words import listed

RULES = (
    SarifRule(id="hidden-list", title="A list that the program carries in a form that nobody can read", level="error"),
    SarifRule(id="covert-choice", title="A choice between texts that look the same", level="error"),
    SarifRule(id="look-alike-table", title="Texts that look the same stand side by side", level="none"),
    SarifRule(id="flow", title="What was read from the machine reaches something that is sent", level="warning"),
    SarifRule(id="comparison", title="What was read from the machine is compared with literals", level="note"),
    SarifRule(id="code-loading", title="The program runs what was not in the package", level="note"),
    SarifRule(id="destination", title="Somewhere the program may send to", level="none"),
    SarifRule(id="read", title="The machine is asked something", level="none"),
)
_LEVELS = {rule.id: rule.level for rule in RULES}

Lines = Mapping[Where, Excerpt]


def results(found: Findings, lines: Lines) -> tuple[SarifResult, ...]:
    """Every finding, those that say most first."""
    return tuple(_every(found, lines))


def _every(found: Findings, lines: Lines) -> Iterator[SarifResult]:
    for one in found.hidden_lists:
        entries = f": {listed(one.entries, 50)}" if one.entries else ""
        message = f"{say.list_title(one)}{entries}"
        yield _result("hidden-list", message, one.where, lines, [sorted(one.entries), one.count])
    for choice in found.choices:
        rule = "look-alike-table" if choice.form == "table" else "covert-choice"
        decided = f"; decided by {choice.condition}" if choice.condition else ""
        message = f"{say.choice_title(choice)}{decided}"
        yield _result(rule, message, choice.where, lines, sorted(choice.texts))
    for flow in found.flows:
        title = say.flow_title(flow)
        steps = tuple(_step(step, lines) for step in flow.steps)
        if flow.steps:
            yield _result("flow", title, flow.steps[-1].where, lines, [title], steps)
    for predicate in found.predicates:
        title = say.predicate_title(predicate)
        yield _result("comparison", title, predicate.where, lines, [title])
    for loading in found.code_loading:
        title = f"The program {say.LOADING_KINDS[loading.kind]}"
        yield _result("code-loading", title, loading.where, lines, [loading.kind, loading.excerpt])
    for destination in found.destinations:
        title = f"{destination.value} ({destination.count})"
        yield _result("destination", title, destination.where, lines, [destination.value])
    for read in found.reads:
        title = say.read_title(read)
        yield _result("read", title, read.where, lines, [title])


def _result(
    rule: str, message: str, where: Where, lines: Lines, essence: object, steps: tuple[SarifPlace, ...] = ()
) -> SarifResult:
    level: Level = _LEVELS[rule]
    said = json.dumps([rule, essence], ensure_ascii=True)
    return SarifResult(
        rule=rule,
        message=message,
        level=level,
        fingerprint=hashlib.sha256(said.encode("ascii")).hexdigest()[:32],
        places=(_place(where, lines),),
        steps=steps,
    )


def _place(where: Where, lines: Lines, note: str = "") -> SarifPlace:
    known = lines.get(where)
    return SarifPlace(
        file=where.file,
        start=where.start,
        length=where.end - where.start,
        line=known.line if known else 0,
        column=known.column if known else 0,
        snippet=known.text if known else "",
        note=note,
    )


def _step(step: FlowStep, lines: Lines) -> SarifPlace:
    return _place(step.where, lines, step.note or step.excerpt)


def sarif_files(covered: Iterable[FileCoverage]) -> tuple[SarifFile, ...]:
    """The program texts that were looked at."""
    return tuple(
        SarifFile(file=file.file, sha256=file.sha256, size_bytes=file.total_bytes, language=file.language)
        for file in covered
        if file.state not in {"data", "declarations"}
    )
