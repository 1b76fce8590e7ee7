"""What is counted together is alike, nothing is left out, and the largest is named."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.observation import Address
from countermark.model.verdict import Destination, Noise, TriggerFactor
from countermark.report.totals import destination_groups, noise_groups

URLS = tuple(f"https://h{number}.example:8443/v1" for number in range(3))
VARIED = (TriggerFactor(factor="base-url", levels=("", *URLS, "http://localhost:4000", "http://[")),)


def named(url: str, **changes: object) -> Destination:
    one = Destination(
        host=url.partition("//")[2].partition(":")[0],
        port=8443,
        when=f"when base-url is {url}",
        purpose="model calls",
        bytes_sent=10,
        decoded=True,
        runs=1,
    )
    return dataclasses.replace(one, **changes)


def test_hosts_that_a_factor_names_are_one() -> None:
    always = named("x", host="api.example", when="in every run", runs=9)
    groups = destination_groups([*map(named, URLS), always], VARIED)
    assert [(group.named_by, len(group.destinations)) for group in groups] == [("", 1), ("base-url", 3)]


@pytest.mark.parametrize(
    "other",
    [
        named(URLS[2], host="elsewhere.example"),
        named(URLS[2], when=f"when base-url is {URLS[2]} or unset"),
        named(URLS[2], when="when base-url is https://untried.example"),
        named(URLS[2], purpose="CONNECT"),
        named(URLS[2], decoded=False),
        named(URLS[2], when="in every run"),
        named("http://[", when="when base-url is http://["),
    ],
)
def test_a_host_that_is_contacted_otherwise_stands_alone(other: Destination) -> None:
    groups = destination_groups([named(URLS[0]), named(URLS[1]), other], VARIED)
    assert [len(group.destinations) for group in groups] == [1, 1, 1]


def test_the_tools_own_machine_goes_by_its_address() -> None:
    local = named("http://localhost:4000", host="127.0.0.1", port=4000)
    (group,) = destination_groups([*map(named, URLS), local], VARIED)
    assert len(group.destinations) == 4


DESTINATIONS = st.builds(
    named,
    st.sampled_from((*URLS, "http://localhost:4000", "http://[")),
    runs=st.integers(0, 2),
    decoded=st.booleans(),
    when=st.sampled_from([f"when base-url is {url}" for url in URLS] + ["in every run"]),
)


@given(st.lists(DESTINATIONS, max_size=8))
def test_every_destination_is_in_exactly_one_group(every: list[Destination]) -> None:
    found = [item for group in destination_groups(every, VARIED) for item in group.destinations]
    assert Counter(found) == Counter(every)


def noise(pointer: str, bits: float, role: str = "POST /t#1") -> Noise:
    return Noise(where=Address(role=role, part="body", pointer=pointer), reason="varies", residual_bits=bits)


NOISE = st.builds(
    noise,
    st.sampled_from(["/a", "/b", "/events/[name=x]/id", "/events/[name=y]/id", ""]),
    st.floats(0, 99),
    st.sampled_from(["POST /t#1", "POST /t#2", "run", ""]),
)


@given(st.lists(NOISE, max_size=12))
def test_all_noise_is_in_exactly_one_group(every: list[Noise]) -> None:
    groups = noise_groups(every)
    assert Counter(item for group in groups for item in group.noise) == Counter(every)
    largest = [one for group in groups for one in group.largest]
    assert len(largest) <= 5
    assert max((item.residual_bits for item in every), default=0) == max(
        (one.residual_bits for one in largest), default=0
    )


def test_one_field_of_many_events_is_one_of_the_largest() -> None:
    every = [noise(f"/events/[name=e{number}]/id", 256.0) for number in range(9)]
    (group, other) = noise_groups([*every, noise("/seed", 64.0, "GET /x#3")])
    assert [(one.phrase, one.residual_bits) for one in group.largest] == [("id in 9 events", 256.0)]
    assert (other.exchange, other.largest[0].phrase) == ("GET /x", "seed")
