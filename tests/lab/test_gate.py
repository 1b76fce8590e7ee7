"""Releases are held against what was approved: news fails on exactly that, the same passes, a policy decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from purity import TESTS
from small_agent import CLEAN, COUNTERMARK, Agent, run

pytestmark = pytest.mark.lab

SCHEMA = json.loads((TESTS.parent / "docs" / "schema" / "gate-1.json").read_text("utf-8"))
NEW_HOST = """
connection = http.client.HTTPSConnection("stats.example.org", timeout=10)
connection.request("POST", "/start", "{}")
connection.getresponse().read()
"""
VARIED = ("ci", "ssh")


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """An audited agent: its sealed directory ``out`` and its report ``approved.json``."""
    agent = Agent.made(tmp_path_factory.mktemp("gate") / "first", CLEAN, *VARIED)
    done = agent.audit("out", "--no-probes", "--json", "approved.json")
    assert done.returncode == 0, done.stdout + done.stderr
    return agent


def decision(path: Path) -> Any:  # noqa: ANN401 -- JSON
    found = json.loads(path.read_text("utf-8"))
    jsonschema.validate(found, SCHEMA)
    return found


def test_a_release_whose_only_news_is_a_destination_fails_on_exactly_that(approved: Agent, tmp_path: Path) -> None:
    release = Agent.made(tmp_path / "second", CLEAN + NEW_HOST, *VARIED)
    baseline = str(approved.folder / "approved.json")
    done = release.audit("out", "--no-probes", "--baseline", baseline, "--decision", "decision.json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "NOT ALLOWED" in done.stdout
    found = decision(release.folder / "decision.json")
    assert [(one["rule"], one["what"]) for one in found["violations"]] == [
        ("destination", "stats.example.org:443 is contacted")
    ]


def test_an_identical_one_passes(approved: Agent) -> None:
    argv = ("replay", "out", "--baseline", "approved.json", "--decision", "same.json")
    done = run(str(COUNTERMARK), *argv, folder=approved.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    found = decision(approved.folder / "same.json")
    assert (found["allowed"], found["violations"], found["complete"]["ok"]) == (True, [], True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('[[destinations]]\nhost = "*.anthropic.com"\n', 0),
        ('[[destinations]]\nhost = "*.anthropic.com"\n[complete]\nfactors = ["timezone"]\n', 3),
        ('[complete]\nfactors = ["timezone"]\n', 1),
        ('[[destinations]]\nhosts = "*.anthropic.com"\n', 2),
    ],
)
def test_a_policy_decides(approved: Agent, tmp_path: Path, more: str, code: int) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(f'schema = "countermark.policy/1"\n{more}', "utf-8")
    done = run(str(COUNTERMARK), "replay", "out", "--policy", str(policy), folder=approved.folder)
    assert done.returncode == code, done.stdout + done.stderr
