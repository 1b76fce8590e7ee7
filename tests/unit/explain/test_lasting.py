"""Places at which other programs look by themselves, and their near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.explain import lasting

HITS = {
    "shell-start": ("~/.bashrc", "~/.zshenv", "~/.profile", "~/.config/fish/conf.d/x.fish"),
    "systemd-user": ("~/.config/systemd/user/agent.service", "~/.local/share/systemd/user/a.timer"),
    "autostart": ("~/.config/autostart/agent.desktop", "~/.local/share/dbus-1/services/org.example.service"),
    "git-hook": ("~/project/.git/hooks/pre-commit", "~/project/.git/modules/part/hooks/post-merge"),
    "git-settings": ("~/.gitconfig", "~/project/.git/config"),
    "ssh": ("~/.ssh/authorized_keys", "~/.ssh/rc", "~/.ssh/config"),
    "path-folder": ("~/.local/bin/agent", "~/bin/git"),
    "python-start": tuple(f"~/.local/lib/python3.11/site-packages/{name}" for name in ("a.pth", "usercustomize.py")),
}  # fmt: skip
MISSES = (
    "~/.bashrc.backup",
    "~/project/.bashrc",
    "/tmp/.bashrc",
    "~/.agent/.zshrc",
    "~/.config/fish/fish_variables",
    "~/.config/systemd/agent.conf",
    "~/.config/autostart/readme.txt",
    "~/project/.git/hooks/pre-commit.sample",
    "~/project/hooks/pre-commit",
    "~/.ssh/known_hosts",
    "~/.ssh/id_ed25519",
    "~/.local/bin",
    "~/project/bin/agent",
    "~/.local/lib/python3.11/site-packages/agent.py",
    "~/.local/lib/python3.11/site-packages/agent/usercustomize.py",
)


@pytest.mark.parametrize(("place", "path"), [(place, path) for place, paths in HITS.items() for path in paths])
def test_a_place_is_known_by_its_path(place: str, path: str) -> None:
    found = lasting.place_of(path)
    assert found is not None
    assert found.id == place


@pytest.mark.parametrize("path", MISSES)
def test_what_only_looks_like_one_is_none(path: str) -> None:
    assert lasting.place_of(path) is None


def test_every_kind_of_place_is_tried() -> None:
    assert [place.id for place in lasting.ALL] == list(HITS)


@given(st.text())
def test_any_text_can_be_asked_for(path: str) -> None:
    lasting.place_of(path)
    lasting.place_of(f"~/{path}")
