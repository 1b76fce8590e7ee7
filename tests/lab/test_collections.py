"""A value that leaves is told, hashed or not, though there were no runs to trace what else follows the surroundings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_agent import Agent

pytestmark = pytest.mark.lab

# An event tells openly of six surroundings, more than a few runs can be spent on, and hides two of them in digests.
AGENT = """
import getpass, hashlib, socket
def digest(text):
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
fields = {"repository": digest(os.environ.get("GITHUB_REPOSITORY", "")), "machine": digest(socket.gethostname())}
for name in ("SHELL", "LANG", "TERM_PROGRAM", "SSH_TTY", "TZ", "CI"):
    fields[name] = f"it is {os.environ.get(name, 'not set')} here"
call("Today's task is small.")
connection = http.client.HTTPSConnection("stats.example", timeout=10)
connection.request("POST", "/event", json.dumps(fields), {})
connection.getresponse().read()
"""


def test_a_digest_is_collected_though_there_are_no_runs_to_trace_every_difference(tmp_path: Path) -> None:
    agent = Agent.made(tmp_path, AGENT, "ci", "hostname", "locale", "shell", "terminal", "ssh", "timezone", "username")
    done = agent.audit("out", "--no-probes", "--max-runs", "50", "--json", "report.json")
    report = json.loads((agent.folder / "report.json").read_text("utf-8"))
    assert any("not traced to a smallest cause" in one["reason"] for one in report["skipped"]), done.stderr
    collected = {(one["factor"], one["form"], one["where"]["pointer"]) for one in report["collections"]}
    digests = {one for one in collected if one[1] == "sha256"}
    assert digests == {("ci", "sha256", "/repository"), ("hostname", "sha256", "/machine")}
    assert {"terminal", "timezone"} <= {factor for factor, _, _ in collected}
