"""What `node-comparisons` and `bun-comparisons` load before a program finds canaries and changes nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from countermark.lab.probes import ALL
from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.probes import Canary
from countermark.observe.traces import comparisons

CANARIES = (Canary(factor="base-url", value="https://kestrel-xyz.example.net", text="kestrel-xyz"),)
PROGRAM = """
const host = new URL("https://kestrel-xyz.example.net/v1").hostname;
const fnv = (text) => [...text].reduce((sum, one) => Math.imul(sum ^ one.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
const digest = require("crypto").createHash("sha256").update(host).digest("hex");
const said = [
  ["a.test", "b.test"].some((one) => host.endsWith("." + one)), new Set(["q", "r"]).has(host), ["s"].includes(host),
  new Map([["t", 1]]).get(host), /u$/.test(host), Object.hasOwn({ v: 1 }, host), "w".includes(host), "x".includes("x"),
  new Set([3735928559, 4207849484]).has(fnv(host)), ["00".repeat(32)].includes(digest), digest.startsWith("1234"),
  process.env.NODE_OPTIONS, String.prototype.includes.length, [..."ab"].join(), host.replace(/y/, "z"), host.length,
];
console.log(JSON.stringify(said));
"""


def test_every_probe_places_its_text_and_its_log() -> None:
    assert {"node-comparisons", "bun-comparisons"} <= {probe.id for probe in ALL}
    for probe in ALL:
        paths = [file.path for file in probe.files(CANARIES)]
        assert LOG in paths
        assert all(path.startswith(f"{FOLDER}/") for path in paths)
        assert any(FOLDER in told for told in (*(one.value for one in probe.variables), *probe.before))


@pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")
def test_a_program_does_what_it_did_and_its_comparisons_are_written_down(tmp_path: Path) -> None:
    (text, _) = ALL[0].files(CANARIES)
    log = tmp_path / "log"
    log.write_bytes(b"")
    (tmp_path / "loaded.cjs").write_text(text.content.decode().replace(LOG, str(log)), "utf-8")
    (tmp_path / "program.cjs").write_text(PROGRAM, "utf-8")

    def run(*options: str) -> str:
        argv = ["node", *options, str(tmp_path / "program.cjs")]
        return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60).stdout

    assert json.loads(run("--require", str(tmp_path / "loaded.cjs"))) == json.loads(run())
    seen = comparisons(log.read_bytes())
    found = {(one.operator, one.texts) for one in seen if not one.digest}
    assert {(one.operator, one.digest, one.texts) for one in seen if one.operator != "hashed"} >= {
        ("in set", "fnv1a-32, decimal", ("3735928559", "4207849484")),
        ("in list, includes", "sha256", ("00" * 32,)),
        ("startsWith", "sha256", ("1234",)),
    }
    assert found >= {
        ("endsWith", (".a.test", ".b.test")),
        ("in set", ("q", "r")),
        ("in list, includes", ("s",)),
        ("in map", ("t",)),
        ("regular expression, test", ("/u$/",)),
        ("in object", ("v",)),
        ("includes", ("w",)),
        ("replace", ("/y/",)),
    }
    assert not any(str(tmp_path / "loaded.cjs") in one.at for one in seen)
    assert not any("x" in texts for _, texts in found)
