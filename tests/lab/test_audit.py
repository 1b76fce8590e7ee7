"""Whole audits by the command line: verdict, replay, damage, and what is said of tools that cannot be audited."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from package_indexes import serving
from purity import TESTS
from small_agent import CLEAN, COUNTERMARK, COVERT, Agent, run

pytestmark = pytest.mark.lab

SCHEMA = json.loads((TESTS.parent / "docs" / "schema" / "audit-1.json").read_text("utf-8"))


def reports(name: str) -> tuple[str, ...]:
    return ("--json", f"{name}.json", "--html", f"{name}.html")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agent, str]:
    """The audit of an agent whose apostrophe follows the zone; with what it printed."""
    agent = Agent.made(tmp_path_factory.mktemp("audits") / "covert", COVERT)
    done = agent.audit("out", *reports("first"))
    assert done.returncode == 1, done.stderr
    return agent, done.stdout


def told(agent: Agent) -> Any:  # noqa: ANN401 -- JSON
    return json.loads((agent.folder / "first.json").read_text("utf-8"))


def test_a_covert_signal_is_found_with_its_trigger_and_its_table(audited: tuple[Agent, str]) -> None:
    report = told(audited[0])
    (signal,) = report["signals"]
    assert (report["verdict"], signal["channel"]) == ("covert", "look-alike")
    (trigger,) = signal["trigger"]["factors"]
    assert trigger["factor"] == "timezone"
    assert all(level.startswith("Asia/") for level in trigger["levels"])
    assert {row["text"] for row in signal["table"]} == {"Today's task is small.", "Today’s task is small."}
    assert signal["confidence"]["p_adjusted"] < 0.05
    assert report["complete"] == {"ok": True, "reasons": []}


def test_the_report_follows_its_published_schema(audited: tuple[Agent, str]) -> None:
    jsonschema.validate(told(audited[0]), SCHEMA)


def test_the_evidence_holds_the_bytes_that_it_names(audited: tuple[Agent, str]) -> None:
    agent, _ = audited
    (signal,) = told(agent)["signals"]
    found = set()
    for one in signal["evidence"]:
        stream = (agent.folder / "out" / "blobs" / one["blob"]).read_bytes()
        found.add(json.loads(b'"' + stream[one["offset"] : one["offset"] + one["length"]] + b'"'))
    assert found == {"Today's task is small.", "Today’s task is small."}


def test_replay_gives_every_report_again_to_the_byte(audited: tuple[Agent, str]) -> None:
    agent, printed = audited
    done = run(str(COUNTERMARK), "replay", "out", *reports("again"), folder=agent.folder)
    assert done.returncode == 1, done.stderr
    assert printed == f"{done.stdout}\nreplay with: countermark replay {agent.folder / 'out'}\n"
    for kind in ("json", "html"):
        assert (agent.folder / f"again.{kind}").read_bytes() == (agent.folder / f"first.{kind}").read_bytes()


@pytest.mark.parametrize("pattern", ["audit.json", "inputs/*.toml", "rounds/*.json", "runs/*/run.json", "blobs/*"])
def test_a_flipped_byte_is_an_error_that_names_the_file(
    audited: tuple[Agent, str], tmp_path: Path, pattern: str
) -> None:
    shutil.copytree(audited[0].folder / "out", tmp_path / "out")
    damaged = max(path for path in (tmp_path / "out").glob(pattern) if path.stat().st_size)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.chmod(0o644)
    damaged.write_bytes(content)
    done = run(str(COUNTERMARK), "replay", "out", folder=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert str(damaged.relative_to(tmp_path / "out")) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_finished_audit_is_not_gone_on_with_and_not_written_over(audited: tuple[Agent, str]) -> None:
    agent, _ = audited
    done = run(str(COUNTERMARK), "audit", "--resume", "out", folder=agent.folder)
    assert done.returncode == 3
    assert "help: countermark replay out" in done.stderr
    again = agent.audit("out")
    assert again.returncode == 2
    assert "is not empty" in again.stderr


def test_a_clean_agent_is_0(tmp_path: Path) -> None:
    done = Agent.made(tmp_path / "clean", CLEAN, "ci", "ssh").audit("out", "--json", "x.json")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "clean" / "x.json").read_text("utf-8"))
    assert (report["verdict"], report["signals"], report["overt"], report["functional"]) == (
        "nothing-covert-found",
        [],
        [],
        [],
    )


def incomplete(folder: Path, source: str, profile: str = "") -> str:
    agent = Agent.made(folder / "agent", source, "timezone", "ssh", profile=profile)
    done = agent.audit("out", "--max-runs", "40", "--json", "x.json")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads((agent.folder / "x.json").read_text("utf-8"))
    assert report["verdict"] == "incomplete"
    assert not report["complete"]["ok"]
    return "\n".join(report["complete"]["reasons"])


def test_a_tool_that_never_calls_a_model_is_3_and_says_so(tmp_path: Path) -> None:
    assert "made no model call" in incomplete(tmp_path, "print('done')")


def test_a_tool_that_crashes_in_half_of_its_runs_is_3_and_says_how(tmp_path: Path) -> None:
    reason = incomplete(tmp_path, f"if TZ.startswith('A'): sys.exit(7)\n{CLEAN}")
    assert "ended twice without a capture" in reason
    assert "ended with exit code 7" in reason


def test_a_tool_that_always_crashes_is_3(tmp_path: Path) -> None:
    assert "ended with exit code 7" in incomplete(tmp_path, "sys.exit(7)")


def test_a_tool_that_wants_a_login_is_compared_as_far_as_it_goes(tmp_path: Path) -> None:
    early = """
connection = http.client.HTTPSConnection("stats.example.org", timeout=10)
connection.request("POST", "/start", json.dumps({"zone": TZ}))
connection.getresponse().read()
sys.exit(7)
"""
    reason = incomplete(tmp_path, early, 'needs-login = "nobody has signed in"')
    assert "made no model call" in reason
    assert "exit code 7" not in reason
    report = json.loads((tmp_path / "agent" / "x.json").read_text("utf-8"))
    assert [one["host"] for one in report["destinations"]] == ["stats.example.org"]
    assert {one["factor"] for one in report["collections"]} == {"timezone"}


def test_a_profile_with_an_unknown_key_is_2_and_leaves_nothing(tmp_path: Path) -> None:
    agent = Agent.made(tmp_path / "agent", CLEAN, profile='colour = "red"')
    done = agent.audit("out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "colour" in done.stderr
    assert not (agent.folder / "out").exists()


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_an_unknown_package_and_a_missing_version_are_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as index:
        index.add_npm("known", "1.0.0")
        (tmp_path / "npmrc").write_text(f"registry={index.url}/\nfetch-retries=0\n", "utf-8")
        monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "npmrc"))
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", f"{index.url}/")
        monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "npm"))
        unknown = run(str(COUNTERMARK), "audit", "npm:unknown@1.0.0", folder=tmp_path)
        missing = run(str(COUNTERMARK), "audit", "npm:known@2.0.0", folder=tmp_path)
    assert (unknown.returncode, missing.returncode) == (2, 2)
    assert "there is no npm package unknown" in unknown.stderr
    assert "2.0.0" in missing.stderr
    assert not (tmp_path / "countermark-audits").exists()
