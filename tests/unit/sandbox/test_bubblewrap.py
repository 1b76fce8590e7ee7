"""The arguments say what the record says; every restriction can be seen in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.model.environment import Variable
from countermark.sandbox.bubblewrap import RESTRICTION_NAMES, Box, Features, Restrictions, arguments

HAVE = Features(path="/usr/bin/bwrap", version="bubblewrap 0.8.0", disable_userns=True)
BOX = Box(
    argv=("tool", "--flag"),
    root="/stage/root",
    writable=("/home", "/tmp"),
    variables=(Variable(name="A", value="1"), Variable(name="LANG", value="")),
    hostname="host-1",
    folder="/home/dev/project",
    status_fd=7,
    seccomp_fd=8,
)


def pairs(box: Box, have: Features = HAVE) -> list[tuple[str, ...]]:
    """The options, each with what follows it."""
    groups: list[tuple[str, ...]] = []
    for word in arguments(box, have):
        if word.startswith("--"):
            groups.append((word,))
        else:
            groups[-1] += (word,)
    return groups


def test_the_box_is_as_closed_as_it_can_be() -> None:
    options = pairs(BOX)
    for wanted in (
        ("--die-with-parent",),
        ("--new-session",),
        ("--unshare-user",),
        ("--unshare-pid",),
        ("--unshare-ipc",),
        ("--unshare-uts",),
        ("--unshare-cgroup-try",),
        ("--disable-userns",),
        ("--cap-drop", "ALL"),
        ("--clearenv",),
        ("--setenv", "A", "1"),
        ("--setenv", "LANG", ""),
        ("--hostname", "host-1"),
        ("--proc", "/proc"),
        ("--dev", "/dev"),
        ("--remount-ro", "/dev"),
        ("--seccomp", "8"),
        ("--json-status-fd", "7"),
        ("--ro-bind", "/usr", "/usr"),
        ("--bind", "/stage/root/home", "/home"),
    ):
        assert wanted in options, wanted


def test_the_network_is_the_one_that_the_lab_has_made() -> None:
    assert not any("net" in option[0] for option in pairs(BOX))


def test_only_the_root_and_usr_of_the_host_are_there() -> None:
    bound = {option[1] for option in pairs(BOX) if option[0].endswith("bind")}
    assert {path for path in bound if not path.startswith("/stage/root")} == {"/usr"}


def test_the_program_is_not_among_the_options() -> None:
    assert "tool" not in arguments(BOX, HAVE)


def test_the_environment_is_cleared_before_anything_is_set() -> None:
    words = arguments(BOX, HAVE)
    assert words.index("--clearenv") < words.index("--setenv")


@pytest.mark.parametrize("name", [name for name in RESTRICTION_NAMES if name not in {"network", "seccomp"}])
def test_every_restriction_is_seen_in_the_arguments(name: str) -> None:
    open_box = replace(BOX, restrictions=Restrictions().unsafe_without(name))
    assert arguments(open_box, HAVE) != arguments(BOX, HAVE)


def test_an_unknown_restriction_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="walls"):
        Restrictions().unsafe_without("walls")


def test_an_older_bubblewrap_is_not_asked_for_what_it_lacks() -> None:
    assert ("--disable-userns",) not in pairs(BOX, replace(HAVE, disable_userns=False))
