"""Work in a thread beside other work: what it comes to, what it says, and that it ends when nobody wants it."""

from __future__ import annotations

import threading

import pytest

from countermark.drive.beside import Stopped, beside
from countermark.drive.progress import Progress


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notes: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)

    def runs(self, done: int, planned: int, note: str) -> None:
        self.notes.append(f"{done} of {planned}: {note}")


def test_both_go_on_at_once_and_the_result_is_had() -> None:
    inside, told = threading.Event(), Told()

    def work(progress: Progress) -> str:
        progress.step("begun")
        assert inside.wait(60)
        return "done"

    with beside(work, told) as one:
        inside.set()
        assert one.result() == "done"
    assert told.steps == ["begun"]


def test_how_far_it_is_is_told_only_while_it_is_waited_for() -> None:
    early, told = threading.Event(), Told()
    waited = threading.Event()

    def work(progress: Progress) -> None:
        progress.runs(0, 2, "early")
        early.set()
        while not told.notes:
            progress.runs(1, 2, "late")
            waited.wait(0.001)

    with beside(work, told) as one:
        assert early.wait(60)
        assert told.notes == []
        one.result()
    assert set(told.notes) == {"1 of 2: late"}


def test_what_it_fails_with_is_raised_where_the_result_is_asked_for() -> None:
    def work(_: Progress) -> None:
        raise ValueError("no room")

    with beside(work, Told()) as one, pytest.raises(ValueError, match="no room"):
        one.result()


def test_work_that_nobody_wants_any_more_is_stopped() -> None:
    ended: list[BaseException] = []

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.runs(0, 1, "for ever")
        except Stopped as stopped:
            ended.append(stopped)
            raise

    with pytest.raises(KeyError), beside(work, Told()):
        raise KeyError("the lab leaks")
    assert len(ended) == 1
