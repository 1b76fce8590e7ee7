"""The caches of bytecode that pip makes when it installs: without them Python would compile a tool anew in every run.

The box that a tool runs in cannot write to the tool's own folder, so what is not there at first is never there. To
compile runs none of the program; it is done in a sealed interpreter all the same, as a compiler can be broken by what
it reads. Like pip, it replaces caches that a wheel shipped.

Source: pip 25, ``_internal/operations/install/wheel.py`` (``compile_file(..., force=True)``); PEP 3147, PEP 552 (read
2026-11).
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.unpacking import SHIPPED_AT_S
from countermark.errors import CountermarkError
from countermark.sandbox import runtimes
from countermark.sandbox.sealed import Sealed

_AT_ONCE = 100
_MOST_BYTES = 8 << 20
_CPU_S = 30.0
_MOST_DEATHS = 12
_ISOLATED = ("-I", "-S", "-W", "ignore")
_WORKER = """\
import base64, importlib.util, json, marshal, struct, sys

for line in sys.stdin.buffer:
    try:
        name, source, made = json.loads(line)
        source = base64.b64decode(source)
        code = compile(source, name, "exec", dont_inherit=True)
        head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, made, len(source))
        answer = [sys.implementation.cache_tag, base64.b64encode(head + marshal.dumps(code)).decode()]
    except BaseException:
        answer = ["", ""]
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True, slots=True)
class _Made:
    source: Path
    tag: str
    bytecode: bytes


def cache_bytecode(folder: Path) -> tuple[str, ...]:
    """A cache stands beside every Python file below ``folder`` that can be compiled; else a note why there is none.

    The files have the time of everything that was shipped (``settle``); what is new has not.
    """
    runtime = next((one for one in runtimes.find() if one.name == "python3"), None)
    if runtime is None or not runtime.executable.startswith("/usr/"):
        return ("there is no python3 below /usr to compile it with, so it starts more slowly",)
    sources = sorted(path for path in folder.rglob("*.py") if path.is_file() and not path.is_symlink())
    try:
        for made in _compiled(folder, sources, runtime.executable):
            with contextlib.suppress(OSError):  # the wheel put something else in its place
                _place(made)
    except CountermarkError as error:
        return (f"it was not compiled, so it starts more slowly: {error.what}",)
    return ()


def _compiled(folder: Path, sources: Sequence[Path], python: str) -> Iterator[_Made]:
    """What can be compiled; a file that ends the compiler is left out, like one that is no Python of this version."""
    waiting = [path for path in sources if path.stat().st_size <= _MOST_BYTES]
    for _ in range(_MOST_DEATHS):
        with contextlib.closing(Sealed((python, *_ISOLATED, "-c", _WORKER), answer_cpu_s=_CPU_S)) as compiler:
            while waiting:
                some = waiting[:_AT_ONCE]
                answers = compiler.ask(b"".join(_question(folder, path) for path in some), len(some))
                yield from filter(None, map(_made, some, answers.lines))
                waiting = waiting[len(answers.lines) + bool(answers.ended_by) :]
                if answers.ended_by:
                    break
            else:
                return


def _question(folder: Path, path: Path) -> bytes:
    # Python itself puts the true place in when it loads a cache; the folder of this machine is nobody's business.
    name = str(path.relative_to(folder))
    return json.dumps([name, base64.b64encode(path.read_bytes()).decode(), SHIPPED_AT_S]).encode() + b"\n"


def _made(source: Path, line: bytes) -> _Made | None:
    tag, bytecode = json.loads(line)
    return _Made(source, tag, base64.b64decode(bytecode)) if tag else None


def _place(made: _Made) -> None:
    beside = made.source.parent / "__pycache__"
    if beside.is_symlink():
        return
    beside.mkdir(exist_ok=True)
    place = beside / f"{made.source.stem}.{made.tag}.pyc"
    place.unlink(missing_ok=True)
    place.write_bytes(made.bytecode)
    place.chmod(0o644)
