"""An audit that is stopped, however rudely, leaves nothing behind but its directory, and goes on to the same end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from small_agent import COUNTERMARK, COVERT, Agent, run

pytestmark = pytest.mark.lab

POOL = re.compile(r"/.*/countermark-[^/]+")


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """Whose audit was also carried out undisturbed, by two workers, into ``whole``."""
    made = Agent.made(tmp_path_factory.mktemp("interrupted") / "agent", COVERT)
    done = made.audit("whole", "--jobs", "2", "--json", "whole.json")
    assert done.returncode == 1, done.stderr
    return made


def rounds(agent: Agent, out: str) -> dict[str, bytes]:
    """What was planned, but the pairs that measured times may call for: no two audits measure the same times."""
    every = {path.name: path.read_bytes() for path in sorted((agent.folder / out / "rounds").iterdir())}
    return {name: content for name, content in every.items() if b'"pair"' not in content}


def conclusions(agent: Agent, name: str) -> list[object]:
    report = json.loads((agent.folder / f"{name}.json").read_text("utf-8"))
    kept = ("id", "fingerprint", "kind", "channel", "where", "trigger", "table", "bits", "confidence")
    signals = [{key: signal.get(key) for key in kept} for signal in report["signals"]]
    timed = ("runs", "model_exchanges", "detectable")  # what measured times call for, and allow to say
    coverage = {key: value for key, value in report["coverage"].items() if key not in timed}
    return [report["verdict"], report["complete"], coverage, signals]


def settled(agent: Agent, out: str) -> int:
    """How many runs of the plan have settled; those with probes (9001 and on) come before its pool stands."""
    folder = agent.folder / out / "runs"
    return sum(not path.name.startswith("9") for path in folder.iterdir()) if folder.is_dir() else 0


def started(agent: Agent, out: str, runs: int, *more: str) -> subprocess.Popen[str]:
    """An audit in a session of its own, of which ``runs`` runs have settled."""
    process = subprocess.Popen(
        agent.argv(out, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(agent.folder / "cache")},
        start_new_session=True,
    )
    assert wait_for(lambda: settled(agent, out) >= runs)
    return process


def wait_for(condition: Callable[[], bool], at_most_s: float = 120.0) -> bool:
    until = time.monotonic() + at_most_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


@dataclass(frozen=True)
class Footprint:
    """What one audit has on the machine besides its directory: every process below it, and its pool's folder."""

    processes: frozenset[int]
    folders: frozenset[str]

    @classmethod
    def of(cls, process: subprocess.Popen[str]) -> Footprint:
        found = frozenset(below(process.pid))
        words = {word for one in found for word in command_line(one)}
        return cls(found, frozenset(word for word in words if POOL.fullmatch(word)))

    def gone(self) -> bool:
        return not any(command_line(one) for one in self.processes) and not any(
            Path(one).exists() for one in self.folders
        )


def below(process: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False).stdout.split()
    return [int(one) for one in listed] + [deeper for one in listed for deeper in below(int(one))]


def command_line(process: int) -> list[str]:
    """Empty for a process that has ended, reaped or not."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8").split("\0")[:-1]
    except OSError:
        return []


@pytest.mark.parametrize(("runs", "jobs"), [(1, ("1", "2")), (9, ("2", "1"))])
def test_killed_and_resumed_it_is_the_same_audit(agent: Agent, runs: int, jobs: tuple[str, str]) -> None:
    out = f"killed-{runs}"
    process = started(agent, out, runs, "--jobs", jobs[0])
    footprint = Footprint.of(process)
    assert footprint.folders
    assert not footprint.gone()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert wait_for(footprint.gone), footprint
    assert settled(agent, out) < settled(agent, "whole")
    argv = (str(COUNTERMARK), "audit", "--resume", out, "--jobs", jobs[1], "--json", f"{out}.json")
    done = run(*argv, folder=agent.folder)
    assert done.returncode == 1, done.stderr
    assert rounds(agent, out) == rounds(agent, "whole")
    assert conclusions(agent, out) == conclusions(agent, "whole")
    assert run(str(COUNTERMARK), "replay", out, folder=agent.folder).returncode == 1


def test_ctrl_c_is_3_with_the_way_to_go_on_and_leaves_nothing(agent: Agent) -> None:
    process = started(agent, "stopped", 3, "--jobs", "2")
    footprint = Footprint.of(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process in the foreground
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (3, ""), stderr
    assert "Traceback" not in stderr
    assert f"help: countermark audit --resume {agent.folder / 'stopped'}" in stderr
    assert wait_for(footprint.gone), footprint
    assert not any(folder in Path("/proc/self/mountinfo").read_text("utf-8") for folder in footprint.folders)
    done = run(str(COUNTERMARK), "audit", "--resume", "stopped", folder=agent.folder)
    assert done.returncode == 1, done.stderr
    assert rounds(agent, "stopped") == rounds(agent, "whole")
    assert not (agent.folder / "stopped" / "staging").exists()


def test_an_unfinished_audit_has_no_reports(agent: Agent) -> None:
    process = started(agent, "unfinished", 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    done = run(str(COUNTERMARK), "replay", "unfinished", folder=agent.folder)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert not (agent.folder / "unfinished" / "SHA256SUMS").exists()


def test_an_audit_that_learns_from_another_tries_first_what_that_found_and_proves_it_anew(agent: Agent) -> None:
    done = agent.audit("learned", "--learn-from", str(agent.folder), "--no-probes", "--json", "learned.json")
    assert done.returncode == 1, done.stderr
    whole, learned = (json.loads((agent.folder / f"{name}.json").read_text("utf-8")) for name in ("whole", "learned"))
    assert whole["evidence_id"] in {one["evidence_id"] for one in learned["earlier"]}
    assert whole["evidence_id"] in done.stdout
    planned = [json.loads(content)["requests"] for _, content in sorted(rounds(agent, "learned").items())]
    assert {request["purpose"] for request in planned[1]} == {"first"}
    assert {level["value"] for request in planned[1] for level in request["environment"]["levels"]} & {
        level for one in whole["signals"][0]["trigger"]["factors"] for level in one["levels"]
    }
    assert learned["signals"][0]["confidence"]["runs_with"] == whole["signals"][0]["confidence"]["runs_with"]
    assert [one["fingerprint"] for one in learned["signals"]] == [one["fingerprint"] for one in whole["signals"]]
    (agent.folder / "elsewhere").mkdir()
    (agent.folder / "learned").rename(agent.folder / "elsewhere" / "learned")  # a replay needs no earlier audit
    argv = (str(COUNTERMARK), "replay", str(agent.folder / "elsewhere" / "learned"), "--json", "again.json")
    assert run(*argv, folder=agent.folder).returncode == 1
    assert (agent.folder / "again.json").read_bytes() == (agent.folder / "learned.json").read_bytes()
