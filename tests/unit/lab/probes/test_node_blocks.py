"""What `node-blocks` loads before a program counts the blocks that ran, however the program ends."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from countermark.lab.probes.node_blocks import PROBE
from countermark.lab.probes.record import LOG
from countermark.model.probes import Executed
from countermark.observe.blocks import executed

PROGRAM = """
const said = (word) => (word === "a" ? "first" : "second");
function never() { return 1; }
process.on("exit", () => console.log("bye"));
console.log(said(process.argv[2]), said("c"), process.listenerCount("exit"), process.env.NODE_OPTIONS);
"""


def traced(tmp_path: Path, program: str, *argv: str) -> tuple[str, tuple[Executed, ...]]:
    (text, _) = PROBE.files(())
    log = tmp_path / "log"
    log.write_bytes(b"")
    (tmp_path / "loaded.cjs").write_text(text.content.decode().replace(LOG, str(log)), "utf-8")
    (tmp_path / "program.cjs").write_text(program, "utf-8")
    command = ["node", "--require", str(tmp_path / "loaded.cjs"), str(tmp_path / "program.cjs"), *argv]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return said.stdout, executed(log.read_bytes())


@pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")
def test_blocks_are_counted_and_the_program_does_what_it_did(tmp_path: Path) -> None:
    said, (script,) = traced(tmp_path, PROGRAM, "a")
    assert said == "first second 1 undefined\nbye\n"
    assert script.script.endswith("/program.cjs")
    arrow, first = PROGRAM.index("(word)"), PROGRAM.index('"first"')
    (function,) = [one for one in script.functions if one[0] == arrow]
    assert function[2] == 2
    blocks = [function[at : at + 3] for at in range(3, len(function), 3)]
    assert any(start <= first < end and count == 1 for start, end, count in blocks)
    (unused,) = [one for one in script.functions if one[0] == PROGRAM.index("function never")]
    assert unused[2] == 0


@pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")
@pytest.mark.parametrize("end", ["process.exit(3)", "process.reallyExit(3)", "throw new Error('x')"])
def test_counts_are_written_however_the_program_ends(tmp_path: Path, end: str) -> None:
    assert traced(tmp_path, f"console.log(1);\n{end};\n")[1]
