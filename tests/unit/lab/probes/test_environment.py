"""What `node-environment` and `bun-environment` load before a program writes its questions down and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from countermark.lab.probes import ALL
from countermark.lab.probes.record import LOG
from countermark.observe.reads import reads

PROGRAM = """
import fs, { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import os, { hostname } from "node:os";
import { exec, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { env } from "node:process";
const all = { ...process.env };
const names = Object.keys(process.env);
process.env.MADE = 5;
delete process.env.MADE;
let first = "";
for (const name in process.env) { if (name === "BETA") { first = process.env[name]; break; } }
console.log(JSON.stringify([
  all, names, first, process.env.WANTED, "HELD" in process.env, env.IMPORTED, process.env.NODE_OPTIONS,
  Object.entries(process.env).length, JSON.stringify(process.env), structuredClone({ ...env }), process.env.MADE,
  hostname() === os.hostname(), os.hostname.name, os.hostname.length, existsSync("/.dockerenv"),
  fs.readFileSync(new URL("file:///etc/passwd"), "utf8"), await readFile("/etc/hosts", "utf8"),
  execFileSync("echo", ["a"], { encoding: "utf8" }), (await promisify(exec)("echo b")).stdout,
  new Date(0).getTimezoneOffset(), Intl.DateTimeFormat().resolvedOptions().timeZone,
  new Date(0).toLocaleDateString("de-DE", { timeZone: "UTC" }),
  new Intl.DateTimeFormat("de-DE", { timeZone: "Asia/Tokyo" }).format(new Date(0)), `${new Date(0)}`,
]));
"""
SURROUNDINGS = {"ALPHA": "1", "BETA": "2", "GAMMA": "3", "WANTED": "yes", "TZ": "Africa/Lagos"}


def test_they_are_listed() -> None:
    assert {"node-environment", "bun-environment"} <= {probe.id for probe in ALL if probe.shows == "reads"}


@pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")
def test_a_program_does_what_it_did_and_its_questions_are_written_down(tmp_path: Path) -> None:
    probe = next(probe for probe in ALL if probe.id == "node-environment")
    (text, _) = probe.files(())
    log = tmp_path / "log"
    log.write_bytes(b"")
    (tmp_path / "loaded.cjs").write_text(text.content.decode().replace(LOG, str(log)), "utf-8")
    (tmp_path / "program.mjs").write_text(PROGRAM, "utf-8")

    def run(**more: str) -> str:
        surroundings = SURROUNDINGS | {"PATH": os.environ["PATH"]} | more
        argv = ["node", str(tmp_path / "program.mjs")]
        return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60, env=surroundings).stdout

    assert json.loads(run(NODE_OPTIONS=f"--require {tmp_path / 'loaded.cjs'}")) == json.loads(run())
    found = {(one.kind, one.name) for one in reads(log.read_bytes(), probe.id)}
    assert {name for kind, name in found if kind == "variable"} == {
        "WANTED",
        "HELD",
        "IMPORTED",
        "NODE_OPTIONS",
        "BETA",
        "MADE",
    }
    assert found >= {
        ("variables", "the whole environment"),
        ("hostname", "os.hostname"),
        ("process", "/.dockerenv"),
        ("user", "/etc/passwd"),
        ("network", "/etc/hosts"),
        ("process", "echo a"),
        ("process", "echo b"),
        ("time-zone", "getTimezoneOffset"),
        ("time-zone", "Intl.DateTimeFormat().resolvedOptions().timeZone"),
        ("time-zone", "Date.toString"),
    }
    assert ("time-zone", "Date.toLocaleDateString") not in found
    assert ("time-zone", "Intl.DateTimeFormat().format") not in found
