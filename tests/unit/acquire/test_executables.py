"""Executables that lie about their own parts: what can be found is found, in bounded time, and nothing is raised."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.acquire.executables import is_executable, read_regions
from countermark.acquire.executables.region import MOST
from countermark.acquire.window import Window
from made_executables import elf, fat, macho, pe, sized
from unit.acquire.test_fuzz import edits, mutated

MADE = (
    elf(sections={".bun": sized(b"graph"), ".text": b"code"}, notes=(("NODE_SEA_BLOB", b"blob"),)),
    macho("__BUN", "__bun", b"graph"),
    fat(macho("__BUN", "__bun", b"graph"), macho("NODE_SEA", "__NODE_SEA_BLOB", b"blob")),
    pe(sections={".text": b"code", ".bun": sized(b"graph")}, resources={"A": b"a", "NODE_SEA_BLOB": b"blob"}),
)
numbers = st.lists(
    st.tuples(st.integers(0, 1 << 12), st.sampled_from([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 40, (1 << 64) - 1])),
    max_size=4,
)


def regions_of(data: bytes) -> int:
    begun = time.monotonic()
    window = Window(io.BytesIO(data))
    found = read_regions(window)
    assert all(window.holds(region.offset_bytes, region.size_bytes) for region in found)
    assert len(found) <= 9 * MOST
    assert time.monotonic() - begun < 20
    return len(found)


@pytest.mark.parametrize("data", MADE)
def test_the_parts_are_found(data: bytes) -> None:
    assert is_executable(data[:64])
    assert regions_of(data) > 0


@settings(max_examples=300, deadline=None)
@given(changes=edits, made=st.sampled_from(MADE))
def test_a_mutated_one_raises_nothing(changes: list[tuple[int, str, bytes]], made: bytes) -> None:
    regions_of(mutated(made, changes))


@settings(max_examples=300, deadline=None)
@given(lies=numbers, made=st.sampled_from(MADE), width=st.sampled_from([2, 4, 8]))
def test_numbers_that_lie_lead_nowhere(lies: list[tuple[int, int]], made: bytes, width: int) -> None:
    data = bytearray(made)
    for place, value in lies:
        at = place % max(1, len(data) - width)
        data[at : at + width] = (value & ((1 << 8 * width) - 1)).to_bytes(width, "little")
    regions_of(bytes(data))


@given(cut=st.integers(0, 4000), made=st.sampled_from(MADE))
def test_one_that_is_cut_short_raises_nothing(cut: int, made: bytes) -> None:
    regions_of(made[:cut])
