"""Slots are exact, fine, stable, independent, and found in bounded time."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.text.align import Slot, align, rebuild

REFERENCE = "Hello.\nToday's date is 2026-11-18, in /home/dev/project.\nBye.\n"
PIECES = st.sampled_from(
    ["foo", "bar", "it's", "2026-11-21", "\n", "a,b", " ", "  ", "’", "-", "x1", "\n\n", "語", "é"]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def edited(text: str, random: Random) -> str:
    """``text`` with a few pieces put in, taken out or replaced."""
    pieces = [text[place : place + 3] for place in range(0, len(text), 3)]
    for _ in range(random.randrange(4)):
        place = random.randrange(len(pieces) + 1)
        pieces[place : place + random.randrange(3)] = random.choices(
            ["X", "\nnew\n", " ", "’", "foo"], k=random.randrange(2)
        )
    return "".join(pieces)


def only(reference: str, *variants: str) -> Slot:
    (slot,) = align(reference, (reference, *variants))
    return slot


def test_independent_differences_are_independent_slots() -> None:
    apostrophe = REFERENCE.replace("'", "\u02bc")
    date = REFERENCE.replace("-", "/")
    both = apostrophe.replace("-", "/")
    moved = REFERENCE.replace("/home/dev", "/srv")
    slots = align(REFERENCE, (REFERENCE, apostrophe, date, both, moved))
    assert [slot.texts[:4] for slot in slots[:2]] == [
        ("'", "\u02bc", "'", "\u02bc"),
        ("2026-11-18", "2026-11-18", "2026/11/18", "2026/11/18"),
    ]
    assert (slots[0].before, slots[0].after) == ("Today", "s date is ")
    assert {slot.line for slot in slots} == {1}
    assert [slot.index for slot in slots] == list(range(len(slots)))
    assert not any(slot.whole for slot in slots)


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("user's", "user’s", ("'", "’")),
        ("user's", "userʼs", ("'", "ʼ")),
        ("2026-11-18", "2026/11/18", ("2026-11-18", "2026/11/18")),
        ("2026-11-18", "2026-11-19", ("2026-11-18", "2026-11-19")),
        ("2026-11-18T10:00", "2026/11/18T10:00", ("2026-11-", "2026/11/")),
        ("paypal", "p\u0430ypal", ("paypal", "p\u0430ypal")),
        ("payload", "pay\u200bload", ("payload", "pay\u200bload")),
        ("one two", "one\u00a0two", (" ", "\u00a0")),
        ("one.  Two", "one. Two", ("  ", " ")),
        ("wide.", "wide. ", (" ", "  ")),
        ("今日は晴れ", "今日は雨", ("晴れ", "雨")),
    ],
)
def test_a_slot_is_as_small_as_a_token(old: str, new: str, texts: tuple[str, ...]) -> None:
    line = "It is {} that follows, says the log\nand more\n"
    assert only(line.format(old), line.format(new)).texts == texts


def test_added_lines_are_one_slot_apart_from_what_changes_beside_them() -> None:
    added = REFERENCE.replace("Bye", "More of it.\n\nBye")
    other = REFERENCE.replace("Bye", "Ciao").replace("project.", "work.")
    slots = align(REFERENCE, (REFERENCE, added, other))
    assert [slot.texts for slot in slots] == [
        ("project", "project", "work"),
        ("", "More of it.\n\n", ""),
        ("Bye", "Bye", "Ciao"),
    ]


def test_a_line_added_at_the_end_is_apart_from_what_changes_before_it() -> None:
    slots = align("a: 1\nb: 2", ("a: 1\nb: 2\nc: 3", "a: 1\nb: 7"))
    assert [slot.texts for slot in slots] == [("2", "7"), ("\nc: 3", "")]


def test_a_line_that_changes_and_lines_added_beside_it_are_told_apart() -> None:
    reference = "shell is bash here\nend\n"
    slots = align(reference, (reference.replace("bash here\n", "zsh here\nCI is on\nNo colours\n"),))
    assert [slot.texts for slot in slots] == [("zsh",), ("CI is on\nNo colours\n",)]


@given(st.lists(TEXTS, min_size=1, max_size=5) | st.lists(st.text(max_size=20), min_size=1, max_size=4), st.randoms())
@example(["a\nb", "a\nb\nc", "a\nx\nc\n"], Random(0))  # noqa: S311 -- seeded
def test_every_variant_is_rebuilt_exactly(texts: list[str], random: Random) -> None:
    variants = (*texts, *(edited(texts[0], random) for _ in range(3)))
    slots = align(texts[0], variants)
    for number, variant in enumerate(variants):
        assert rebuild(texts[0], slots, number) == variant
    assert len({slot.id for slot in slots}) == len(slots)
    for slot in slots:
        assert len({texts[0][slot.start : slot.end], *slot.texts}) > 1
        assert texts[0][: slot.start].endswith(slot.before)
        assert texts[0][slot.end : slot.until] == slot.after
        assert slot.line == texts[0].count("\n", 0, slot.start)
    assert all(one.end <= other.start for one, other in pairwise(slots))


@given(TEXTS, TEXTS, TEXTS, st.randoms())
def test_another_variant_elsewhere_changes_no_slot(head: str, tail: str, end: str, random: Random) -> None:
    def text(first: str, second: str) -> str:
        return f"{first}\nthe same in all of them\nand this too\n{second}"

    reference = text(head, tail)
    near, far = text(edited(head, random), tail), text(head, end)
    alone = align(reference, (near,))
    both = align(reference, (near, far))
    if all(slot.end <= len(head) for slot in alone):
        assert {(slot.id, slot.texts[0]) for slot in alone} <= {(slot.id, slot.texts[0]) for slot in both}


def test_equal_variants_have_no_slots() -> None:
    assert align("a\nb", ("a\nb", "a\nb")) == ()
    assert align("", ("",)) == ()


def test_a_slot_that_is_everything_says_so() -> None:
    assert only("one", "two").whole
    assert only("", "x").whole


def long_text(seed: int, words: str) -> str:
    random = Random(seed)  # noqa: S311 -- seeded
    return "\n".join(" ".join(random.choices(words.split(), k=12)) + f" {n}" for n in range(3_000))


OLD = long_text(1, "alpha beta it's the of { } model tool run 2026-11-21")
NEW = long_text(2, "gamma delta don't the of ( ) thing stone walk 1999")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OLD, NEW),
        (OLD.replace("\n", " "), NEW.replace("\n", " ")),
        ("a\n" * 100_000, "b\n" * 100_000),
        ("1-" * 100_000 + "a", "1/" * 100_000 + "a"),
        ("'" * 200_000, "’'" * 100_000),
        ("".join(Random(1).choices("ab \n'", k=200_000)), "".join(Random(2).choices("ab \n'", k=200_000))),  # noqa: S311 -- seeded
    ],
)
def test_wholly_different_texts_are_one_slot_soon(one: str, other: str) -> None:
    began = time.process_time()
    slots = align(one, (other,))
    assert time.process_time() - began < 2  # half a second where nothing else runs
    assert len(slots) == 1


@pytest.mark.parametrize("end", ["\n", " "])
def test_many_variants_of_a_long_text_take_seconds(end: str) -> None:
    random = Random(3)  # noqa: S311 -- seeded
    lines = OLD.split("\n")
    variants = []
    for number in range(30):
        own = list(lines)
        own[random.randrange(len(own))] += f" and {number}"
        own[7] = own[7].replace("2026-11-21", "2026/11/21")
        variants.append(end.join(own))
    began = time.process_time()
    slots = align(end.join(lines), tuple(variants))
    assert time.process_time() - began < 5
    assert all(rebuild(end.join(lines), slots, number) == variant for number, variant in enumerate(variants))
