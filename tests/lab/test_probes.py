"""Probes see what a tool compares its surroundings with, change nothing that it sends, and lead to what it hides."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from small_agent import COUNTERMARK, Agent, run

pytestmark = [pytest.mark.lab, pytest.mark.skipif(shutil.which("node") is None, reason="the agent runs on Node")]

# Half of each name stands in a file that is read when the agent runs: reading the program alone cannot join them.
WORDS = ("amber", "cobalt", "saffron", "indigo", "umber")
AGENT = """
import crypto from "node:crypto";
import fs from "node:fs";
import https from "node:https";
import os from "node:os";
import net from "node:net";
import { execFileSync } from "node:child_process";
const door = net.createServer().listen(41234, "127.0.0.1", () => door.close());
execFileSync("uname", ["-s"]);
const known = [os.hostname(), process.env.EDITOR, fs.existsSync("/.dockerenv"), { ...process.env }];
const ends = fs.readFileSync(new URL("./ends.txt", import.meta.url), "utf8").trim().split(" ");
const starts = ["am", "co", "saf", "in", "um"];
const words = new Set(starts.map((start, place) => start + ends[place]));
const host = process.env.AGENT_URL ? new URL(process.env.AGENT_URL).hostname : "";
const hashed = crypto.createHash("sha256").update(host).digest("hex");
const looks = [host === "ochre.example.com", hashed === "0".repeat(64), host in { "sepia.example.com": 1 }];
const mark = host.split(".").some((label) => words.has(label)) ? "\\u2019" : "'";
if (looks[0]) console.error(process.env.NEVER_REACHED, process.env.EDITOR);
const body = JSON.stringify({ model: "m", max_tokens: 9, system: `Today${mark}s task is small.`,
  messages: [{ role: "user", content: process.argv[2] }] });
