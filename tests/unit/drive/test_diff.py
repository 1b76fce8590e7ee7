"""A difference is what a version has that the older has not, whatever things are called in either of them."""

from __future__ import annotations

from pathlib import Path

from countermark.drive.diff import DiffOptions, _ranked, diff
from countermark.model.comparison import Difference, NewCode
from countermark.model.inspection import Findings
from countermark.model.static import Choice, Flow, FlowStep, Where
from unit.drive.programs import CLEAN, ENCODED, HIDING, HOSTS, Silence, laid, renamed


def compared(tmp_path: Path, old: Path, new: Path) -> Difference:
    options = DiffOptions(old=str(old), new=str(new), jobs=2, cache=tmp_path / "cache")
    return diff(options, progress=Silence())


def test_a_hidden_list_that_came_is_told_with_the_code_around_it(tmp_path: Path) -> None:
    found = compared(tmp_path, laid(tmp_path / "old", CLEAN), laid(tmp_path / "new", HIDING))
    assert found.outcome == "found"
    (one,) = found.added.hidden_lists
    assert set(one.entries) == set(HOSTS)
    first = found.new_code[0]
    assert first.where.start <= one.where.start < first.where.end
    assert {code.excerpt.split("(")[0].split(" =")[0] for code in found.new_code} >= {"function known", "function line"}
    assert not any("class Client" in code.excerpt for code in found.new_code)
    assert 0 < found.new_units < found.new.units
    assert found.removed.hidden_lists == ()


def test_a_list_in_a_file_of_data_that_came_is_told_and_one_that_was_there_is_not(tmp_path: Path) -> None:
    data = f'{{"version": 1, "table": "{ENCODED}"}}'
    old, new = laid(tmp_path / "old", CLEAN), laid(tmp_path / "new", CLEAN, data__json=data)
    found = compared(tmp_path, old, new)
    assert found.outcome == "found"
    assert [(one.where.file, set(one.entries)) for one in found.added.hidden_lists] == [("data.json", set(HOSTS))]
    later = laid(tmp_path / "later", HIDING.replace("known", "knows"), data__json=data.replace("1", "2", 1))
    (code,) = compared(tmp_path, new, later).added.hidden_lists
    assert code.where.file == "cli.js"
    gone = compared(tmp_path, new, old)
    assert [len(one.entries) for one in gone.removed.hidden_lists] == [len(HOSTS)]


def test_one_that_went_is_told_too_and_is_no_finding(tmp_path: Path) -> None:
    found = compared(tmp_path, laid(tmp_path / "old", HIDING), laid(tmp_path / "new", CLEAN))
    assert found.outcome == "nothing-found"
    assert [len(one.entries) for one in found.removed.hidden_lists] == [len(HOSTS)]
    assert found.added.hidden_lists == ()


def test_renaming_and_moving_is_no_difference(tmp_path: Path) -> None:
    moved = laid(tmp_path / "new", "1", other__js=renamed(HIDING))
    found = compared(tmp_path, laid(tmp_path / "old", HIDING), moved)
    assert found.added.hidden_lists == found.removed.hidden_lists == ()
    assert [code.excerpt for code in found.new_code if len(code.excerpt) > 2] == []


def test_the_same_text_under_another_name_is_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path, laid(tmp_path / "old", HIDING), laid(tmp_path / "new", CLEAN, other__js=HIDING))
    assert found.added.hidden_lists == found.removed.hidden_lists == ()
    assert found.new_units == 0


def test_one_version_that_could_not_be_read_whole_makes_it_incomplete(tmp_path: Path) -> None:
    old = laid(tmp_path / "old", CLEAN, broken__js="function ( {")
    found = compared(tmp_path, old, laid(tmp_path / "new", CLEAN))
    assert found.outcome == "incomplete"
    assert found.old.incomplete_because
    assert not found.new.incomplete_because


def test_what_is_compared_again_is_the_same(tmp_path: Path) -> None:
    old, new = laid(tmp_path / "old", CLEAN), laid(tmp_path / "new", HIDING)
    first, second = compared(tmp_path, old, new), compared(tmp_path, old, new)
    assert (first.added, first.new_code, first.new_units) == (second.added, second.new_code, second.new_units)
    assert (first.old.units, first.new.units) == (second.old.units, second.new.units)


def test_new_code_with_what_is_hidden_comes_first_then_what_leads_there() -> None:
    def where(start: int) -> Where:
        return Where(file="a.js", sha256="0" * 64, start=start, end=start + 10)

    def code(start: int, own_bytes: int, **more: object) -> NewCode:
        return NewCode(**({"where": where(start), "own_bytes": own_bytes, "itself": True, "excerpt": ""} | more))

    def flow(start: int, *through: str) -> Flow:
        return Flow(
            sources=(), sink="text", steps=(FlowStep(where=where(start), excerpt="", note=""),), through=through
        )

    choice = Choice(form="return", texts=("'", "’"), channels=("look-alike",), condition="x", where=where(300))
    table = Choice(form="table", texts=("'", "’"), channels=("look-alike",), condition="", where=where(400))
    added = Findings(
        choices=(choice, table), flows=(flow(200, "hidden-list"), flow(100, "comparison"), *(flow(400),) * 20)
    )
    named, held = code(500, 900, itself=False, names=("f",)), code(600, 9000, itself=False)
    pieces = [code(0, 5000), code(100, 10), code(200, 20), code(300, 30), code(400, 40), named, held]
    order = [one.where.start for one in _ranked(reversed(pieces), added)]
    assert order == [300, 200, 400, 100, 0, 500, 600]


def test_a_call_that_goes_to_another_function_is_new_code(tmp_path: Path) -> None:
    text = "function a(x) { return x + 1 } function b(x) { return x + 2 } function c(x) { return a(x) * 2 } c(b(1));"
    old = laid(tmp_path / "old", text)
    found = compared(tmp_path, old, laid(tmp_path / "new", renamed(text.replace("a(x) * 2", "b(x) * 2"))))
    (code,) = found.new_code
    assert (code.itself, len(code.names), found.new_units) == (False, 1, 1)
    assert "* 2" in code.excerpt
