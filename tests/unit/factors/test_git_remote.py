"""The placed repository is one that git itself accepts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from countermark.factors import git_identity, git_remote
from countermark.model.environment import Setup


def place(setup: Setup, home: Path, work: Path) -> None:
    for file in setup.files:
        path = Path(file.path.replace("{home}", str(home)).replace("{work}", str(work)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def git(home: Path, work: Path, *words: str) -> str:
    variables = {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *words], cwd=work, env=variables, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("value", git_remote.FACTOR.levels[1:] + git_remote.FACTOR.contrasts)
def test_git_reads_the_remote_the_branch_and_the_user(value: str, tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    place(git_remote.setup(value).merged(git_identity.setup("Jane Smith <jane@example.com>")), home, work)
    assert git(home, work, "remote", "get-url", "origin") == value
    assert git(home, work, "branch", "--show-current") == "main"
    assert git(home, work, "status", "--porcelain") == ""
    assert git(home, work, "for-each-ref") == ""
    assert git(home, work, "count-objects") == "0 objects, 0 kilobytes"
    assert git(home, work, "config", "user.name") == "Jane Smith"
    assert git(home, work, "config", "user.email") == "jane@example.com"


def test_nothing_said_is_no_repository() -> None:
    assert git_remote.setup("unset") == Setup()


@pytest.mark.parametrize(
    "value", ["https://x.example/../y", "file:///etc", "ext::sh -c id", "-u https://a.example/b", "a b"]
)
def test_what_is_no_remote(value: str) -> None:
    with pytest.raises(git_remote.UsageError):
        git_remote.check(value)


def test_parts_of_a_remote() -> None:
    found = {item.form: item.text for item in git_remote.derive("git@gitlab.com:example/project.git", "")}
    assert found["host"] == "gitlab.com"
    assert found["repository"] == "example/project"
    assert found["url"] == "https://gitlab.com/example/project"
