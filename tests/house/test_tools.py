"""The pages of docs/tools are what their facts give, and their facts are of tools that Countermark can start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from countermark.store.profiles import find_profile, load_profile
from countermark.store.scenarios import builtin_scenarios
from purity import TESTS

ROOT = TESTS.parent
FACTS = sorted((ROOT / "docs" / "tools").glob("*.json"))
PAGES = ROOT / "tools" / "tool-pages"


def said(path: Path) -> Any:  # noqa: ANN401 -- JSON
    return json.loads(path.read_text("utf-8"))


def test_every_page_is_what_its_facts_give() -> None:
    done = subprocess.run([sys.executable, PAGES, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_facts_are_of_a_built_in_profile_s_package_and_of_a_sealed_audit(path: Path) -> None:
    facts = said(path)
    profile = load_profile(facts["profile"]["id"]).value
    assert path.stem == f"{profile.id}-{facts['target']['version']}"
    found = find_profile(facts["target"]["name"])
    assert found is not None
    assert (facts["profile"]["id"], found.value.id) == (profile.id, profile.id)
    assert facts["protocol"] == profile.protocol
    assert facts["scenario"]["id"] in {item.value.id for item in builtin_scenarios()}
    assert facts["evidence_id"].startswith("sha256:")
    assert all(len(artifact["sha256"]) == 64 for artifact in facts["artifacts"])
