"""A register that holds is let pass; whatever is broken, contradictory or forged is told with its line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.register.checking import check, same_person
from countermark.register.folder import Problem, read_register
from countermark.store.sums import write_sums
from countermark.store.toml import line_of
from unit.register.sample_register import AGENT_FILE, APPROVAL, AT, BAD, BAN, BAN_FILE, GOOD, OTHER, edited, written


def problems(folder: Path, at: object = AT) -> tuple[Problem, ...]:
    register, found = read_register(folder)
    return (*found, *(check(register, at) if register else ()))  # type: ignore[arg-type]


def test_a_register_that_holds_has_no_problem(tmp_path: Path) -> None:
    assert problems(written(tmp_path)) == ()


ONE_EDIT = [
    # broken
    (BAN_FILE, 'status = "banned"', 'status = "forbidden"', "line 3: status", "'banned'"),
    (BAN_FILE, 'status = "banned"', "status = banned", "is not TOML", "line 3"),
    (BAN_FILE, "2026-12-01T00:00:00+01:00", "2026-12-01T00:00:00", "line 5: effective", "timezone"),
    (BAN_FILE, "decider = ", "decidor = ", "line 10: decidor", "unknown"),
    (BAN_FILE, 'decider = "Grace Hopper"\n', "", "line 1: decider", "missing"),
    (BAN_FILE, 'owner = "Ada Lovelace"\n', "", "line 12: exceptions[0].owner", "missing"),
    (BAN_FILE, "unseen", "unseen\\u001b[2J", "line 6: reason", "U+001B"),
    (AGENT_FILE, '"~/.quick-agent"', '"~/../.ssh"', "line 10: programs.paths", "must not hold"),
    (AGENT_FILE, '"~/.quick-agent"', '"/etc"', "line 10: programs.paths", "pattern"),
    (AGENT_FILE, '"quick-agent.example"', '"quick agent.example"', "line 5: domains", "pattern"),
    (AGENT_FILE, BAD, "sha256:abc", "line 24: evidence[0].id", "pattern"),
    (AGENT_FILE, f'id = "{GOOD}"\n', "", "line 30: evidence[1].id", "missing"),
    # no grounds
    (BAN_FILE, f'["{BAD}"]', "[]", "line 8: evidence", "needs evidence"),
    (BAN_FILE, BAD, OTHER, "line 8: evidence", "no evidence of tools/quick-agent.toml"),
    (BAN_FILE, "2026-11-10T09", "2026-11-01T09", "line 8: evidence", "after the decision"),
    (BAN_FILE, "decided =", 'versions = ["2.1.198"]\ndecided =', "line 9: evidence", "about 2.1.91"),
    (BAN_FILE, "decided =", 'versions = ["9"]\ndecided =', "line 4: versions", "none of the versions"),
    (BAN_FILE, '"quick-agent"', '"slow-agent"', "line 2: tool", "no tools/slow-agent.toml"),
    (BAN_FILE, '"banned"', '"approved"', "line 3: status", "says covert"),
    # people
    (BAN_FILE, "Grace Hopper", "ada  lovelace", "line 10: decider", "two people"),
    (BAN_FILE, "Grace Hopper", "Αda Lоvelace", "line 10: decider", "two people"),
    (
        BAN_FILE,
        'granted-by = "Grace',
        'granted-by = "Ada Lovelace"#',
        "line 16: exceptions[0].granted-by",
        "two people",
    ),
    # dates
    (BAN_FILE, "2026-11-10T09", "2026-11-30T09", "line 4: decided", "future"),
    (BAN_FILE, "2026-12-01T00:00:00+01:00", "2026-11-10T08:59:00+01:00", "line 5: effective", "before it is decided"),
    (BAN_FILE, "2027-01-31", "2026-11-30", "line 17: exceptions[0].expires", "before the decision takes effect"),
    # ways out
    (BAN_FILE, 'alternative = "open-agent"\n', "", "line 1: alternative", "instead"),
    (BAN_FILE, '"open-agent"', '"quick-agent"', "line 7: alternative", "no other tool"),
    (BAN_FILE, '"banned"', '"restricted"', "line 1: conditions", "has conditions"),
    (BAN_FILE, "decided =", 'supersedes = ["none"]\ndecided =', "line 4: supersedes", "no decisions/none.toml"),
    # tools
    (AGENT_FILE, 'version = "2.1.198"', 'version = "2.1.91"', "line 20: versions[1].version", "listed twice"),
    (AGENT_FILE, GOOD, BAD, "line 31: evidence[1].id", "listed twice"),
    (AGENT_FILE, 'findings = ["the', 'owner-findings = ["the', "line 28: evidence[0].owner-findings", "unknown"),
]


@pytest.mark.parametrize(("name", "old", "new", "where", "why"), ONE_EDIT)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, where: str, why: str
) -> None:
    found = problems(edited(tmp_path, name, old, new))
    told = [problem for problem in found if problem.where.startswith(name) and where in problem.where]
    assert any(why in problem.why for problem in told), found


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    (written(tmp_path) / BAN_FILE).write_bytes(BAN.encode().replace(b"unseen", b"\xff"))
    assert "in line 6" in problems(tmp_path)[0].why


def test_an_exception_that_has_expired_is_overdue_and_not_wrong(tmp_path: Path) -> None:
    (found,) = problems(written(tmp_path), AT + timedelta(days=100))
    assert (found.where, found.is_overdue) == (f"{BAN_FILE}, line 17: exceptions[0].expires", True)


def test_two_decisions_that_contradict_are_told_and_one_that_puts_the_other_aside_is_not(tmp_path: Path) -> None:
    second = written(tmp_path) / "decisions" / "second.toml"
    text = BAN.replace('"banned"', '"high-risk"').replace("2026-11-10T09", "2026-11-11T09")
    second.write_text(text)
    (found,) = problems(tmp_path)
    assert (found.where, "contradicts" in found.why) == ("decisions/second.toml, line 3: status", True)
    second.write_text(text.replace("effective = 2026-12", "effective = 2026-11-12T00:00:00Z#"))
    assert "give way" in problems(tmp_path)[0].why
    second.write_text(text.replace("tool =", 'supersedes = ["2026-quick-agent-ban"]\ntool ='))
    assert problems(tmp_path) == ()


def test_an_alternative_that_is_banned_is_none(tmp_path: Path) -> None:
    text = APPROVAL.replace('"approved"', '"banned"').replace("reason", 'alternative = "quick-agent"\nreason')
    (written(tmp_path) / "decisions" / "2026-open-agent.toml").write_text(text)
    assert any("itself banned" in one.why and one.where.startswith(BAN_FILE) for one in problems(tmp_path))


def test_what_is_no_file_of_a_register_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path) / "decisions"
    (folder / "Draft.toml").write_text(BAN)
    (folder / "notes.txt").write_text("")
    (folder / "link.toml").symlink_to("2026-open-agent.toml")
    assert [one.where for one in problems(tmp_path)] == [
        f"decisions/{name}, line 1" for name in ("Draft.toml", "link.toml", "notes.txt")
    ]


def sealed(folder: Path) -> str:
    folder.mkdir()
    (folder / "audit.json").write_text("{}")
    return write_sums(folder)


def test_a_sealed_directory_is_read_byte_for_byte(tmp_path: Path) -> None:
    name = sealed(written(tmp_path) / "evidence")
    text = (tmp_path / AGENT_FILE).read_text().replace(f'id = "{BAD}"', f'id = "{name}"\ndirectory = "evidence"')
    (tmp_path / AGENT_FILE).write_text(text)
    (tmp_path / BAN_FILE).write_text(BAN.replace(BAD, name))
    assert problems(tmp_path) == ()
    (tmp_path / "evidence" / "audit.json").write_text("{ }")
    (found,) = problems(tmp_path)
    assert found.where == f"{AGENT_FILE}, line 25: evidence[0].directory"
    assert "is not what was sealed" in found.why
    (tmp_path / "evidence" / "SHA256SUMS").unlink()
    write_sums(tmp_path / "evidence")
    assert "other evidence" in problems(tmp_path)[0].why


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("", "", ""),
        ("verdict", "nothing-covert-found", "verdict 'nothing-covert-found'"),
        ("evidence_id", OTHER, "evidence_id"),
        ("schema", "other/1", "no report"),
        ("target", {"name": "@quick/other", "version": "2.1.91"}, "none of the tool's packages"),
        ("target", {"name": "@quick/agent", "version": "2.1.92"}, "version '2.1.92'"),
        ("target", [], "version 'None'"),
    ],
)
def test_a_report_says_what_the_entry_says(tmp_path: Path, key: str, value: object, why: str) -> None:
    edited(tmp_path, AGENT_FILE, f'id = "{BAD}"', f'id = "{BAD}"\nreport = "a.json"')
    target = {"name": "@quick/agent", "version": "2.1.91"}
    told = {"schema": "countermark.audit/1", "evidence_id": BAD, "verdict": "covert", "target": target}
    (tmp_path / "a.json").write_text(json.dumps(told | ({key: value} if key else {})))
    found = problems(tmp_path)
    assert [one.where for one in found] == [f"{AGENT_FILE}, line 25: evidence[0].report"] * bool(why)
    assert all(why in one.why for one in found), found


def test_a_path_that_leaves_the_register_is_refused(tmp_path: Path) -> None:
    edited(tmp_path, AGENT_FILE, f'id = "{BAD}"', f'id = "{BAD}"\nreport = "../a.json"')
    assert "below the register" in problems(tmp_path)[0].why


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Ada", "ada", True), ("Ada L", "Ada  L", True), ("Ada", "Аda", True), ("Ada", "Ida", False)],
)
def test_a_second_pair_of_eyes_is_another_person(one: str, other: str, same: bool) -> None:  # noqa: FBT001 -- a table
    assert same_person(one, other) is same


@given(st.lists(st.sampled_from([*BAN.splitlines(), "x = 1", "[[exceptions]]", "tool = 1", "[a]", "evidence = [1]"])))
def test_any_text_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = written(tmp_path_factory.mktemp("any"))
    (folder / BAN_FILE).write_text("\n".join(lines))
    for problem in problems(folder):
        assert "line" in problem.where + problem.why


def test_the_nth_table_of_an_array_has_its_own_line() -> None:
    assert [line_of("[[a]]\nx = 1\n[[a]]\nx = 2", ("a", number)) for number in (0, 1)] == [1, 3]
