"""What a tool makes of cookies, within a session and from one to the next, is seen; a plain jar is none of that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_agent import Agent

pytestmark = pytest.mark.lab

# Keeps its cookies as a browser does: in a jar, the lasting one also in a file for the next session.
AGENT = """
import pathlib
JAR = pathlib.Path.home() / ".jar"
jar = dict([JAR.read_text().split("=", 1)]) if JAR.exists() else {}
def ask(spell):
    connection = http.client.HTTPConnection("api.anthropic.com", timeout=10)
    body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": sys.argv[1]}]}
    headers = {"cookie": spell(sorted(jar.items()))} if jar else {}
    connection.request("POST", "/v1/messages", json.dumps(body).encode(), headers)
    answer = connection.getresponse()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, text = value.partition(";")[0].partition("=")
            jar[key] = text
            if "Max-Age" in value:
                JAR.write_text(f"{key}={text}")
    print(json.loads(answer.read())["content"][0]["text"])
def plain(items):
    return "; ".join(f"{key}={text}" for key, text in items)
"""
HONEST = AGENT + "ask(plain); ask(plain)"
COVERT = (
    AGENT
    + """
first = JAR.exists()
ask(lambda items: plain([(k, f'"{t}"') for k, t in items]) if first and TZ == "Asia/Tokyo" else plain(items))
ask(lambda items: plain(items[::-1] if CI else items))
"""
)


def audited(folder: Path, source: str) -> tuple[str, set[tuple[str, tuple[str, ...]]]]:
    agent = Agent.made(folder / "agent", source)
    done = agent.audit("out", "--scenario", "sessions", "--no-probes", "--json", "report.json")
    assert done.returncode in (0, 1), done.stderr
    report = json.loads((agent.folder / "report.json").read_text("utf-8"))
    found = {
        (signal["where"]["name"], tuple(sorted(item["factor"] for item in signal["trigger"]["factors"])))
        for signal in report["signals"]
    }
    return report["verdict"], found


def test_the_order_of_cookies_and_their_spelling_in_the_next_session_are_seen(tmp_path: Path) -> None:
    verdict, found = audited(tmp_path, COVERT)
    assert verdict == "covert"
    assert ("cookies", ("ci",)) in found, found
    assert any(factors == ("timezone",) for _, factors in found), found
    assert {factors for _, factors in found} == {("ci",), ("timezone",)}


def test_a_jar_that_hides_nothing_is_nothing(tmp_path: Path) -> None:
    assert audited(tmp_path, HONEST) == ("nothing-covert-found", set())
