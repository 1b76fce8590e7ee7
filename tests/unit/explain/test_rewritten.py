"""An order that moves with an openly rewritten member is no signal of its own; any other order is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.explain.signals import signals
from countermark.model.influence import Influence
from countermark.model.observation import Address
from countermark.model.verdict import Kind, Signal
from influenced import influence, place, requests

HEADERS = Address(role="call#1", part="order", name="headers")
AGENT = Address(role="call#1", part="header", name="user-agent")
KEYS = Address(role="call#1", part="body", pointer="/a~1b")
FIRST, LAST = "User-Agent\nA\nB", "A\nB\nUser-Agent"


def at(address: Address, states: dict[str, str | None]) -> Influence:
    return influence(states, place({}, address=address))


def told(*found: Influence, states: dict[str, str | None]) -> tuple[Signal, ...]:
    return signals(found, requests(states), (), lambda _run, _address, _text: None)


def kinds(*found: Influence, states: dict[str, str | None]) -> list[tuple[str, Kind]]:
    return [(signal.where.part, signal.kind) for signal in told(*found, states=states)]


def test_a_header_that_is_openly_written_anew_may_stand_elsewhere() -> None:
    order = {"base-url=a": FIRST, "base-url=b": LAST}
    value: dict[str, str | None] = {"base-url=a": "Agent of the library", "base-url=b": "our own agent"}
    assert kinds(at(HEADERS, dict(order)), at(AGENT, value), states=dict(order)) == [
        ("header", Kind.FUNCTIONAL),
        ("order", Kind.FUNCTIONAL),
    ]


def test_a_key_that_is_openly_written_anew_may_stand_elsewhere() -> None:
    order: dict[str, str | None] = {"base-url=a": "a/b\nc", "base-url=b": "c\na/b"}
    value: dict[str, str | None] = {"base-url=a": "some words", "base-url=b": "quite other words"}
    found = at(Address(role="call#1", part="order"), order), at(KEYS, value)
    assert {kind for _, kind in kinds(*found, states=order)} == {Kind.FUNCTIONAL}


@pytest.mark.parametrize(
    ("order", "value"),
    [
        pytest.param([FIRST, LAST, FIRST], None, id="no member's value changes"),
        pytest.param([FIRST, LAST, FIRST], ["one agent", "two agent", "two agent"], id="where the value is the same"),
        pytest.param([FIRST, "B\nA\nUser-Agent", FIRST], ["one agent", "two agent", "one agent"], id="others move too"),
        pytest.param([FIRST, LAST, FIRST], ["agent", "agent\u200b", "agent"], id="the value is not openly another"),
    ],
)
def test_any_other_order_is_covert(order: list[str], value: list[str] | None) -> None:
    levels = ("base-url=a", "base-url=b", "base-url=c")
    states: dict[str, str | None] = dict(zip(levels, order, strict=True))
    found = [at(HEADERS, states)]
    if value is not None:
        found.append(at(AGENT, dict(zip(levels, value, strict=True))))
    assert ("order", Kind.COVERT) in kinds(*found, states=states)


def test_a_value_that_follows_something_else_explains_no_order() -> None:
    order: dict[str, str | None] = {"base-url=a": FIRST, "base-url=b": LAST}
    value: dict[str, str | None] = {"shell=a": "Agent of the library", "shell=b": "our own agent"}
    other = replace(at(AGENT, value), on_run="1", off_run="2")
    states = {"base-url=a shell=a": None, "base-url=b shell=b": None}
    assert ("order", Kind.COVERT) in kinds(at(HEADERS, order), other, states=dict(states))
