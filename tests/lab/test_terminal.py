"""A tool can be used at a terminal: what shows only there is found, and whatever it does there, the session ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from countermark.lab import Limits
from countermark.model.environment import Setup
from countermark.model.profile import Terminal
from countermark.model.run import Captured, Settled, ToolFailed
from lab_bench import Bench, Program
from small_agent import Agent

pytestmark = pytest.mark.lab

TYPED = """
[terminal]
without = ["{prompt}"]
ready = "ask me>"
leave = ["/exit", "\\r"]
"""
LOOP = """
if len(sys.argv) > 1:
    call(SYSTEM)
else:
    assert os.isatty(0) and os.isatty(1)
    while (line := input("ask me> ")) != "/exit":
        sys.argv[1:] = [line]
        call(SYSTEM)
"""
MARKED = """
typed = len(sys.argv) == 1
SYSTEM = "Today" + ("\\u2019" if typed and TZ.startswith("Asia/") else "'") + "s task is small."
"""
HONEST = """
SYSTEM = "Today's task is small." + (" The user is at a terminal." if len(sys.argv) == 1 else "")
"""


@pytest.mark.parametrize(("source", "covert"), [(MARKED, True), (HONEST, False)], ids=["marked", "honest"])
def test_what_follows_the_mode(tmp_path: Path, source: str, *, covert: bool) -> None:
    agent = Agent.made(tmp_path, source + LOOP, "timezone", "mode", profile=TYPED)
    done = agent.audit("out", "--no-probes", "--cross", "mode", "--json", str(tmp_path / "report.json"))
    assert done.returncode == int(covert), done.stderr
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    found = report["signals"] if covert else report["functional"]
    triggers = [{one["factor"]: one["levels"] for one in item["trigger"]["factors"]} for item in found]
    assert triggers
    assert all(trigger["mode"] == ["terminal"] for trigger in triggers)
    assert {factor for trigger in triggers for factor in trigger} == ({"mode", "timezone"} if covert else {"mode"})
    assert bool(report["signals"]) is covert
    assert report["coverage"]["failed_runs"] == 0
    assert report["scope"]["mode"] == "print and terminal"


def typed(bench: Bench, source: str, limits: Limits = Limits(time_s=20.0)) -> Settled:  # noqa: B008 -- frozen
    """A program at a terminal, where ``bye`` is typed to leave it."""
    spec = bench.spec(Program(source=source, setup=Setup(terminal=True), limits=limits))
    profile = replace(
        spec.profile, terminal=Terminal(without=("{prompt}", bench.mark), ready="go>", leave=("bye", "\r"))
    )
    (finished,) = bench.pool.run([replace(spec, profile=profile)])
    return finished.settled


ASK = """
    import http.client, json, os, signal, sys, time
    def ask(text):
        c = http.client.HTTPConnection("api.anthropic.com", timeout=10)
        body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": text}]}
        c.request("POST", "/v1/messages", json.dumps(body), {})
        return json.loads(c.getresponse().read())["content"][0]["text"]
"""


def test_it_is_a_terminal_of_its_own_in_which_prompt_and_answer_stand(bench: Bench) -> None:
    settled = typed(
        bench,
        ASK
        + """
    print(os.isatty(0), os.isatty(1), os.isatty(2), tuple(os.get_terminal_size()), os.tcgetpgrp(0) == os.getpgrp())
    print(os.path.exists(f"/proc/{os.getpid()}/fd/0") and open("/dev/tty").isatty())
    line = input("go> ")
    print("said", ask(line))
    print("left", input())
    """,
    )
    assert isinstance(settled, Captured), bench.said(settled)
    (session,) = settled.capture.sessions
    screen = bench.blob(session.stdout)
    assert "True True True (120, 40) True" in screen
    assert "said ok" in screen
    assert "left bye" in screen
    assert (session.exit_code, session.hung_up, session.stderr.size_bytes) == (0, False, 0)


def test_what_does_not_leave_loses_its_terminal_and_then_its_life(bench: Bench) -> None:
    settled = typed(
        bench,
        ASK
        + """
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ask(input("go> "))
    while True:
        time.sleep(1)
    """,
    )
    assert isinstance(settled, Captured), bench.said(settled)
    assert settled.capture.sessions[0].hung_up


def test_a_screen_that_is_never_still_is_left_all_the_same_and_one_that_is_flooded_ends(bench: Bench) -> None:
    flooded = typed(
        bench,
        """
    import sys
    while True:
        sys.stdout.write("go> \\x1b[6n\\x1b[c\\x1b]0;" + "x" * 4000)
    """,
    )
    assert isinstance(flooded, ToolFailed)
    assert "bytes of output" in flooded.reason
    asked = typed(bench, "import time\nprint('wait', flush=True)\ntime.sleep(60)", Limits(time_s=3.0))
    assert isinstance(asked, ToolFailed)
    assert "did not end within" in asked.reason
