"""SARIF 2.1.0: findings in the form that code hosts and other viewers read.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01, OASIS, 2023-08,
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/sarif-v2.1.0-errata01.html (read 2026-11).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from countermark.text.visible import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Level = Literal["error", "warning", "note", "none"]
Json = dict[str, object]

_MOST_CHARACTERS = 1000
_EXIT_CODES = {
    0: "nothing hidden was found, and everything that was to be examined was",
    1: "something hidden was found",
    3: "nothing hidden was found, and not everything that was to be examined was",
}
_NOTIFICATIONS = {
    "incomplete": "Something that should have been examined was not",
    "not-read": "A file that could run, or hold what runs, was not read",
}


SHIPPED, EVIDENCE = "TARGET", "AUDIT"
"""What a relative path starts from: the target's own folder, or the audit directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifRule:
    """A kind of result; ``help`` says what it means and what to do about it."""

    id: str
    title: str
    level: Level
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifPlace:
    """Bytes of a file; ``line`` and ``column`` count from 1 (0: unknown). ``logical`` names what lies in no file."""

    file: str = ""
    start: int = 0
    length: int = 0
    line: int = 0
    column: int = 0
    snippet: str = ""
    note: str = ""
    logical: str = ""
    base: str = SHIPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifUnread:
    """Something that was not read, and why; ``file`` names it with all that it lies in."""

    file: str
    sha256: str
    size_bytes: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifFile:
    """A file that was read."""

    file: str
    sha256: str
    size_bytes: int
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifResult:
    """One result; ``steps`` is the way that a value takes, its source first.

    ``accepted_because`` says why a person takes it on; where that is said, viewers do not count it.
    """

    rule: str
    message: str
    level: Level
    fingerprint: str
    places: tuple[SarifPlace, ...]
    steps: tuple[SarifPlace, ...] = ()
    accepted_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifRun:
    """Everything that one command says.

    ``command`` and ``target`` name it so that viewers tell runs apart. ``roots`` say in words what relative paths
    start from, by base.
    """

    command: str
    target: str
    version: str
    exit_code: int
    roots: tuple[tuple[str, str], ...]
    rules: tuple[SarifRule, ...]
    files: tuple[SarifFile, ...]
    results: tuple[SarifResult, ...]
    incomplete_because: tuple[str, ...]
    unread: tuple[SarifUnread, ...] = ()


def log(run: SarifRun) -> str:
    """A SARIF log with one run, in ASCII; the same text for the same run."""
    places = {file.file: index for index, file in enumerate(run.files)}
    rules = {rule.id: index for index, rule in enumerate(run.rules)}
    driver: Json = {
        "name": "Countermark",
        "version": run.version or "unknown",
        "rules": [_rule(rule) for rule in run.rules],
        "notifications": [{"id": word, "shortDescription": _message(title)} for word, title in _NOTIFICATIONS.items()],
    }
    body: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"countermark/{run.command}/{visible(run.target)}"},
        "invocations": [
            {
                "executionSuccessful": not run.incomplete_because,
                "exitCode": run.exit_code,
                "exitCodeDescription": _EXIT_CODES[run.exit_code],
                "toolExecutionNotifications": [
                    *(_notification("incomplete", "warning", reason) for reason in run.incomplete_because),
                    *(_not_read(one) for one in run.unread),
                ],
            }
        ],
        "originalUriBaseIds": {base: {"description": _message(root)} for base, root in run.roots},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(file) for file in run.files],
        "results": [_result(result, rules, places) for result in run.results],
    }
    said = {"$schema": SCHEMA, "version": "2.1.0", "runs": [body]}
    return json.dumps(said, ensure_ascii=True, allow_nan=False, indent=1) + "\n"


def _message(text: str) -> Json:
    """Words; brackets would make a link and braces a placeholder (sections 3.11.5 and 3.11.6), so they are escaped."""
    shown = visible(text)
    if len(shown) > _MOST_CHARACTERS:
        shown = f"{shown[:_MOST_CHARACTERS]}…"
    for char in "\\[]":
        shown = shown.replace(char, f"\\{char}")
    return {"text": shown.replace("{", "{{").replace("}", "}}")}


def _notification(word: str, level: Level, text: str) -> Json:
    return {"descriptor": {"id": word}, "level": level, "message": _message(text)}


def _not_read(one: SarifUnread) -> Json:
    digest = f", sha256 {one.sha256}" if one.sha256 else ""
    said = _notification("not-read", "note", f"{one.file} was not read ({one.size_bytes:,} bytes{digest}): {one.why}")
    return said | {"locations": [{"logicalLocations": [{"fullyQualifiedName": visible(one.file) or "?"}]}]}


def _rule(rule: SarifRule) -> Json:
    return {
        "id": rule.id,
        "name": "".join(part.title() for part in rule.id.split("-")),
        "shortDescription": _message(rule.title),
        "fullDescription": _message(rule.title),
        "help": _message(rule.help or rule.title),
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": ["security"]},
    }


def _uri(file: str) -> str:
    """A relative path as a URI reference; a colon in its first part would make that a scheme."""
    return quote(file, safe="/!@+-._~$,;=&'()*", errors="replace")


def _location(place: SarifPlace, places: dict[str, int]) -> Json:
    found: Json = {"uri": _uri(place.file), "uriBaseId": place.base}
    known = place.base == SHIPPED and place.file in places
    return found | {"index": places[place.file]} if known else found


def _artifact(file: SarifFile) -> Json:
    found: Json = {
        "location": {"uri": _uri(file.file), "uriBaseId": SHIPPED},
        "length": file.size_bytes,
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": file.sha256},
    }
    return found | {"sourceLanguage": file.language} if file.language else found


def _place(place: SarifPlace, places: dict[str, int]) -> Json:
    found: Json = {}
    if place.file:
        found["physicalLocation"] = {"artifactLocation": _location(place, places), "region": _region(place)}
    if place.logical:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(place.logical)}]
    if place.note:
        found["message"] = _message(place.note)
    return found


def _region(place: SarifPlace) -> Json:
    found: Json = {"byteOffset": place.start, "byteLength": place.length}
    if place.line:
        found |= {"startLine": place.line, "startColumn": place.column}
    if place.snippet:
        found["snippet"] = {"text": visible(place.snippet)}
    return found


def _result(result: SarifResult, rules: dict[str, int], places: dict[str, int]) -> Json:
    found: Json = {
        "ruleId": result.rule,
        "ruleIndex": rules[result.rule],
        "kind": "informational" if result.level == "none" else "fail",
        "level": result.level,
        "message": _message(result.message),
        "locations": [_place(place, places) for place in result.places],
    }
    if result.fingerprint:
        found["partialFingerprints"] = {"countermark/v1": result.fingerprint}
    if result.accepted_because:
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": result.accepted_because}]
    if result.steps:
        steps = [{"location": _place(step, places)} for step in result.steps]
        found["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return found
