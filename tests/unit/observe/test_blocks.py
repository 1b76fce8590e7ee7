"""Logs of blocks that ran: whole ones are read, and of others nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.model.probes import Executed
from countermark.observe.blocks import executed

WHOLE = b'{"script":"file:///a.js"}\n[0,9,1,3,5,0]\n[3,5,0]\n{"script":"file:///b.js"}\n[0,4,1]\n{"end":5}\n'


def test_a_whole_log_is_read() -> None:
    assert executed(WHOLE) == (
        Executed(script="file:///a.js", functions=((0, 9, 1, 3, 5, 0), (3, 5, 0))),
        Executed(script="file:///b.js", functions=((0, 4, 1),)),
    )


def test_a_log_without_its_end_says_nothing() -> None:
    lines = WHOLE.splitlines(keepends=True)
    assert executed(b"".join(lines[:-1])) == ()
    assert executed(b"".join(lines[1:])) == ()
    assert executed(b"") == ()


def test_two_processes_may_write_one_log() -> None:
    assert executed(WHOLE + WHOLE)[0].functions == executed(WHOLE)[0].functions * 2


def test_what_is_not_of_the_form_says_nothing() -> None:
    for line in (b"[0,9]", b"[0,-9,1]", b"[true,9,1]", b"[0.5,9,1]", b"\xff", b"[" * 100_000, b"null", b"[]"):
        assert executed(b'{"script":"a"}\n' + line + b'\n{"end":2}\n') == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_taken(log: bytes) -> None:
    assert isinstance(executed(log), tuple)
    assert isinstance(executed(WHOLE + log), tuple)
