"""Bytes that were no UTF-8 come out as they were."""

from __future__ import annotations

from countermark.report.wire_bytes import wire_bytes


def test_bytes_are_those_of_the_wire() -> None:
    assert wire_bytes("’\udcff") == b"\xe2\x80\x99\xff"
    assert wire_bytes("\ud800\udcff") == b"\xed\xa0\x80\xff"
