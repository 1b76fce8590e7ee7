"""Platforms are told apart as npm tells them."""

from __future__ import annotations

import platform

import pytest

from countermark.acquire.platforms import Platform, find_platform, suits
from countermark.errors import UsageError

HERE = Platform(os="linux", cpu="x64", libc="glibc")


@pytest.mark.skipif(platform.machine() != "x86_64", reason="states what one machine is")
def test_this_machine_is_named_as_node_names_it() -> None:
    assert find_platform(None).id in {"linux-x64", "linux-x64-musl"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("linux-arm64", Platform(os="linux", cpu="arm64", libc="glibc")),
        ("linux-x64-musl", Platform(os="linux", cpu="x64", libc="musl")),
        ("darwin-arm64", Platform(os="darwin", cpu="arm64", libc="")),
    ],
)
def test_other_machines_may_be_asked_for(word: str, expected: Platform) -> None:
    assert find_platform(word) == expected
    assert expected.id == word


@pytest.mark.parametrize(
    "word", ["linux", "x64-linux", "linux-x86_64", "linux-x64-glibc2", "-", "a-b-c-d", "linux-x64-"]
)
def test_words_that_npm_does_not_know_are_a_fault_of_usage(word: str) -> None:
    with pytest.raises(UsageError):
        find_platform(word)


@pytest.mark.parametrize(
    ("os", "cpu", "libc", "expected"),
    [
        ((), (), (), True),
        (("linux",), ("x64",), ("glibc",), True),
        (("linux",), ("x64",), ("musl",), False),
        (("darwin", "linux"), (), (), True),
        (("!win32",), (), (), True),
        (("!linux",), (), (), False),
        (("any",), (), (), True),
        ((), ("arm64",), (), False),
        (("!linux", "linux"), (), (), False),
    ],
)
def test_fields_are_read_as_npm_reads_them(
    os: tuple[str, ...], cpu: tuple[str, ...], libc: tuple[str, ...], *, expected: bool
) -> None:
    assert suits(HERE, os=os, cpu=cpu, libc=libc) is expected


def test_the_c_library_matters_on_linux_only() -> None:
    mac = Platform(os="darwin", cpu="arm64", libc="")
    assert suits(mac, os=("darwin",), cpu=("arm64",), libc=("glibc",))
