"""Findings as SARIF results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from countermark.model.expanded import Uninspected
from countermark.model.inspection import Excerpt, FileCoverage, Findings
from countermark.model.static import FlowStep, Read, Where
from countermark.report import finding_words as say
from countermark.report.sarif import Level, SarifFile, SarifPlace, SarifResult, SarifRule, SarifUnread
from countermark.report.words import listed
from countermark.text.short_names import without_short_names

RULES = (
    SarifRule(
        id="hidden-list",
        title="A list that the program carries in a form that nobody can read",
        level="error",
        help="The entries and the steps that decode them stand in the message. Ask the vendor what they are for, and "
        "audit the tool with some of them as host, zone or the like: what it sends may depend on them. Where no "
        "entries are given, the program tests membership in a list that cannot be read out of it.",
    ),
    SarifRule(
        id="covert-choice",
        title="A choice between texts that look the same",
        level="error",
        help="Which of the texts is sent tells whoever receives it what the condition found, and nobody who reads it "
        "sees that. Follow the condition to what it reads of the machine, and audit the tool with that varied.",
    ),
    SarifRule(
        id="look-alike-table",
        title="Texts that look the same stand side by side",
        level="none",
        help="Common in tables of characters, and harmless unless something chooses by them.",
    ),
    SarifRule(
        id="flow",
        title="What was read from the machine reaches something that is sent",
        level="warning",
        help="The steps lead from the read to what is sent. Whether it happens, and with which value, a run shows.",
    ),
    SarifRule(
        id="comparison",
        title="What was read from the machine is compared with literals",
        level="note",
        help="Programs compare their platform, their terminal or their variables all the time. Zones, languages and "
        "hosts are worth a look: what happens where the comparison holds?",
    ),
    SarifRule(
        id="code-loading",
        title="The program runs what was not in the package",
        level="note",
        help="What is loaded, evaluated or switched at run time was not there to be read.",
    ),
    SarifRule(
        id="destination",
        title="Somewhere the program may send to",
        level="none",
        help="An address that stands in the program text; whether anything is sent there, a run shows.",
    ),
    SarifRule(
        id="read",
        title="The machine is asked something",
        level="none",
        help="What the program can know of the machine; what it does with that, flows and comparisons show.",
    ),
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
            yield _result(
                "flow", title, flow.steps[-1].where, lines, [sorted(map(_read, flow.sources)), flow.sink], steps
            )
    for predicate in found.predicates:
        title = say.predicate_title(predicate)
        yield _result(
            "comparison",
            title,
            predicate.where,
            lines,
            [*_read(predicate.read), predicate.operator, sorted(predicate.literals)],
        )
    for loading in found.code_loading:
        title = f"The program {say.LOADING_KINDS[loading.kind]}"
        yield _result("code-loading", title, loading.where, lines, [loading.kind, without_short_names(loading.excerpt)])
    for destination in found.destinations:
        title = f"{destination.value} ({destination.count})"
        yield _result("destination", title, destination.where, lines, [destination.value])
    for read in found.reads:
        title = say.read_title(read)
        yield _result("read", title, read.where, lines, _read(read))


def _read(read: Read) -> list[str]:
    """What a read is in every version."""
    return [read.kind, without_short_names(read.name) if read.computed else read.name]


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
        if file.state not in say.NO_PROGRAMS
    )


def sarif_unread(found: Iterable[Uninspected]) -> tuple[SarifUnread, ...]:
    """What was listed and not read."""
    return tuple(
        SarifUnread(file=one.where, sha256=one.sha256, size_bytes=one.size_bytes, why=one.why) for one in found
    )
