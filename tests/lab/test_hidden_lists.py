"""Hidden lists are put to the proof: entries that are compared move the same bytes, those that are not move none."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from small_agent import COUNTERMARK, Agent, run

pytestmark = pytest.mark.lab

COMPARED = (
    "lantern-hub.net",
    "amberrelay.org",
    "cobalt-gate.dev",
    "quartzmodel.io",
    "relay.saffron.app",
    "indigo.works",
)
SHOWN = ("gw-one.velvet.net", "gw-two.velvet.net", "marble-api.org", "gw-six.velvet.net", "opal-route.dev")


def hidden(entries: tuple[str, ...]) -> str:
    return base64.b64encode(bytes(byte ^ 0x21 for byte in ",".join(entries).encode())).decode()


SOURCE = f"""
import base64
def unpack(text):
    return bytes(byte ^ 0x21 for byte in base64.b64decode(text)).decode().split(",")
KNOWN, OTHERS = unpack("{hidden(COMPARED)}"), unpack("{hidden(SHOWN)}")
host = os.environ.get("AGENT_URL", "").partition("//")[2].partition("/")[0]
mark = "\\u2019" if any(host == known or host.endswith("." + known) for known in KNOWN) else "'"
listed = host in OTHERS
call("Today" + mark + "s task is small.")
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agent, Any]:
    profile = '[base-url]\nenv = "AGENT_URL"'
    agent = Agent.made(tmp_path_factory.mktemp("lists") / "agent", SOURCE, "base-url", profile=profile)
    done = agent.audit("out", "--json", "first.json", "--strength", "1", "--confirm-lists", "all")
    assert done.returncode == 1, done.stderr
    return agent, json.loads((agent.folder / "first.json").read_text("utf-8"))


def test_every_entry_of_a_list_that_is_compared_is_confirmed(report: tuple[Agent, Any]) -> None:
    found = next(one for one in report[1]["hidden_lists"] if one["entries"] == list(COMPARED))
    assert found["confirmed"] is True
    told = found["confirmation"]
    assert (told["factor"], told["tried"], told["moved"]) == ("base-url", len(COMPARED), len(COMPARED))
    assert told["near_misses"]
    assert told["near_misses_moved"] == []
    assert told["where"]["pointer"] == "/system"


def test_the_signal_was_only_found_by_way_of_the_list_and_names_it(report: tuple[Agent, Any]) -> None:
    (signal,) = report[1]["signals"]
    fired = {level for factor in signal["trigger"]["factors"] for level in factor["levels"]}
    assert fired
    assert all(any(entry in level for entry in COMPARED) for level in fired)
    number = next(n for n, one in enumerate(report[1]["hidden_lists"], 1) if one["entries"] == list(COMPARED))
    assert signal["explanation"]["hidden_lists"] == [number]
    assert signal["explanation"]["choices"]
    assert report[1]["hidden_lists"][number - 1]["confirmation"]["signal"] == signal["id"]


def test_a_list_whose_entries_move_nothing_is_not_confirmed(report: tuple[Agent, Any]) -> None:
    found = next(one for one in report[1]["hidden_lists"] if one["entries"] == list(SHOWN))
    assert found["confirmed"] is False
    assert found["confirmation"]["moved"] == 0
    assert found["confirmation"]["where"] is None


def test_a_replay_says_the_same(report: tuple[Agent, Any], tmp_path: Path) -> None:
    agent, _ = report
    done = run(str(COUNTERMARK), "replay", "out", "--json", str(tmp_path / "again.json"), folder=agent.folder)
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "again.json").read_bytes() == (agent.folder / "first.json").read_bytes()
