"""Remote switches cost runs only where a tool was seen to ask for some that can be named."""

from __future__ import annotations

import pytest

from countermark.drive.switches import known, not_thrown
from countermark.model.switches import Switches, SwitchesAsked

ASKED = (SwitchesAsked(service="growthbook", host="a.example"),)


@pytest.mark.parametrize(
    ("seen", "read", "reason"),
    [
        (None, ("a",), "without traced runs"),
        (Switches(asked=()), ("a",), "asked no server"),
        (Switches(asked=ASKED), (), "neither its requests nor its program text"),
        (Switches(asked=ASKED), ("a",), ""),
        (Switches(asked=ASKED, named=("a",)), (), ""),
    ],
)
def test_why_none_is_thrown(seen: Switches | None, read: tuple[str, ...], reason: str) -> None:
    skipped = not_thrown(known(seen, read))
    assert [item.factor for item in skipped] == (["remote-switches"] if reason else [])
    assert all(reason in item.reason for item in skipped)


def test_names_of_requests_come_first_and_each_once() -> None:
    found = known(Switches(asked=ASKED, named=("b", "c")), ("a", "b"))
    assert found is not None
    assert found.names == ("b", "c", "a")
