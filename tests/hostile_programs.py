"""What hostile programs in the lab share: a list of attempts, and what runs may leave on the host."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from countermark.sandbox import cgroup

_FRAME = """
import ctypes, json, os, resource, signal, socket, struct, subprocess, sys, time
machine = os.uname().machine
library = ctypes.CDLL(None, use_errno=True)
outcomes = {}

def checked(returned):
    if returned < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return returned

def call(name, *arguments): return checked(getattr(library, name)(*arguments))
def system_call(number, *arguments): return checked(library.syscall(number, *arguments))
def program(*argv): return subprocess.run(argv, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=10)

def attempt(name, action, *arguments):
    try: outcomes[name] = f"went through: {action(*arguments)!r}"
    except (OSError, subprocess.SubprocessError, ArithmeticError, LookupError, ValueError) as error:
        outcomes[name] = str(error) or type(error).__name__

"""


def attempts(source: str) -> str:
    """A program that makes the attempts of ``source``, and prints what became of each as one JSON object."""
    return f"{_FRAME}{textwrap.dedent(source)}\nprint(json.dumps(outcomes))\n"


@dataclass(frozen=True)
class Traces:
    """What stands on the host that a run could have left there, or changed."""

    processes: tuple[str, ...]
    mounts: str
    groups: tuple[str, ...]
    shared_memory: frozenset[str]
    sockets: tuple[str, ...]
    null_mode: int


def traces(mark: str = "-") -> Traces:
    """As the host is now; of processes, those whose command line names ``mark``."""
    hierarchy = Path("/sys/fs/cgroup")
    groups = hierarchy.rglob("countermark-*") if cgroup.parent() else ()
    return Traces(
        processes=tuple(line for line in _command_lines() if mark in line) if mark != "-" else (),
        mounts=Path("/proc/self/mounts").read_text(encoding="utf-8"),
        groups=tuple(sorted(map(str, groups))),
        shared_memory=frozenset(_ours(path.name for path in Path("/dev/shm").iterdir())),
        sockets=tuple(_ours(Path("/proc/net/unix").read_text(encoding="utf-8").splitlines())),
        null_mode=Path("/dev/null").stat().st_mode,
    )


def _ours(names: object) -> list[str]:
    assert not isinstance(names, str)
    return [str(name) for name in names if "left" in str(name)]  # type: ignore[attr-defined]


def _command_lines() -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            except OSError:  # it ended meanwhile
                continue
    return found
