"""A program run with a limit of time and memory, its own and its children's."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_POLL_S = 0.2
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long, and how much resident memory of all its processes together."""

    seconds: float
    mib: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended; ``stopped`` says by which limit, if any."""

    code: int
    out: str
    err: str
    seconds: float
    peak_mib: float
    stopped: str = ""


def limited(command: Sequence[str], limits: Limits, *, folder: Path, env: Mapping[str, str] | None = None) -> Ended:
    """Runs a program in a session of its own, and ends the session at a limit."""
    began, peak, stopped = time.monotonic(), 0.0, ""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(  # noqa: S603 -- a list of arguments, no shell
            command, stdout=out, stderr=err, cwd=folder, env={**os.environ, **(env or {})}, start_new_session=True
        )
        while process.poll() is None:
            peak = max(peak, _resident_mib(process.pid))
            if time.monotonic() - began > limits.seconds:
                stopped = f"stopped after {limits.seconds:.0f} s"
            elif peak > limits.mib:
                stopped = f"stopped at {peak:.0f} MiB"
            if stopped:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                break
            time.sleep(_POLL_S)
        seconds = time.monotonic() - began
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return Ended(code=process.returncode, out=texts[0], err=texts[1], seconds=seconds, peak_mib=peak, stopped=stopped)


def _resident_mib(session: int) -> float:
    """The resident memory of all processes of a session."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            after_name = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(after_name[3]) == session:
                total += int((entry / "statm").read_text("ascii").split()[1]) * _PAGE_MIB
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
    return total
