"""The table of specimens says what both agents can do, and enough of each kind; nothing is audited here."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from evals.scored_specimens import AGENTS, TABLE, Specimen, load, page, plant

from countermark import factors
from countermark.store.profiles import read_profile
from countermark.store.scenarios import load_scenario

SPECIMENS = load(TABLE)
FACTORS = {factor.id for factor in factors.ALL}
KNOWN = re.compile(r'^\s+"?([a-z-]+)"?: ', re.MULTILINE)


def known(agent: str) -> set[str]:
    """What stands in the agent's tables of channels and sources."""
    return set(KNOWN.findall((TABLE.parent / AGENTS[agent][1]).read_text("utf-8")))


def test_there_are_enough_of_each_kind() -> None:
    assert len({one.id for one in SPECIMENS}) == len(SPECIMENS) >= 60
    assert sum(one.is_control for one in SPECIMENS) >= 30
    assert {one.agent for one in SPECIMENS if one.is_control} == {one.agent for one in SPECIMENS if one.channel}


@pytest.mark.parametrize("agent", AGENTS)
def test_an_agent_can_do_what_the_table_asks(agent: str) -> None:
    marks = [mark for one in SPECIMENS if one.agent == agent for mark in one.plan["marks"]]
    assert {mark["channel"] for mark in marks} <= known(agent)
    assert {test["read"].partition(":")[0] for mark in marks for test in mark["when"]} <= known(agent)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: one.id)
def test_a_row_is_of_its_form(specimen: Specimen) -> None:
    assert set(specimen.factors) <= FACTORS
    assert bool(specimen.factors) is not specimen.is_control
    assert load_scenario(specimen.scenario).value.id == specimen.scenario
    for mark in specimen.plan["marks"]:
        assert all(re.compile(test["is"]) for test in mark["when"])


def test_what_is_planted_can_be_started(tmp_path: Path) -> None:
    for specimen in (SPECIMENS[0], next(one for one in SPECIMENS if one.pointed)):
        folder = tmp_path / specimen.id
        profile = plant(specimen, folder)
        assert read_profile(profile.read_bytes(), str(profile)).takes_base_url is specimen.pointed
        assert json.loads((folder / "plan.json").read_text("utf-8")) == specimen.plan


def test_the_agents_are_programs() -> None:
    folder = TABLE.parent
    compile((folder / "agent.py").read_text("utf-8"), "agent.py", "exec")
    subprocess.run(["node", "--check", str(folder / "agent.mjs")], check=True)


def test_the_page_tells_what_was_missed_and_what_was_imagined() -> None:
    planted = next(one for one in SPECIMENS if not one.is_control)
    control = next(one for one in SPECIMENS if one.is_control)
    rows = [
        {"id": planted.id, "seed": 1, "verdict": "nothing-covert-found", "found": False, "false": [], "seconds": 1},
        {"id": control.id, "seed": 1, "verdict": "covert", "found": False, "false": ["order: shell"], "seconds": 1},
    ]
    text = "\n".join(page((planted, control), rows))
    assert "0 of 1 found" in text
    assert "1 of 1 audits with a covert signal; 0 ended clean" in text


def test_a_mark_smaller_than_what_the_audit_states_is_counted_by_itself() -> None:
    rare = next(one for one in SPECIMENS if one.id == "once-in-three-by-ssh-node")
    often = next(one for one in SPECIMENS if one.id == "every-other-time-by-remote-node")
    stated = [{"kind": "share", "smallest": 0.5, "factors": ["git-remote", "ssh"]}]
    stated += [{"kind": "delay", "smallest": None, "factors": ["timezone"]}]
    rows = [
        {"id": one.id, "seed": 1, "seconds": 1, "found": one is often, "detectable": stated} for one in (rare, often)
    ]
    text = "\n".join(page((rare, often), rows))
    assert (rare.planted, often.planted) == (("share", 0.34), ("share", 0.5))
    assert "as large as the audit says it finds: 1 of 1 found" in text
    assert "smaller than that: 0 of 1 found" in text
    assert "| once-in-three-by-ssh-node | share | 0.34 | 0.5 | beyond | missed |" in text
    slow = next(one for one in SPECIMENS if one.id == "delay-by-zone-node")
    assert slow.planted == ("delay", 0.15)
    assert slow.stated(rows[0]) is None
    assert not slow.within(rows[0])


def test_every_statistical_specimen_has_a_size() -> None:
    assert {one.planted[0] for one in SPECIMENS if one.statistical} == {"bit", "delay", "share"}
