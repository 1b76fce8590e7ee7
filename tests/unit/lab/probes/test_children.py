"""A program that starts itself again is watched in both processes, and finds nothing in the surroundings of either."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from countermark.lab.probes.node_comparisons import PROBE
from countermark.lab.probes.record import FOLDER
from countermark.model.probes import Canary
from countermark.observe.traces import comparisons

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")

PROGRAM = """
const { spawn, execFile } = require("child_process");
const host = "kestrel-xyz.example.net", [again] = process.argv.slice(2);
const said = [host.endsWith(again ? ".child" : ".parent"), process.env.NODE_OPTIONS, Object.keys(process.env).sort()];
console.log(JSON.stringify(said));
if (!again) spawn(process.execPath, [__filename, "again"], { stdio: "inherit" }).on("exit", () => {
  execFile("env", [], (_, text) => console.log(JSON.stringify(/NODE_OPTIONS=(.*)/.exec(text)?.[1])));
});
"""


def run(tmp_path: Path, options: str) -> list[object]:
    surroundings = {**os.environ, "NODE_OPTIONS": options}
    argv = ["node", str(tmp_path / "program.cjs")]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60, env=surroundings)
    return [json.loads(line) if line != "undefined" else None for line in done.stdout.splitlines()]


@pytest.mark.parametrize("own", ["", "--max-old-space-size=512"])
def test_a_child_that_runs_node_is_watched_and_no_other_is_told(tmp_path: Path, own: str) -> None:
    (tmp_path / "program.cjs").write_text(PROGRAM, "utf-8")
    for file in PROBE.files((Canary(factor="base-url", value="", text="kestrel-xyz"),)):
        Path(file.path.replace(FOLDER, str(tmp_path))).write_text(file.content.decode().replace(FOLDER, str(tmp_path)))
    found = run(tmp_path, f"--require {tmp_path}/comparisons.cjs {own}".strip())
    bare = run(tmp_path, own)
    if not own:  # an empty variable is a variable; what loads a probe leaves none behind
        for said in bare[:2]:
            assert isinstance(said, list)
            said[1], said[2] = None, [name for name in said[2] if name != "NODE_OPTIONS"]
        bare[2] = None
    assert found == bare
    seen = {text for one in comparisons((tmp_path / "log").read_bytes()) for text in one.texts}
    assert {".parent", ".child"} <= seen
