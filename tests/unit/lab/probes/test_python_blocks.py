"""What `python-blocks` loads before a program counts the blocks that ran, however it ends, and changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from countermark.lab.probes.python_blocks import PROBE
from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.probes import Executed
from countermark.observe.blocks import executed

PROGRAM = '''"""What it is for: «ünïcode 𝒳» before everything that is counted."""
from __future__ import annotations
import os, sys, traceback

class Kind:
    """A kind."""
    word = "a" if len(sys.argv) > 1 else "b"

def said(word):
    """What is said."""
    if word == "a":
        return "first"
    return "second"

def never():
    return [lambda: 1 for _ in range(3)]

def counting():
    try:
        for number in range(3):
            yield number
            if number == 1:
                continue
            number >= 0 or never()
    finally:
        pass

kind = lambda word: word and said(word)
out = [said(sys.argv[1]), said("c"), Kind.word, Kind.__doc__, said.__doc__, __doc__, *counting(), never.__name__]
out += [f"{'x' if kind('a') == 'first' else 'y'}", __name__, __file__, __spec__, sorted(os.environ), sys.path[0]]
match out[0]:
    case "first":
        out.append("matched")
    case _:
        out.append("unmatched")
try:
    [][1]
except IndexError:
    out.append(traceback.format_exc())
import json
print(json.dumps(out, default=str))
'''


def traced(folder: Path, program: str, *argv: str) -> tuple[str, tuple[Executed, ...]]:
    (text, _) = PROBE.files(())
    log, loaded = folder / "log", folder / "loaded"
    loaded.mkdir(exist_ok=True)
    log.write_bytes(b"")
    (loaded / "sitecustomize.py").write_text(
        text.content.decode().replace(LOG, str(log)).replace(FOLDER, str(loaded)), "utf-8"
    )
    (folder / "program.py").write_text(program, "utf-8")

    def run(**more: str) -> str:
        command = [sys.executable, "-B", "program.py", *argv]
        surroundings = {"PATH": "/usr/bin:/bin", **more}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, env=surroundings, cwd=folder
        ).stdout

    bare = run()
    assert run(PYTHONPATH=str(loaded)) == bare
    return bare, executed(log.read_bytes())


def span(what: str, text: str = PROGRAM) -> tuple[int, int]:
    """Where a piece stands, as the runtime of the other probe of blocks would count."""
    before = len(text[: text.index(what)].encode("utf-16-le")) // 2
    return before, before + len(what.encode("utf-16-le")) // 2


def test_blocks_are_counted_and_the_program_does_what_it_did(tmp_path: Path) -> None:
    said, scripts = traced(tmp_path, PROGRAM, "a")
    assert json.loads(said)[:3] == ["first", "second", "a"]
    (script,) = scripts
    assert script.script == str(tmp_path / "program.py")
    blocks = {(row[at], row[at + 1]): row[at + 2] for row in script.functions for at in range(0, len(row), 3)}
    assert blocks[span('return "first"')] == 2
    assert blocks[span('return "second"')] == 1
    assert blocks[span('"x"'.replace('"', "'"))] == 1
    assert blocks[span("'y'")] == 0
    assert blocks[span('out.append("unmatched")')] == 0
    assert blocks[span('out.append("matched")')] == 1
    assert blocks[span("number >= 0 or never()")] == 2
    assert blocks[span("lambda word: word and said(word)")] == 1
    assert blocks[span(PROGRAM[PROGRAM.index("def never") : PROGRAM.index("\n\ndef counting")])] == 0
    assert not any(start == span("lambda: 1")[0] for start, _ in blocks)


@pytest.mark.parametrize("end", ["sys.exit(3)", "os._exit(3)", "raise ValueError"])
def test_counts_are_written_however_the_program_ends(tmp_path: Path, end: str) -> None:
    assert traced(tmp_path, f"import os, sys\nprint(1)\n{end}\n")[1]


def test_a_child_writes_its_own_counts(tmp_path: Path) -> None:
    program = "import os\nchild = os.fork()\nif child:\n    os.waitpid(child, 0)\nelse:\n    os._exit(0)\n"
    rows = [script.functions for script in traced(tmp_path, program)[1]]
    waited = span("os.waitpid(child, 0)", program)
    counts = [
        row[at + 2] for some in rows for row in some for at in range(0, len(row), 3) if row[at : at + 2] == waited
    ]
    assert sorted(counts) in ([0, 1], [1])


@pytest.mark.parametrize(
    "program", ["\ufeffprint(1)\n", "print(1)\rprint(2)\n", "# coding: latin-1\nprint('é')\n", "if"]
)
def test_a_text_that_cannot_be_placed_runs_as_it_is(tmp_path: Path, program: str) -> None:
    traced(tmp_path, program)
