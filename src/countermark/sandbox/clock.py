"""A false clock by libfaketime, where the runtime can take one.

Source: the README of libfaketime 0.9.10 (https://github.com/wolfcw/libfaketime); that native Bun programs hang
and static ones ignore it was measured in 2026-11.
"""

from __future__ import annotations

import glob
import os
from datetime import UTC, datetime

from countermark.model.environment import Variable
from countermark.sandbox.runtimes import NAMES

_PLACES = (
    "/usr/lib/*/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
    "/usr/lib64/faketime/libfaketimeMT.so.1",
)
_SHEBANG_BYTES = 256


def library() -> str:
    """The path of the library, which is below /usr and so the same inside the box; empty where there is none."""
    return next((path for pattern in _PLACES for path in sorted(glob.glob(pattern))), "")


def unsupported(program: str) -> str:
    """Why ``program`` (a name on the PATH, or a host path) cannot be given a false clock; empty where it can."""
    if not library():
        return "libfaketime is not installed"
    if os.path.basename(program) in NAMES:
        return ""
    try:
        with open(program, "rb") as file:
            head = file.read(_SHEBANG_BYTES)
    except OSError:
        return "the program cannot be read"
    if not head.startswith(b"#!"):
        return "a native program may hang under, or ignore, a preloaded clock"
    words = os.fsdecode(head[2:].split(b"\n")[0]).split()
    named = any(os.path.basename(word).startswith(tuple(NAMES)) for word in words)
    return "" if named else "the program's interpreter is not one that is known to take a preloaded clock"


def variables(instant: str) -> tuple[Variable, ...]:
    """What makes time begin at ``instant`` (ISO 8601, UTC where no offset is given) and run on from there.

    The instant is given in seconds since 1970: as a date libfaketime would read it in the program's own zone.
    """
    moment = datetime.fromisoformat(instant)
    seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return (
        Variable(name="FAKETIME", value=f"@{seconds}"),
        Variable(name="FAKETIME_DISABLE_SHM", value="1"),
        Variable(name="FAKETIME_DONT_FAKE_MONOTONIC", value="1"),
        Variable(name="FAKETIME_FMT", value="%s"),
        Variable(name="LD_PRELOAD", value=library()),
    )
