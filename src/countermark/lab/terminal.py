"""A pseudo-terminal with somebody before it, who types a prompt when it can be, and leaves when it was answered.

What stands on the screen is the tool's: it is kept as bytes, only looked through for one text, and never shown.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import struct
import termios
import time
from collections.abc import Callable

# Of a large window on a usual screen.
_ROWS, _COLUMNS = 40, 120
_LOOKED_THROUGH = 1 << 16
_STEP_S = 0.05
_STILL_S = 0.4
"""How long a screen stands still that waits to be typed on; moving parts are drawn ten times a second and oftener."""
_ANSWERED_S = 1.0
"""How long it stands still when all was said: what follows an answer is asked for at once."""
_MOST_AFTER_ANSWER_S = 20.0
_KEY_S = 0.25
"""Between a text and the key after it: faster, it is taken for something pasted."""
_PATIENCE_S = 6.0
_LEAVING_S = 4.0
_CLOSING_S = 2.0
# Control sequences with their parameters, and titles of the window (ECMA-48, sections 5.4 and 5.6; xterm's OSC).
_CONTROLS = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[@-Z\\^_=>]|\([0-9A-B])")
_QUESTIONS = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"))
"""Where the cursor is, and what the terminal is; some tools start only with an answer. Source: xterm's control
sequences, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (DSR, Primary DA), read 2026-11."""


class Typist:
    """Types the prompt once, waits for the answer, leaves, and closes the terminal on what does not go."""

    def __init__(self, prompt: str, ready: str, leave: tuple[str, ...], calls: Callable[[], int]) -> None:
        """``calls`` says how often a model was asked so far."""
        self._prompt, self._ready, self._leave, self._calls = prompt.encode(), ready.encode(), leave, calls
        self._master = -1
        self._seen = b""
        self._last = time.monotonic()
        self.hung_up = False

    def open(self) -> int:
        """The tool's side of a new terminal; the caller closes it."""
        self._master, side = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
        return side

    def screen(self) -> int:
        """A descriptor from which the screen can be read."""
        return os.dup(self._master)

    def seeing(self, note: Callable[[bytes], None]) -> Callable[[bytes], None]:
        """Looks at what comes to the screen, after ``note`` has."""

        def see(data: bytes) -> None:
            note(data)
            self._last = time.monotonic()
            self._seen = (self._seen + data)[-_LOOKED_THROUGH:]
            for question, answer in _QUESTIONS:
                if question in data:
                    self._write(answer)

        return see

    async def type(self, end: Callable[[], None]) -> None:
        """The whole session; ``end`` is called for what is still there when the terminal has been closed."""
        await _until(lambda: self._is_ready() and self._stood_still(_STILL_S))
        before = self._calls()
        # What appears just then can swallow what is typed, and waits for a key itself: a user would try again.
        for keys in ((self._prompt, b"\r"), (b"\r",), (self._prompt, b"\r")):
            await self._keys(keys)
            if await self._was_asked(before):
                break
        await _until(lambda: self._calls() > before)
        latest = time.monotonic() + _MOST_AFTER_ANSWER_S
        await _until(lambda: self._stood_still(_ANSWERED_S) or time.monotonic() > latest)
        await self._keys(tuple(text.encode() for text in self._leave))
        await asyncio.sleep(_LEAVING_S if self._leave else 0)
        self.hung_up = True
        self.close()
        await asyncio.sleep(_CLOSING_S)
        end()

    async def _was_asked(self, before: int) -> bool:
        """Whether a model is asked within the time that a user has patience for."""
        until = time.monotonic() + _PATIENCE_S
        await _until(lambda: self._calls() > before or time.monotonic() > until)
        return self._calls() > before

    def close(self) -> None:
        """The terminal is gone, and whoever holds it is told (SIGHUP, where it is a terminal of theirs)."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    async def _keys(self, keys: tuple[bytes, ...]) -> None:
        for key in keys:
            self._write(key)
            await asyncio.sleep(_KEY_S)

    def _is_ready(self) -> bool:
        return bool(self._seen) and self._ready in _CONTROLS.sub(b"", self._seen)

    def _stood_still(self, seconds: float) -> bool:
        return time.monotonic() - self._last >= seconds

    def _write(self, data: bytes) -> None:
        """A tool that reads nothing fills its terminal's buffer, and must not stop us."""
        if self._master >= 0:
            os.set_blocking(self._master, False)
            try:
                os.write(self._master, data)
            except OSError:
                return


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 -- time passing is what makes it hold
        await asyncio.sleep(_STEP_S)


def become_foreground() -> None:
    """In a fresh child: a session of its own, whose terminal is its standard input."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
