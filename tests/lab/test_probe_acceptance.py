"""A probe that changes what a tool sends is refused, however often it is tried, and no other with it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from countermark.explain.probes import LEAST, MOST
from small_agent import Agent

pytestmark = [pytest.mark.lab, pytest.mark.skipif(shutil.which("node") is None, reason="the agent runs on Node")]

# Says in what it sends whether a method of strings is the engine's own.
AGENT = """
import https from "node:https";
const own = String.prototype.includes.toString().endsWith("{ [native code] }");
const body = JSON.stringify({ model: "m", max_tokens: 9, system: own ? "as ever" : "watched",
  messages: [{ role: "user", content: process.argv[2] }] });
const options = { method: "POST", agent: false, headers: { "content-type": "application/json" } };
https.request("https://api.anthropic.com/v1/messages", options, (reply) => {
  reply.on("data", () => {});
  reply.on("end", () => console.log(body === process.argv[2]));
}).end(body);
"""


def test_a_probe_that_is_seen_by_the_tool_is_refused(tmp_path: Path) -> None:
    agent = Agent.made(tmp_path / "agent", "", "ci")
    (agent.folder / "agent" / "main.py").unlink()
    (agent.folder / "agent" / "main.mjs").write_text(AGENT, "utf-8")
    path = agent.folder / "profile.toml"
    path.write_text(path.read_text("utf-8").replace('"python3", "{artifact}/main.py"', '"node", "{artifact}/main.mjs"'))
    done = agent.audit("out", "--json", "out.json", "--strength", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    fared = {one["id"]: one for one in json.loads((agent.folder / "out.json").read_text("utf-8"))["probes"]}
    assert not fared["node-comparisons"]["accepted"]
    assert "body /system" in fared["node-comparisons"]["reason"]
    assert fared["node-operators"]["accepted"]
    runs = (json.loads(path.read_text("utf-8")) for path in (agent.folder / "out" / "runs").glob("*/run.json"))
    beside = Counter(run["request"]["probe"] for run in runs if run["request"]["purpose"] == "probe")
    assert (beside[""], beside["node-comparisons"], beside["node-operators"]) == (MOST, MOST, LEAST)
