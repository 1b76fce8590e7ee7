"""A mark that a server switches on is found, an open change is none, and who asks for no switch pays for none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from small_agent import Agent

pytestmark = pytest.mark.lab

ASKS = """
class Client:
    def __init__(self):
        connection = http.client.HTTPConnection("cdn.growthbook.io", timeout=10)
        connection.request("GET", "/api/features/sdk-k3")
        self.features = json.loads(connection.getresponse().read()).get("features", {})
        connection.close()
    def is_on(self, name):
        return self.features.get(name, {}).get("defaultValue", False)

client = Client()
"""
MARKED = (
    ASKS
    + """
curl = client.is_on("curly-quotes") and TZ.startswith("Asia/")
call("Today" + ("\\u2019" if curl else "'") + "s task is small.")
"""
)
HONEST = (
    ASKS
    + """
if not client.is_on("brief-mode"):
    call("Today's task is small. Explain every step in full sentences.")
else:
    call("Today's task is small.")
"""
)


def report(agent: Agent, folder: Path) -> dict[str, Any]:
    done = agent.audit("out", "--cross", "remote-switches", "--json", str(folder / "report.json"))
    assert done.returncode in (0, 1), done.stderr
    return json.loads((folder / "report.json").read_text("utf-8"))


def test_a_mark_that_needs_a_switch_and_a_zone_is_found(tmp_path: Path) -> None:
    found = report(Agent.made(tmp_path, MARKED, "timezone", "remote-switches"), tmp_path)
    (signal,) = found["signals"]
    assert signal["channel"] == "look-alike"
    trigger = {one["factor"]: one["levels"] for one in signal["trigger"]["factors"]}
    assert trigger.keys() == {"timezone", "remote-switches"}
    assert trigger["remote-switches"] == ["on"]
    told = found["coverage"]["switches"]
    assert told["asked"] == [{"service": "growthbook", "host": "cdn.growthbook.io"}]
    assert told["served"] == ["curly-quotes"]
    assert set(told["levels"]) == {"unset", "on", "off"}


def test_what_a_switch_openly_changes_is_functional(tmp_path: Path) -> None:
    found = report(Agent.made(tmp_path, HONEST, "timezone", "remote-switches"), tmp_path)
    assert (found["verdict"], found["signals"]) == ("nothing-covert-found", [])
    factors = {one["factor"] for item in found["functional"] for one in item["trigger"]["factors"]}
    assert factors == {"remote-switches"}


def test_what_a_switch_alone_decides_tells_nothing_of_the_surroundings(tmp_path: Path) -> None:
    source = (
        ASKS + "\ncall('Today' + (chr(0x2019) if client.is_on('curly-quotes') else chr(39)) + 's task is small.')\n"
    )
    found = report(Agent.made(tmp_path, source, "timezone", "remote-switches"), tmp_path)
    assert (found["verdict"], found["signals"]) == ("nothing-covert-found", [])
    assert any("servers answered" in item["summary"] for item in found["functional"])


def test_who_asks_for_none_is_not_given_the_factor(tmp_path: Path) -> None:
    agent = Agent.made(tmp_path, 'call("Today\'s task is small.")', "ci", "remote-switches")
    found = report(agent, tmp_path)
    assert [one["factor"] for one in found["coverage"]["factors"]] == ["ci"]
    skipped = {one["step"]: one["reason"] for one in found["skipped"]}
    assert skipped["factor remote-switches"] == "in traced runs the tool asked no server for any"
