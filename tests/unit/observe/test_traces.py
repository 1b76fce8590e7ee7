"""Whatever stands in a probe's log, what can be read of it is read, and nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from countermark.model.probes import Comparison
from countermark.observe.traces import comparisons


def line(**said: object) -> bytes:
    return json.dumps({"factor": "base-url", "operator": "endsWith", "at": "a.js:1", "others": ["x"]} | said).encode()


def test_comparisons_of_one_place_are_one() -> None:
    log = b"\n".join((line(), line(others=["y"]), line(others=["x"]), line(at="b.js:2")))
    assert comparisons(log) == (
        Comparison(factor="base-url", operator="endsWith", texts=("x", "y"), at="a.js:1"),
        Comparison(factor="base-url", operator="endsWith", texts=("x",), at="b.js:2"),
    )


def test_a_digest_is_another_comparison() -> None:
    log = b"\n".join((line(), line(digest="sha256"), line(digest="sha256", others=["y"]), line(digest=1)))
    assert [(one.digest, one.texts) for one in comparisons(log)] == [("", ("x",)), ("sha256", ("x", "y"))]


def test_lines_of_another_form_are_left_out() -> None:
    bad = (b"{", b"[1]", b"\xff", line(others="x"), line(at=3), line(others=[]), b"[" * 100_000, line(others=[1]))
    assert comparisons(b"\n".join((*bad, line()))) == comparisons(line())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_failure(log: bytes) -> None:
    assert comparisons(log) == comparisons(log)