const options = { method: "POST", agent: false, headers: { "content-type": "application/json" } };
const request = https.request("https://api.anthropic.com/v1/messages", options, (reply) => {
  let text = "";
  reply.on("data", (piece) => (text += piece));
  reply.on("end", () => console.log(JSON.parse(text).content[0].text));
});
request.end(body);
"""


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agent, Any]:
    profile = '[base-url]\nenv = "AGENT_URL"'
    agent = Agent.made(tmp_path_factory.mktemp("probes") / "agent", "", "base-url", profile=profile)
    (agent.folder / "agent" / "main.py").unlink()
    (agent.folder / "agent" / "main.mjs").write_text(AGENT, "utf-8")
    (agent.folder / "agent" / "ends.txt").write_text("ber balt fron digo ber\n", "utf-8")
    path = agent.folder / "profile.toml"
    path.write_text(path.read_text("utf-8").replace('"python3", "{artifact}/main.py"', '"node", "{artifact}/main.mjs"'))
    done = agent.audit("out", "--json", "first.json", "--strength", "1")
    assert done.returncode == 1, done.stdout + done.stderr
    return agent, json.loads((agent.folder / "first.json").read_text("utf-8"))


def test_the_whole_set_is_seen_that_a_canary_was_looked_up_in(audited: tuple[Agent, Any]) -> None:
    found = [one for one in audited[1]["comparisons"] if one["operator"] == "in set" and one["factor"] == "base-url"]
    assert any(set(one["texts"]) == set(WORDS) and "main.mjs" in one["at"] for one in found)


def test_what_operators_compare_is_seen_too_and_digests_of_a_canary(audited: tuple[Agent, Any]) -> None:
    found = {(one["operator"], one["digest"], tuple(one["texts"])) for one in audited[1]["comparisons"]}
    assert found >= {
        ("===", "", ("ochre.example.com",)),
        ("===", "sha256", ("0" * 64,)),
        ("in", "", ("sepia.example.com",)),
    }


def test_a_probe_that_changes_nothing_is_accepted(audited: tuple[Agent, Any]) -> None:
    accepted = [
        {"id": f"node-{what}", "accepted": True, "reason": "", "cut": False}
        for what in ("comparisons", "operators", "environment")
    ]
    assert all(one in audited[1]["probes"] for one in accepted)


def test_what_the_tool_asks_is_seen_and_joins_what_was_read(audited: tuple[Agent, Any]) -> None:
    asked = {one["name"]: one for one in audited[1]["coverage"]["asked"] if "node-environment" in one["found_by"]}
    assert set(asked) >= {"AGENT_URL", "EDITOR", "/.dockerenv", "os.hostname", "the whole environment"}
    assert asked["AGENT_URL"]["varied_by"] == ["base-url"]
    assert asked["EDITOR"]["varied_by"] == []
    assert asked["EDITOR"]["found_by"] == ["program text", "node-environment"]
    assert "main.mjs" in asked["EDITOR"]["at"]
    assert not any(name.startswith("/opt/target") or name == "PATH" for name in asked)


def test_what_is_asked_where_nothing_ran_is_told_from_what_ran(audited: tuple[Agent, Any]) -> None:
    ran = {one["name"]: one["ran"] for one in audited[1]["coverage"]["asked"]}
    assert (ran["AGENT_URL"], ran["EDITOR"], ran["NEVER_REACHED"]) == (True, True, False)
    static = audited[1]["coverage"]["static"]
    assert static["reads_idle"] == 2  # the second one of EDITOR stands beside that which is never reached
    assert static["reads_ran"] + static["reads_idle"] == static["reads_found"]


def test_the_system_shows_what_any_runtime_does(audited: tuple[Agent, Any]) -> None:
    assert {"id": "system-calls", "accepted": True, "reason": "", "cut": False} in audited[1]["probes"]
    assert audited[1]["listeners"] == ["127.0.0.1 port 41234"]
    asked = {(one["kind"], one["name"]) for one in audited[1]["coverage"]["asked"] if "system-calls" in one["found_by"]}
    assert asked >= {("process", "/.dockerenv"), ("process", "uname -s")}


def test_what_was_seen_leads_to_the_signal(audited: tuple[Agent, Any]) -> None:
    assert audited[1]["hidden_lists"] == []
    (signal,) = audited[1]["signals"]
    fired = {level for factor in signal["trigger"]["factors"] for level in factor["levels"]}
    assert all(any(word in level for word in WORDS) for level in fired)


def test_the_place_is_named_at_which_the_signal_is_decided(audited: tuple[Agent, Any]) -> None:
    (signal,) = audited[1]["signals"]
    first = signal["branches"][0]
    decided = AGENT.encode().index(b'? "\\u2019"')
    assert (first["kind"], first["where"]["file"]) == ("branch", "main.mjs")
    assert first["where"]["start"] <= decided + len('? "\\u2019"') <= first["where"]["end"]
    assert first["where"]["end"] - first["where"]["start"] < 40
    assert len(signal["branches"]) <= 3
    assert {"id": "node-blocks", "accepted": True, "reason": "", "cut": False} in audited[1]["probes"]


def test_no_run_of_the_verdict_had_a_probe_beside_it(audited: tuple[Agent, Any]) -> None:
    agent, report = audited
    runs = [json.loads(path.read_text()) for path in (agent.folder / "out" / "runs").glob("*/run.json")]
    traced = [one for one in runs if one["request"]["purpose"] == "probe"]
    beside = Counter(one["request"]["probe"] for one in traced)
    probes = ("", "node-comparisons", "node-operators", "node-environment", "system-calls")
    assert beside.items() >= dict.fromkeys(probes, 2).items()
    assert all(one["request"]["probe"] == "" for one in runs if one not in traced)
    assert report["coverage"]["runs"] == len(runs) - len(traced)


def test_a_replay_says_the_same(audited: tuple[Agent, Any], tmp_path: Path) -> None:
    agent, _ = audited
    again = tmp_path / "again.json"
    done = run(str(COUNTERMARK), "replay", "out", "--json", str(again), folder=agent.folder)
    assert done.returncode == 1, done.stderr
    assert again.read_bytes() == (agent.folder / "first.json").read_bytes()


def test_an_audit_without_probes_has_none(audited: tuple[Agent, Any]) -> None:
    agent, _ = audited
    done = agent.audit("bare", "--json", "bare.json", "--strength", "1", "--no-probes")
    report = json.loads((agent.folder / "bare.json").read_text("utf-8"))
    assert (report["probes"], report["comparisons"], report["signals"]) == ([], [], [])
    assert done.returncode == 0
