"""The interpreters that an audited package may be launched with, and where they stand inside the box."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Where a program is looked for on the host, in this order: the distribution's own first, since /usr is in the
# box anyway, then what the user's PATH names.
_DISTRIBUTION_PATH = "/usr/bin:/bin"
NAMES = ("node", "python3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """An interpreter. ``prefix`` is the host folder to bind at ``inside``; both empty where /usr has it.

    ``executable`` is its path inside the box, ``host_executable`` outside.
    """

    name: str
    version: str
    executable: str
    host_executable: str
    prefix: str = ""
    inside: str = ""


@cache
def find() -> tuple[Runtime, ...]:
    """Every interpreter of ``NAMES`` that this machine has, asked for its version once."""
    found = (_find(name) for name in NAMES)
    return tuple(runtime for runtime in found if runtime is not None)


def _find(name: str) -> Runtime | None:
    path = shutil.which(name, path=_DISTRIBUTION_PATH) or shutil.which(name)
    if path is None:
        return None
    asked = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    version = (asked.stdout or asked.stderr).strip()
    real = _real_executable(path, name)
    if _in_box(real):
        return Runtime(name=name, version=version, executable=real, host_executable=real)
    prefix = str(Path(real).parent.parent)
    inside = f"/opt/{name}"
    return Runtime(
        name=name,
        version=version,
        executable=f"{inside}/{os.path.relpath(real, prefix)}",
        host_executable=real,
        prefix=prefix,
        inside=inside,
    )


def _real_executable(path: str, name: str) -> str:
    """The program behind version managers' shims, which are scripts and know only the host's folders."""
    question = {
        "node": ("-p", "process.execPath"),
        "python3": ("-c", "import os, sys; print(os.path.realpath(sys.executable))"),
    }[name]
    asked = subprocess.run([path, *question], capture_output=True, text=True, check=False)
    return os.path.realpath(asked.stdout.strip() or path)


def _in_box(path: str) -> bool:
    return path.startswith("/usr/") and not path.startswith("/usr/local/")
