"""Questions in a probe's log are told by what they are about, and files of the program itself are none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.probes import SeenRead
from countermark.observe.reads import of_command, of_file, reads, steady


def line(**said: object) -> bytes:
    return json.dumps({"read": "variable", "name": "TZ", "at": "a.js:1"} | said).encode()


def test_each_question_is_one_with_the_place_where_it_was_first_asked() -> None:
    log = b"\n".join((b'{"loaded":true}', line(), line(at="b.js:2"), line(read="file", name="/etc/timezone")))
    assert reads(log, "node-environment") == (
        SeenRead(kind="variable", name="TZ", at="a.js:1", probe="node-environment"),
        SeenRead(kind="time-zone", name="/etc/timezone", at="a.js:1", probe="node-environment"),
    )


def test_a_file_that_only_one_run_shows_has_its_name_by_chance() -> None:
    def run(lot: str, *names: str) -> tuple[SeenRead, ...]:
        files = (line(read="file", name=name) for name in ("/etc/fstab", f"/tmp/own-{lot}"))
        return reads(b"\n".join((*files, *(line(name=name) for name in names))), "p")

    found = steady((run("1", "TZ"), run("2", "TZ", "CI")))
    assert {read.name for read in found} == {"/etc/fstab", "TZ", "CI"}
    assert steady((run("1"),)) == run("1")
    assert steady(()) == ()


def test_lines_of_another_form_are_left_out() -> None:
    bad = (b"{", b"[1]", b"\xff", line(read="else"), line(at=3), line(name=[]), b"[" * 100_000, line(name="x" * 5000))
    assert reads(b"\n".join((*bad, line())), "p") == reads(line(), "p")


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/etc/machine-id", "machine-id", "/etc/machine-id"),
        ("/etc/resolv.conf", "network", "/etc/resolv.conf"),
        ("/proc/self/status", "process", "/proc/self/status"),
        ("/.dockerenv", "process", "/.dockerenv"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "time-zone", "/usr/share/zoneinfo/Asia/Tokyo"),
        ("/etc/os-release", "foreign-file", "/etc/os-release"),
        ("/sys/devices/virtual/dmi/id/product_name", "foreign-file", "/sys/devices/virtual/dmi/id/product_name"),
        ("/home/dev/.ssh/config", "home-file", "~/.ssh/config"),
        ("/home/dev/project/.git/config", "version-control", "~/project/.git/config"),
    ],
)
def test_what_opening_a_file_asks(path: str, kind: str, name: str) -> None:
    assert of_file(path) == (kind, name)


@pytest.mark.parametrize(
    "path",
    [
        "/opt/target/main.mjs",
        "/opt/target",
        "/home/dev/project/README.md",
        "/home/dev",
        "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/lib64/ld-linux-x86-64.so.2",
        "/dev/urandom",
        "/usr/local/lib/observed/log",
        "/",
        "relative",
    ],
)
def test_files_of_the_program_and_its_runtime_ask_nothing(path: str) -> None:
    assert of_file(path) is None


def test_what_starting_a_program_asks() -> None:
    said = ("git config user.email", "hostname", "timedatectl show", "make all")
    assert [of_command(one) for one in said] == ["version-control", "hostname", "time-zone", "process"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_failure(log: bytes) -> None:
    assert reads(log, "p") == reads(log, "p")


@given(st.text(max_size=60))
def test_any_path_is_told(path: str) -> None:
    assert of_file(path) == of_file(path)
