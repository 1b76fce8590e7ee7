"""What the lab itself moves is not suspected of the tool."""

from __future__ import annotations

import pytest

from countermark.drive.statistics import unfit
from countermark.explain.kinds import ANSWERED, SPEED
from countermark.model.observation import Address
from countermark.model.statistics import Series, SeriesKind

ORDER_OF_REQUESTS = Address(role="run", part="order", name="requests")
TIME = Address(role="run", part="time", name="session 1")
TEXT = Address(role="POST api.example /x#1", part="body", pointer="/id")
KEYS = Address(role="POST api.example /x#1", part="order", pointer="/metadata")


@pytest.mark.parametrize(
    ("kind", "address", "expected"),
    [
        ("delay", TIME, ANSWERED | SPEED),
        ("share", ORDER_OF_REQUESTS, ANSWERED | SPEED),
        ("share", KEYS, ANSWERED),
        ("share", TEXT, ANSWERED),
        ("bit", TEXT, ANSWERED),
    ],
)
def test_a_slower_network_moves_delays_and_what_is_asked_side_by_side(
    kind: SeriesKind, address: Address, expected: frozenset[str]
) -> None:
    series = Series(name="s", kind=kind, address=address, channel="", what="", values=())
    assert unfit(series) == expected
