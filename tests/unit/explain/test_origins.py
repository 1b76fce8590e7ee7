"""A signal names the choice between its texts, the slice that leads there, and the list that moved it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.explain.origins import origins
from countermark.model.inspection import Findings
from countermark.model.static import Choice, Flow, FlowStep, Read, Where
from countermark.model.static_evidence import ListOutcome, Origin
from countermark.model.verdict import Signal, TableRow, TriggerFactor
from unit.report.sample_signals import line_signal


def where(start: int, end: int) -> Where:
    return Where(file="cli.js", sha256="0" * 64, start=start, end=end)


def choice(*texts: str, at: int = 100, form: str = "conditional") -> Choice:
    return Choice(form=form, texts=texts, channels=(), condition="c", where=where(at, at + 9))  # type: ignore[arg-type]


def read(kind: str) -> Read:
    return Read(kind=kind, name=kind, where=where(0, 5))  # type: ignore[arg-type]


def flow(*kinds: str, steps: tuple[tuple[int, int], ...] = ((500, 510),)) -> Flow:
    shown = tuple(FlowStep(where=where(*span), excerpt="", note="") for span in steps)
    return Flow(sources=tuple(map(read, kinds)), sink="text", steps=shown)


def signal(*texts: str, factors: tuple[str, ...] = ("timezone",)) -> Signal:
    trigger = tuple(TriggerFactor(factor=name, levels=("x",)) for name in factors)
    rows = tuple(TableRow(when=(), text=text) for text in texts)
    return replace(line_signal(), id="covert-1", table=rows, components=(), trigger=trigger)


def factors_read(one: Read) -> tuple[str, ...]:
    return {"time-zone": ("timezone",), "variable": ("base-url",)}.get(one.kind, ())


def told(one: Signal, findings: Findings, *outcomes: ListOutcome) -> tuple[Origin, ...]:
    return origins(one, findings, outcomes, factors_read)


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        (("Today’s date", "Today's date"), ("'", "’")),
        (("it is 2026-11-21.", "it is 2026/11/21."), ("-", "/")),
        (("a\u200bb", "ab"), ("x\u200b", "x")),
        (("Today’s date", "Today's date"), ("Today’s date", "Today's date")),
    ],
)
def test_a_choice_between_what_tells_the_texts_apart(texts: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    found = told(signal(*texts), Findings(choices=(choice("a", "b"), choice(*chosen))))
    assert found == (Origin(kind="choice", number=2),)


def test_a_choice_of_which_the_signal_shows_one_text_only_is_another() -> None:
    assert told(signal("Today’s", "Today's"), Findings(choices=(choice("’", "ʼ"),))) == ()


def test_tables_are_not_numbered_and_not_named() -> None:
    found = told(signal("’", "'"), Findings(choices=(choice("'", "’", form="table"), choice("'", "’"))))
    assert found == (Origin(kind="choice", number=1),)


def test_the_slice_through_the_choice_goes_before_one_of_the_right_reads() -> None:
    flows = (flow("time-zone"), flow("time-zone", "variable", steps=((90, 105),)), flow("variable", steps=((90, 105),)))
    found = told(signal("’", "'"), Findings(choices=(choice("'", "’"),), flows=flows))
    assert Origin(kind="flow", number=2) in found


def test_without_such_a_slice_one_that_reads_just_the_trigger() -> None:
    flows = (flow("variable"), flow("time-zone", "variable"), flow("time-zone"))
    assert told(signal("’", "'"), Findings(flows=flows)) == (Origin(kind="flow", number=3),)


def test_a_list_whose_entries_moved_the_signal() -> None:
    def outcome(number: int, moved: tuple[str, ...], at: str) -> ListOutcome:
        return ListOutcome(
            number=number,
            factor="base-url",
            moved=moved,
            unmoved=(),
            near_misses=("n",),
            near_misses_moved=(),
            where=line_signal().where,
            signal=at,
        )

    found = told(
        signal("’", "'"), Findings(), outcome(1, ("a",), "covert-2"), outcome(2, (), "covert-1"),
        outcome(3, ("a",), "covert-1"),
    )  # fmt: skip
    assert found == (Origin(kind="list", number=3),)
