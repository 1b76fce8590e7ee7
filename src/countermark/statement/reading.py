"""What a statement says, read strictly: what contradicts itself is an error, not something to choose from."""

from __future__ import annotations

import re
from typing import NoReturn

from countermark.errors import StatementError
from countermark.model.statement import Predicate, Stated, Subject
from countermark.model.verdict import Verdict
from countermark.statement.strict_json import object_of
from countermark.statement.writing import (
    COMPLETE,
    EXTENSION,
    NOTHING_COVERT,
    STATEMENT_TYPE,
    TYPES,
    property_name,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_BY_TYPE: dict[str, Predicate] = {uri: predicate for predicate, uri in TYPES.items()}


def stated(payload: bytes, origin: str) -> Stated:
    """What the statement says.

    Raises:
        StatementError: it is none of ours, or says two things at once; names ``origin``.
    """
    return _Reader(origin).statement(object_of(payload, origin))


class _Reader:
    """Reads one statement, and says where it is wrong."""

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def refuse(self, why: str) -> NoReturn:
        raise StatementError(f"{self._origin} is not a statement that can be relied on", why=why)

    def statement(self, found: dict[str, object]) -> Stated:
        if found.get("_type") != STATEMENT_TYPE:
            self.refuse(f"_type is not {STATEMENT_TYPE}")
        kind = found.get("predicateType")
        predicate = _BY_TYPE.get(kind) if isinstance(kind, str) else None
        if predicate is None:
            self.refuse(f"predicateType is none of {', '.join(_BY_TYPE)}")
        body = self._object(found, "predicate", "")
        said = self._object(body, EXTENSION, "predicate.")
        verdict = self._text(said, "verdict", f"predicate.{EXTENSION}.")
        if verdict not in set(Verdict):
            self.refuse(f"predicate.{EXTENSION}.verdict is none of {', '.join(Verdict)}")
        evidence = self._object(said, "evidence", f"predicate.{EXTENSION}.")
        created, results = (
            ("", self._test_result(body, Verdict(verdict)))
            if predicate == "test-result"
            else self._verification(body, Verdict(verdict))
        )
        return Stated(
            predicate=predicate,
            subjects=self._subjects(found),
            purl=self._text(said, "purl", f"predicate.{EXTENSION}."),
            evidence_id=f"sha256:{self._digest(evidence, f'predicate.{EXTENSION}.evidence')}",
            verdict=Verdict(verdict),
            created=created,
            results=results,
        )

    def _subjects(self, found: dict[str, object]) -> tuple[Subject, ...]:
        listed = found.get("subject")
        if not isinstance(listed, list) or not listed:
            self.refuse("subject names no artifact")
        subjects = []
        for number, one in enumerate(listed):
            where = f"subject[{number}]"
            if not isinstance(one, dict):
                self.refuse(f"{where} is no object")
            subjects.append(Subject(name=self._text(one, "name", f"{where}."), sha256=self._digest(one, where)))
        names = [subject.name for subject in subjects]
        if len(set(names)) < len(names):
            self.refuse("subject gives one name to two artifacts")
        return tuple(subjects)

    def _test_result(self, body: dict[str, object], verdict: Verdict) -> tuple[str, ...]:
        result = body.get("result")
        if result not in {"PASSED", "WARNED", "FAILED"}:
            self.refuse("predicate.result is none of PASSED, WARNED, FAILED")
        passed, warned, failed = (
            self._texts(body, name, "predicate.") for name in ("passedTests", "warnedTests", "failedTests")
        )
        named = (*passed, *warned, *failed)
        if len(set(named)) < len(named):
            self.refuse("a test stands in two of its lists, or twice in one")
        if (result == "FAILED") != bool(failed):
            self.refuse(f"predicate.result is {result}, and failedTests names {len(failed)}")
        if (result == "WARNED") != bool(warned and not failed):
            self.refuse(f"predicate.result is {result}, and warnedTests names {len(warned)}")
        self._fits(frozenset(passed), verdict, NOTHING_COVERT, COMPLETE)
        if (result == "PASSED") and verdict is not Verdict.NOTHING_COVERT_FOUND:
            self.refuse(f"predicate.result is {result}, and the verdict {verdict.value}")
        return passed

    def _verification(self, body: dict[str, object], verdict: Verdict) -> tuple[str, tuple[str, ...]]:
        verifier = self._object(body, "verifier", "predicate.")
        self._text(verifier, "id", "predicate.verifier.")
        if not isinstance(verifier.get("policies"), list):
            self.refuse("predicate.verifier.policies is no list")
        created = self._text(body, "timeCreated", "predicate.")
        if not _INSTANT.fullmatch(created):
            self.refuse("predicate.timeCreated is no instant of RFC 3339")
        properties = self._texts(body, "properties", "predicate.")
        self._fits(frozenset(properties), verdict, property_name(NOTHING_COVERT), property_name(COMPLETE))
        return created, properties

    def _fits(self, passed: frozenset[str], verdict: Verdict, nothing_covert: str, complete: str) -> None:
        """A verdict and what passed must say the same."""
        clean = verdict is Verdict.NOTHING_COVERT_FOUND
        if clean != (nothing_covert in passed) or (clean and complete not in passed):
            self.refuse(f"what it calls passed does not go with its verdict, {verdict.value}")
        if verdict is Verdict.INCOMPLETE and complete in passed:
            self.refuse("it calls an incomplete audit complete")

    def _digest(self, found: dict[str, object], where: str) -> str:
        value = self._object(found, "digest", f"{where}.").get("sha256")
        if not isinstance(value, str) or not _SHA256.fullmatch(value):
            self.refuse(f"{where}.digest.sha256 is no SHA-256 in lower-case hexadecimal digits")
        return value

    def _object(self, found: dict[str, object], name: str, where: str) -> dict[str, object]:
        value = found.get(name)
        if not isinstance(value, dict):
            self.refuse(f"{where}{name} is no object")
        return value

    def _text(self, found: dict[str, object], name: str, where: str) -> str:
        value = found.get(name)
        if not isinstance(value, str):
            self.refuse(f"{where}{name} is no text")
        return value

    def _texts(self, found: dict[str, object], name: str, where: str) -> tuple[str, ...]:
        value = found.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"{where}{name} is no list of texts")
        return tuple(value)
