"""What a program asks its surroundings, as read and as seen, and which factors decide the answer."""

from __future__ import annotations

import re
from functools import cache

from countermark.factors import ALL as FACTORS
from countermark.model.inputs import AuditInputs
from countermark.model.profile import Profile
from countermark.model.static import Read, ReadKind
from countermark.model.verdict import Asked, HasRun

READ_IN_TEXT = "program text"
"""Stands among the probes that saw a question, where it was found by reading."""

_OF_KIND: dict[ReadKind, tuple[str, ...]] = {
    "time-zone": ("timezone",),
    "locale": ("locale",),
    "hostname": ("hostname",),
    "user": ("username",),
    "name-service": ("dns",),
    "version-control": ("git-remote", "git-identity"),
}
_PROXY = re.compile(r"(?i)(?:https?|all)_proxy")
_OF_LAB = dict.fromkeys(("HOME", "USER", "LOGNAME"), ("username",))
"""Variables that follow a factor by the lab's doing."""


def factors_read(read: Read, profile: Profile) -> tuple[str, ...]:
    """The factors that decide what a read in the program text gives; none where nothing that is varied does."""
    if read.computed:
        return _OF_KIND.get(read.kind, ())
    return factors_asked(read.kind, read.name, profile)


def factors_asked(kind: ReadKind, name: str, profile: Profile) -> tuple[str, ...]:
    """The factors that decide the answer to a question; none where nothing that is varied does."""
    if kind != "variable":
        return tuple(dict.fromkeys((*_OF_KIND.get(kind, ()), *_by_file().get(name, ()))))
    if name and name == profile.base_url_variable:
        return ("base-url",)
    if _PROXY.fullmatch(name):
        return ("https-proxy",)
    return _by_variable().get(name, _OF_LAB.get(name, ()))


@cache
def _by_variable() -> dict[str, tuple[str, ...]]:
    """Which factors set a variable at any of their levels."""
    found: dict[str, dict[str, None]] = {}
    for factor in FACTORS:
        for value in (*factor.levels, *factor.contrasts):
            for variable in factor.setup(value).variables:
                found.setdefault(variable.name, {})[factor.id] = None
    return {name: tuple(factors) for name, factors in found.items()}


@cache
def _by_file() -> dict[str, tuple[str, ...]]:
    """Which factors place a file at any of their levels; ``~`` is the home folder."""
    found: dict[str, dict[str, None]] = {}
    for factor in FACTORS:
        for value in (*factor.levels, *factor.contrasts):
            for file in factor.setup(value).files:
                name = file.path.replace("{home}", "~", 1).replace("{work}", "~/project", 1)
                found.setdefault(name, {})[factor.id] = None
    return {name: tuple(factors) for name, factors in found.items()}


def asked(inputs: AuditInputs) -> tuple[Asked, ...]:
    """Every question by its name, who found it, and which of the varied factors decide its answer; sorted."""
    varied = {item.factor for item in inputs.question.factors}
    found: dict[tuple[ReadKind, str], dict[str, str]] = {}
    for read in inputs.static.findings.reads if inputs.static else ():
        if not read.computed:
            found.setdefault((read.kind, read.name), {}).setdefault(READ_IN_TEXT, "")
    ran = _ran(inputs)
    for seen in inputs.traced.reads if inputs.traced else ():
        found.setdefault((seen.kind, seen.name), {}).setdefault(seen.probe, seen.at)
    return tuple(
        Asked(
            kind=kind,
            name=name,
            found_by=tuple(by),
            varied_by=tuple(factor for factor in factors_asked(kind, name, inputs.profile) if factor in varied),
            at=next((at for at in by.values() if at), ""),
            ran=ran.get((kind, name), ""),
        )
        for (kind, name), by in sorted(found.items())
    )


def _ran(inputs: AuditInputs) -> dict[tuple[ReadKind, str], HasRun]:
    """Of questions whether a place at which they are asked ran, as far as that is known of any."""
    if inputs.traced is None:
        return {}
    found: dict[tuple[ReadKind, str], HasRun] = {}
    reads = inputs.static.findings.reads if inputs.static else ()
    found.update({(reads[number].kind, reads[number].name): "no" for number in inputs.traced.reads_idle})
    found.update({(reads[number].kind, reads[number].name): "yes" for number in inputs.traced.reads_ran})
    found.update({(seen.kind, seen.name): "yes" for seen in inputs.traced.reads})
    return found
