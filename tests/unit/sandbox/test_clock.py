"""Which programs can be given a false clock, and what they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.sandbox import clock, runtimes


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"#!/usr/bin/env node\n", "node"),
        (b"#!/usr/bin/env -S node --no-warnings\n", "node"),
        (b"#!/usr/bin/python3.11\n", "python3"),
        (b"#!/usr/bin/env python\n", "python3"),
        (b"#!/bin/sh\n", ""),
        (b"#!/usr/bin/nodemon\n", ""),
        (b"#!", ""),
        (b"\x7fELF\x02", ""),
        (b"", ""),
    ],
)
def test_a_program_s_runtime_is_read_from_its_first_line(tmp_path: Path, head: bytes, expected: str) -> None:
    (tmp_path / "program").write_bytes(head)
    assert clock.runtime_of(str(tmp_path / "program")) == expected


def test_a_runtime_is_known_by_name_and_nothing_else_is() -> None:
    assert clock.runtime_of("node") == "node"
    assert clock.runtime_of("python3") == "python3"
    assert clock.runtime_of("/no/such/program") == ""


@pytest.mark.parametrize(
    "instant", ["2031-07-01T12:00:00", "2031-07-01T12:00:00+00:00", "2031-07-01T14:00:00+02:00", "2031-07-01T12:00:00Z"]
)
def test_an_instant_is_given_in_seconds_so_that_no_zone_can_shift_it(instant: str) -> None:
    given = {item.name: item.value for item in clock.variables(instant)}
    assert (given["FAKETIME"], given["FAKETIME_FMT"]) == ("@1940673600", "%s")


def test_reasons_name_what_is_in_the_way() -> None:
    if clock.library():
        assert "node does not work" in clock.unsupported("node", ())
        assert clock.unsupported("node", ("node",)) == ""
        assert "not run by Node" in clock.unsupported("/bin/true", ("node",))
    else:
        assert clock.unsupported("node", ()) == "libfaketime is not installed"


def test_runtimes_are_found_with_their_versions_and_stand_where_the_box_has_them() -> None:
    for found in runtimes.find():
        assert found.version
        assert Path(found.host_executable).is_absolute()
        assert found.executable.startswith(("/usr/", "/opt/"))
        assert bool(found.prefix) == found.executable.startswith("/opt/")
