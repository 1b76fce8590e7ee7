"""Progress on standard error: one live line on a terminal, one line a step elsewhere."""

from __future__ import annotations

import sys
import time
from threading import Lock
from typing import TextIO

from countermark.text.visible import escape_terminal

WIDTH = 100


class TerminalProgress:
    """Says what is being done now, so that long work is never silent; pieces of work side by side may share it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._started = time.monotonic()
        self._open = False
        self._one_at_a_time = Lock()

    def step(self, text: str) -> None:
        """A new step has begun."""
        with self._one_at_a_time:
            self._end_line()
            self._stream.write(f"{self._clock()}  {escape_terminal(text)}\n")
            self._stream.flush()

    def runs(self, done: int, planned: int, note: str) -> None:
        """``done`` of the ``planned`` runs of this round have settled."""
        if self._live:
            line = f"{self._clock()}  {_bar(done, planned)} {done}/{planned}  {escape_terminal(note)}"
            with self._one_at_a_time:
                self._stream.write(f"\r{line[:WIDTH]:<{WIDTH}}")
                self._open = True
                self._stream.flush()

    def close(self) -> None:
        """Leaves the cursor at the start of a line."""
        self._end_line()

    def _end_line(self) -> None:
        if self._open:
            self._stream.write("\r" + " " * WIDTH + "\r")
            self._open = False

    def _clock(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        return f"{minutes:02}:{seconds:02}"


def _bar(done: int, planned: int) -> str:
    filled = 20 * done // max(planned, 1)
    return "█" * filled + "░" * (20 - filled)
