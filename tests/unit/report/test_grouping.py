"""Every influence is in one group, every place in one row, and the order in which they come changes nothing."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.observation import Address
from countermark.model.verdict import Collection, Kind, Signal, TriggerFactor
from countermark.report.grouping import collection_groups, influence_groups
from countermark.report.short_places import exchange, short
from unit.report.sample_signals import open_signal, overt_signals

NAMES = st.sampled_from(["a", "b#2", "[name=x]", "[name=y]", "[name=]", "!base64", "!", "", "~1"])
ADDRESSES = st.builds(
    Address,
    role=st.sampled_from(["run", "chat:create#1", "chat:create#2", "GET {api}/x#1", "#1", ""]),
    part=st.sampled_from(["body", "header", "order", "format", "destination", "dns", "count", "other"]),
    pointer=st.lists(NAMES, max_size=4).map(lambda steps: "".join(f"/{step}" for step in steps)) | st.text(max_size=4),
    name=st.sampled_from(["", "host", "literal"]),
)
FACTORS = st.lists(st.sampled_from(["ci", "clock", "shell"]), min_size=1, max_size=2, unique=True)


@st.composite
def signals(draw: st.DrawFn) -> list[Signal]:
    whole = overt_signals()[0]
    return [
        dataclasses.replace(
            whole,
            id=f"overt-{number}",
            where=draw(ADDRESSES),
            also=tuple(draw(st.lists(ADDRESSES, max_size=4))),
            trigger=tuple(
                TriggerFactor(factor=name, levels=(draw(st.sampled_from("pq")),)) for name in sorted(draw(FACTORS))
            ),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(signals())
def test_every_influence_is_in_exactly_one_group(every: list[Signal]) -> None:
    groups = influence_groups(every)
    assert Counter(signal.id for group in groups for signal in group.signals) == Counter(one.id for one in every)
    assert len({tuple(item.factor for item in group.trigger) for group in groups}) == len(groups)
    for group in groups:
        levels = {(item.factor, level) for item in group.trigger for level in item.levels}
        assert levels == {
            (item.factor, level) for one in group.signals for item in one.trigger for level in item.levels
        }


@given(signals())
def test_every_place_is_in_exactly_one_row_and_counted_once(every: list[Signal]) -> None:
    for group in influence_groups(every):
        places = {address for signal in group.signals for address in (signal.where, *signal.also)}
        assert Counter(address for row in group.rows for address in row.addresses) == Counter(places)
        for row in group.rows:
            assert sum(phrase.places for phrase in row.phrases) == len(row.addresses)
            assert {exchange(address.role)[0] for address in row.addresses} == set(row.exchanges)


@given(signals(), st.randoms())
def test_the_order_of_influences_changes_no_row(every: list[Signal], dice: random.Random) -> None:
    shuffled = list(every)
    dice.shuffle(shuffled)
    assert [group.rows for group in influence_groups(shuffled)] == [group.rows for group in influence_groups(every)]


@given(st.lists(ADDRESSES, max_size=6), st.sampled_from(["h", "g"]))
def test_every_collection_is_in_exactly_one_group(places: list[Address], host: str) -> None:
    items = [
        Collection(
            factor="ci",
            value="x",
            form=("clear", "md5")[number % 2],
            host=(host, "h")[number % 2],
            where=where,
            run="1",
        )
        for number, where in enumerate(places)
    ]
    groups = collection_groups(items)
    assert Counter(item for group in groups for item in group.collections) == Counter(items)
    for group in groups:
        assert {item.host for item in group.collections} == set(group.hosts)


def body(pointer: str, part: str = "body", name: str = "") -> Address:
    return Address(role="POST {api}/t#1", part=part, pointer=pointer, name=name)


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ([body(f"/events/[name=e{number}]/data/env/os") for number in range(41)], ["env/os in 41 events"]),
        (
            [body(f"/events/[name=e]/{name}") for name in ("a/b", "a/c", "d")],
            ["a/{b, c} and d of events[e]"],
        ),
        ([body(f"/events/[name=e]/f{number}") for number in range(13)], ["13 fields of events[e]"]),
        (
            [body("/events/[name=e]/a"), body("/events/[name=f]/a"), body("/events/[name=f]/b")],
            ["a in 2 events", "b of events[f]"],
        ),
        ([body("/a/0/c/[name=x]/t"), body("/a/0/c/[name=y]/t")], ["t in 2 of a/0/c"]),
        ([body("/x/[name=e]/meta/!base64/!/url")], ["meta/url of x[e]"]),
        ([body("/x/[name=e]", "order")], ["order of all of it of x[e]"]),
        ([body("/system/3/text"), body("", "destination")], ["destination", "system/3/text"]),
        ([body("", "header", "b"), body("", "header", "a"), body("", "path")], ["headers a and b", "path"]),
        ([body("", "method", "version")], ["HTTP version"]),
        ([body("/" + "/".join(["somewhere"] * 8))], ["…/somewhere/somewhere/somewhere"]),
        ([], []),
    ],
)
def test_places_in_few_words(addresses: list[Address], said: list[str]) -> None:
    assert [phrase.text for phrase in short(addresses)] == said


def test_exchanges_of_which_the_same_is_said_share_a_row_and_the_whole_run_comes_last() -> None:
    trigger = (TriggerFactor(factor="ci", levels=("x",)),)
    roles = ("run", "GET /b#1", "GET /a#1", "GET /a#2", "PUT /c#1")
    parts = ("header", "header", "header", "header", "path")
    every = [
        dataclasses.replace(
            open_signal(f"overt-{number}", Kind.OVERT, Address(role=role, part=part, name="host"), (), "x"),
            trigger=trigger,
        )
        for number, (role, part) in enumerate(zip(roles, parts, strict=True))
    ]
    (group,) = influence_groups(every)
    assert [row.exchanges for row in group.rows] == [("GET /a", "GET /b"), ("PUT /c",), ("run",)]
    assert group.rows[0].phrases[0].places == 3
