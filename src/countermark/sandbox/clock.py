"""A false clock by libfaketime, where the runtime can take one, which is tried out and not guessed.

Source: the README of libfaketime 0.9.10 (https://github.com/wolfcw/libfaketime). That native Bun programs hang
and static ones ignore it was measured in 2026-11; so was that under it alone Python from 3.11 on either cannot sleep
(with ``FAKETIME_DONT_FAKE_MONOTONIC``) or waits for ever (without; issues 426 and 390 there). ``monotonic_sleep``,
preloaded before it, mends the former.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from countermark.model.environment import PlacedFile, Variable
from countermark.sandbox import monotonic_sleep, runtimes
from countermark.sandbox.runtimes import NAMES

_PLACES = (
    "usr/lib/*/faketime/libfaketimeMT.so.1",
    "usr/lib/faketime/libfaketimeMT.so.1",
    "usr/lib64/faketime/libfaketimeMT.so.1",
)
_SLEEP = "/usr/local/lib/libclock.so"
"""Where ``monotonic_sleep`` stands inside the box."""

_SHEBANG_BYTES = 256
_VERSION = "0123456789."
_TRIED = "2031-07-01T12:00:00+00:00"
# Sleeps, waits in a thread, and says the year: what hangs or fails under a clock that does not fit.
_TRIALS = {
    "node": ("-e", "setTimeout(() => process.stdout.write(String(new Date().getUTCFullYear())), 5)"),
    "python3": (
        "-c",
        "import threading, time; time.sleep(.005); threading.Event().wait(.005); print(time.gmtime()[0], end='')",
    ),
}
_TRIAL_S = 3.0


def library() -> str:
    """The library's path, which is below /usr and so the same inside the box; empty where there is none."""
    return next((str(path) for place in _PLACES for path in sorted(Path("/").glob(place))), "")


def working(found: Iterable[runtimes.Runtime]) -> tuple[str, ...]:
    """The names of those of ``found`` that sleep, wait and tell the time as they should under the false clock."""
    return tuple(item.name for item in found if _works(item.name, item.host_executable))


@cache
def _works(name: str, executable: str) -> bool:
    if not library():
        return False
    with tempfile.TemporaryDirectory(prefix="countermark-clock-") as folder:
        sleep = Path(folder, Path(_SLEEP).name)
        sleep.write_bytes(monotonic_sleep.library())
        shown = {item.name: item.value for item in variables(_TRIED, str(sleep))}
        try:
            said = subprocess.run(
                [executable, *_TRIALS[name]], capture_output=True, check=False, timeout=_TRIAL_S, env=shown
            )
        except (subprocess.TimeoutExpired, OSError):
            return False
    return said.stdout.decode("ascii", "replace") == _TRIED[:4]


def runtime_of(program: str) -> str:
    """``node`` or ``python3``, where ``program`` (a name on the PATH, or a host path) is run by it; else empty."""
    name = Path(program).name
    if name in NAMES:
        return name
    try:
        with Path(program).open("rb") as file:
            head = file.read(_SHEBANG_BYTES)
    except OSError:
        return ""
    words = os.fsdecode(head[2:].split(b"\n")[0]).split() if head.startswith(b"#!") else []
    names = [Path(word).name for word in words]
    return next((known for known in NAMES for name in names if name.rstrip(_VERSION) == known.rstrip(_VERSION)), "")


def unsupported(program: str, works: tuple[str, ...]) -> str:
    """Why ``program`` (a name on the PATH, or a host path) cannot be given a false clock; empty where it can.

    ``works`` is what ``working`` found.
    """
    runtime = runtime_of(program)
    if not library():
        return "libfaketime is not installed"
    if not runtime:
        return "a program that is not run by Node or Python may hang under a preloaded clock, or ignore it"
    if runtime not in works:
        return f"this machine's {runtime} does not work under its libfaketime"
    return ""


def files() -> tuple[PlacedFile, ...]:
    """What must stand in the box for ``variables``."""
    content = monotonic_sleep.library()
    return (PlacedFile(path=_SLEEP, content=content),) if content else ()


def variables(instant: str, sleep: str = _SLEEP) -> tuple[Variable, ...]:
    """What makes time begin at ``instant`` (ISO 8601, UTC where no offset is given) and run on from there.

    The instant is given in seconds since 1970: as a date libfaketime would read it in the program's own zone.
    ``sleep`` is where ``monotonic_sleep`` stands.
    """
    preloaded = (*((sleep,) if monotonic_sleep.library() else ()), library())
    moment = datetime.fromisoformat(instant)
    seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return (
        Variable(name="FAKETIME", value=f"@{seconds}"),
        Variable(name="FAKETIME_DISABLE_SHM", value="1"),
        Variable(name="FAKETIME_DONT_FAKE_MONOTONIC", value="1"),
        Variable(name="FAKETIME_FMT", value="%s"),
        Variable(name="LD_PRELOAD", value=":".join(preloaded)),
    )
