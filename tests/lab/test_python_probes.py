"""Probes see what a tool in Python asks and compares, by operators and hashed too, and change nothing that it sends."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from small_agent import Agent

pytestmark = pytest.mark.lab

Report = dict[str, Any]

# Half of each name stands in a file that is read when the agent runs: reading the program alone cannot join them.
WORDS = ("amber", "cobalt", "saffron", "indigo", "umber")
HOSTS = ("ochre.example.org", "violet.example.org", "scarlet.example.org")
HASHED = [hashlib.new("md5", f"pepper/{host}".encode(), usedforsecurity=False).hexdigest() for host in HOSTS]
CHECKS = f"""
import hashlib
from pathlib import Path

ENDS = Path(__file__).with_name("ends.txt").read_text().split()
WORDS = {{start + end for start, end in zip(("am", "co", "saf", "in", "um"), ENDS)}}
HASHED = {HASHED!r}

def is_listed(host):
    return any(label in WORDS for label in host.split("."))

def is_hashed(host):
    return hashlib.md5(("pepper/" + host).encode()).hexdigest() in HASHED

def season(zone):
    match zone:
        case "Asia/Kathmandu" | "Asia/Thimphu":
            return 1
    return 2 if zone == "Africa/Lagos" else 0
"""
AGENT = """
from urllib.parse import urlsplit
import datetime, pathlib, socket
import checks

known = [socket.gethostname(), os.environ.get("EDITOR"), os.path.exists("/.dockerenv"), dict(os.environ),
         datetime.datetime.now().hour, checks.season(TZ), sys.path[0], __spec__]
host = urlsplit(os.environ.get("AGENT_URL", "")).hostname or ""
if checks.season("Africa/Lagos") == 1:
    print(os.environ["NEVER_REACHED"])
mark = chr(0x2019) if checks.is_listed(host) or checks.is_hashed(host) else "'"
call(f"Today{mark}s task is small, in {sys.path[0]} by {__name__} {__spec__} {len({*os.environ} - {'AGENT_URL'})}.")
"""


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("python-probes") / "agent"
    agent = Agent.made(folder, AGENT, "base-url", profile='[base-url]\nenv = "AGENT_URL"')
    (folder / "agent" / "checks.py").write_text(CHECKS, "utf-8")
    (folder / "agent" / "ends.txt").write_text("ber balt fron digo ber\n", "utf-8")
    done = agent.audit("out", "--json", "first.json", "--strength", "1")
    assert done.returncode == 1, done.stdout + done.stderr
    report: Report = json.loads((folder / "first.json").read_text("utf-8"))
    return report


def compared(report: Report, operator: str) -> list[Any]:
    return [one for one in report["comparisons"] if one["operator"] == operator and "checks.py" in one["at"]]


def test_both_change_nothing_and_are_accepted(audited: Report) -> None:
    for what in ("comparisons", "environment", "blocks"):
        assert {"id": f"python-{what}", "accepted": True, "reason": "", "cut": False} in audited["probes"]


def test_the_whole_set_is_seen_that_a_canary_was_looked_up_in(audited: Report) -> None:
    (found,) = [one for one in compared(audited, "in set") if one["factor"] == "base-url"]
    assert set(found["texts"]) == set(WORDS)


def test_a_hashed_list_shows_as_compared(audited: Report) -> None:
    (found,) = [one for one in compared(audited, "in list") if one["digest"]]
    assert (found["factor"], found["digest"], found["texts"]) == ("base-url", "md5", HASHED)


def test_what_was_seen_leads_to_the_signal(audited: Report) -> None:
    (signal,) = audited["signals"]
    fired = {level for factor in signal["trigger"]["factors"] for level in factor["levels"]}
    assert fired
    assert all(any(word in level for word in WORDS) for level in fired)


def test_what_the_tool_asks_is_seen_and_joins_what_was_read(audited: Report) -> None:
    asked = {one["name"]: one for one in audited["coverage"]["asked"] if "python-environment" in one["found_by"]}
    assert set(asked) >= {
        "AGENT_URL",
        "EDITOR",
        "TZ",
        "/.dockerenv",
        "socket.gethostname",
        "the whole environment",
        "datetime.datetime.now",
    }
    assert (asked["AGENT_URL"]["varied_by"], asked["EDITOR"]["varied_by"]) == (["base-url"], [])
    assert asked["EDITOR"]["found_by"] == ["program text", "python-environment"]
    assert "main.py" in asked["EDITOR"]["at"]
    assert not any(name.startswith("/opt/target") or name == "PATH" for name in asked)


def test_the_place_is_named_at_which_the_signal_is_decided(audited: Report) -> None:
    (signal,) = audited["signals"]
    first = signal["branches"][0]
    assert (first["kind"], first["where"]["file"]) == ("branch", "main.py")
    assert "mark = chr(0x2019) if checks.is_listed(host)" in first["where"]["excerpt"]
    assert first["where"]["end"] - first["where"]["start"] == len("chr(0x2019)")
    assert len(signal["branches"]) <= 5


def test_what_is_asked_where_nothing_ran_is_told_from_what_ran(audited: Report) -> None:
    ran = {one["name"]: one["ran"] for one in audited["coverage"]["asked"]}
    assert (ran["AGENT_URL"], ran["EDITOR"], ran["NEVER_REACHED"]) == (True, True, False)
