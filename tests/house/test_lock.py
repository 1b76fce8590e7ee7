"""The lock holds a hash for everything and an address for nothing, and it is the lock of what `pyproject.toml` asks."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from purity import TESTS

ROOT = TESTS.parent
LOCKS = ("audit", "dev", "spark")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)


def entries(lock: str) -> list[str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    return [entry for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if entry.strip()]


def names(lines: list[object]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines if isinstance(line, str)}


def pins(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        match = PINNED.match(entry)
        assert match, entry
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_by_hash_and_nothing_by_address(lock: str) -> None:
    for entry in entries(lock):
        assert "--hash=sha256:" in entry, entry
        assert "://" not in entry
        assert not entry.startswith("-")


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = {extra: names(lines) for extra, lines in project["project"]["optional-dependencies"].items()}
    groups = {group: names(lines) for group, lines in project["dependency-groups"].items()}
    assert extras["audit"] <= pins("audit").keys()
    assert groups.pop("spark") <= pins("spark").keys()
    assert set[str]().union(*extras.values(), *groups.values()) <= pins("dev").keys()


def test_both_locks_agree() -> None:
    dev = pins("dev")
    assert {name: dev.get(name) for name in pins("audit")} == pins("audit")
