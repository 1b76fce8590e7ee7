"""A mark that shows only for who has signed in is found, and an open change is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_agent import Agent

pytestmark = pytest.mark.lab

LOGIN = """
[env]
AGENT_KEY = "{dummy_key}"

[login]
without = ["AGENT_KEY"]

[login.files]
".agent/login.json" = '{"token": "dummy-token"}'
"""
SIGNED_IN = """
from pathlib import Path
kept = Path.home() / ".agent" / "login.json"
signed_in = kept.exists() and json.loads(kept.read_text())["token"] == "dummy-token" and "AGENT_KEY" not in os.environ
if not signed_in and "AGENT_KEY" not in os.environ:
    sys.exit("no credentials")
"""
MARKED = (
    SIGNED_IN
    + """
curly = signed_in and TZ.startswith("Asia/")
call("Today" + ("\\u2019" if curly else "'") + "s task is small.")
"""
)
HONEST = (
    SIGNED_IN
    + """
call("Today's task is small." + (" The user has a subscription." if signed_in else ""))
"""
)


@pytest.mark.parametrize(("source", "covert"), [(MARKED, True), (HONEST, False)], ids=["marked", "honest"])
def test_what_follows_a_login(tmp_path: Path, source: str, *, covert: bool) -> None:
    agent = Agent.made(tmp_path, source, "timezone", "credentials", profile=LOGIN)
    done = agent.audit("out", "--no-probes", "--cross", "credentials", "--json", str(tmp_path / "report.json"))
    assert done.returncode == int(covert), done.stderr
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    found = report["signals"] if covert else report["functional"]
    triggers = [{one["factor"]: one["levels"] for one in item["trigger"]["factors"]} for item in found]
    assert triggers
    assert all(trigger["credentials"] == ["login"] for trigger in triggers)
    assert {factor for trigger in triggers for factor in trigger} == (
        {"credentials", "timezone"} if covert else {"credentials"}
    )
    assert bool(report["signals"]) is covert


def test_a_tool_without_a_known_login_is_not_given_the_factor(tmp_path: Path) -> None:
    agent = Agent.made(tmp_path, 'call("Today\'s task is small.")', "ci", "credentials")
    agent.audit("out", "--no-probes", "--json", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    skipped = {one["step"]: one["reason"] for one in report["skipped"]}
    assert skipped["factor credentials"] == "the profile describes no login"
