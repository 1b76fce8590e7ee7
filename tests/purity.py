"""A guard that catches pure rooms at touching a file, a socket, a process or another clockwork of the machine.

Import rules cannot see a call of `open()`. Python's audit events can: each is laid at the door of the project's
innermost frame on the stack. A test that reads a case, hypothesis that writes its database, or a loader that a caller
handed in, have frames of their own; code of a pure room has only its own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import countermark

if TYPE_CHECKING:
    from types import FrameType

PURE_ROOMS = (
    "model",
    "text",
    "factors",
    "wire",
    "design",
    "observe",
    "analyse",
    "explain",
    "policy",
    "report",
    "statement",
    "disclosure",
)
SOURCE = Path(countermark.__file__).parent
TESTS = Path(__file__).parent

# Names of Python's own audit events, or of families of them.
# Source: https://docs.python.org/3/library/audit_events.html, 2026-11.
REFUSED_EVENTS = frozenset(
    {"open", "glob.glob", "pathlib.Path.glob", "pathlib.Path.rglob", "time.sleep", "urllib.Request", "webbrowser.open"}
)
REFUSED_FAMILIES = ("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "ctypes.", "fcntl.", "mmap.", "sqlite3.")


OWN_READERS = ("/coverage/", "/zoneinfo/", "/babel/")
ZONE_DATA = "/zoneinfo/"

PURE = tuple(f"{SOURCE / room}/" for room in PURE_ROOMS)
PROJECT = (f"{SOURCE}/", f"{TESTS}/")


class ImpureError(Exception):
    """A pure room reached for the machine."""


class Guard:
    """Refuses, while it is active, what pure rooms must not do, and remembers it in case the refusal is swallowed."""

    def __init__(self) -> None:
        self.active = False
        self.seen: list[str] = []
        sys.addaudithook(
            self._hook
        )  # there is no way to take a hook away again: one guard lives as long as the process

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.active or not (event in REFUSED_EVENTS or event.startswith(REFUSED_FAMILIES)):
            return
        if event == "open" and ZONE_DATA in str(arguments[0]):
            return  # zoneinfo opens its files in C, without a frame of its own
        self.active = False  # what is called below may raise events of its own
        try:
            culprit = self._culprit(sys._getframe(1))
            if culprit:
                self.seen.append(f"{culprit} caused {event}{arguments[:1]}")
        finally:
            self.active = True
        if culprit:
            raise ImpureError(self.seen[-1])

    @staticmethod
    def _culprit(frame: FrameType | None) -> str:
        """Names the pure code that caused an event, or is empty where something else did."""
        while frame is not None:
            name = frame.f_code.co_filename
            # The import system reads modules, coverage reads sources: neither is the doing of the code above them.
            # Python and Babel read their own tables of zones and languages, which the room factors says it needs.
            if name.startswith("<frozen importlib") or any(reader in name for reader in OWN_READERS):
                return ""
            if name.startswith(PROJECT):
                return f"{name}:{frame.f_lineno}" if name.startswith(PURE) else ""
            frame = frame.f_back
        return ""
