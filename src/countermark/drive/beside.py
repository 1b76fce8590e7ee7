"""One long piece of work in a thread beside another: reading a large text keeps one of two cores idle half the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

from countermark.drive.progress import Progress

Result = TypeVar("Result")


class Stopped(Exception):
    """What a piece of work ends with once what it was done for has ended otherwise."""


class Beside(Generic[Result]):
    """A piece of work that goes on by itself."""

    def __init__(self, future: Future[Result], passed_on: _PassedOn) -> None:
        self._future, self._passed_on = future, passed_on

    def result(self) -> Result:
        """What it came to, as soon as it has.

        Raises:
            Exception: whatever it ended with.
        """
        self._passed_on.is_waited_for = True
        return self._future.result()


@contextmanager
def beside(work: Callable[[Progress], Result], progress: Progress) -> Iterator[Beside[Result]]:
    """``work`` in a thread, for as long as what is done inside.

    Where the inside fails, or ends without the result, the work is stopped as soon as it says again what it is doing;
    so it has to do that every second or two.
    """
    passed_on = _PassedOn(progress)
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            yield Beside(thread.submit(work, passed_on), passed_on)
        finally:
            passed_on.is_stopped = True


class _PassedOn:
    """Progress of work beside other work: its steps are told at once, how far it is only to whom that keeps waiting."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.is_stopped = False
        self.is_waited_for = False

    def step(self, text: str) -> None:
        """A new step has begun."""
        self._go_on()
        self._progress.step(text)

    def runs(self, done: int, planned: int, note: str) -> None:
        """``done`` of ``planned`` are."""
        self._go_on()
        if self.is_waited_for:
            self._progress.runs(done, planned, note)

    def _go_on(self) -> None:
        if self.is_stopped:
            raise Stopped
