"""Slots are exact, fine and independent."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from countermark.text.align import Slot, align

REFERENCE = "Hello.\nToday's date is 2026-11-18, in /home/dev/project.\nBye.\n"


def rebuilt(reference: str, slots: tuple[Slot, ...], index: int) -> str:
    position, text = 0, ""
    for slot in slots:
        text += reference[position : slot.start] + slot.texts[index]
        position = slot.end
    return text + reference[position:]


def test_independent_differences_are_independent_slots() -> None:
    apostrophe = REFERENCE.replace("'", "\u02bc")
    date = REFERENCE.replace("-", "/")
    both = apostrophe.replace("-", "/")
    slots = align(REFERENCE, (REFERENCE, apostrophe, date, both))
    assert [slot.texts for slot in slots] == [("'", "\u02bc", "'", "\u02bc"), ("-11-", "-11-", "/11/", "/11/")]
    assert slots[0].before == "Today"
    assert slots[1].before == "s date is 2026"
    assert {slot.line for slot in slots} == {1}


def test_an_added_paragraph_is_one_slot() -> None:
    (slot,) = align(REFERENCE, (REFERENCE, REFERENCE.replace("Bye", "More.\nBye")))
    assert slot.texts == ("", "More.\n")


def test_another_variant_elsewhere_changes_no_slot() -> None:
    one = REFERENCE.replace("'", "\u2019")
    two = REFERENCE.replace("Bye", "Ciao")
    assert align(REFERENCE, (one,))[0].id == align(REFERENCE, (one, two))[0].id


@given(st.lists(st.text(alphabet="ab '\n-1\u02bc", max_size=40), min_size=1, max_size=5))
def test_every_variant_is_rebuilt_exactly(variants: list[str]) -> None:
    slots = align(variants[0], tuple(variants))
    for index, variant in enumerate(variants):
        assert rebuilt(variants[0], slots, index) == variant
    assert all(one.end <= other.start for one, other in zip(slots, slots[1:], strict=False))


def test_wholly_different_texts_are_bounded() -> None:
    one = "".join(f"{n} " for n in range(40_000))
    other = "".join(f"{n}x " for n in range(40_000))
    began = time.process_time()
    assert len(align(one, (other,))) == 1
    assert time.process_time() - began < 20
