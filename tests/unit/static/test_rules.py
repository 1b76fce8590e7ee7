"""Every rule against its cases: files that say in their first line what is to be found in them, or say nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from countermark.static.program import JAVASCRIPT, PYTHON, TYPESCRIPT, read_program
from countermark.static.rules import ALL, Rule, Subject

CASES = Path(__file__).parents[2] / "cases" / "static"
EXPECTED = re.compile(r"(?://|#) expect: (?P<wanted>.+)")
ENDS = {".js": JAVASCRIPT, ".ts": TYPESCRIPT, ".tsx": TYPESCRIPT, ".py": PYTHON}


def cases() -> list[tuple[Rule, Path]]:
    return [(rule, path) for rule in ALL for path in sorted((CASES / rule.id).glob("*")) if path.suffix in ENDS]


def subject(path: Path) -> Subject:
    data = path.read_bytes()
    program = read_program(data, ENDS[path.suffix])
    return Subject(file=path.name, sha256=hashlib.sha256(data).hexdigest(), program=program)


def said(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def fits(finding: object, wanted: str) -> bool:
    pairs = (part.partition("=") for part in wanted.split())
    return all(said(getattr(finding, name, None)).replace(" ", "_") == value for name, _, value in pairs)


@pytest.mark.parametrize(("rule", "path"), cases(), ids=lambda value: getattr(value, "id", None) or value.stem)
def test_a_rule_finds_what_its_case_says(rule: Rule, path: Path) -> None:
    wanted = EXPECTED.findall(path.read_text("utf-8", "replace"))
    found = list(rule.find(subject(path)))
    if path.name.startswith("miss-"):
        assert not wanted
        assert not found
    for one in wanted:
        assert any(fits(finding, one) for finding in found), found


def test_the_rules_are_these() -> None:
    assert [rule.id for rule in ALL] == [
        "hidden-lists",
        "conditional-look-alikes",
        "reads",
        "destinations",
        "code-loading",
        "predicates",
        "flows",
    ]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_every_rule_has_hits_and_near_misses(rule: Rule) -> None:
    kinds = {path.name.partition("-")[0] for path in (CASES / rule.id).glob("*")}
    assert {"hit", "miss"} <= kinds <= {"hit", "miss", "edge"}
