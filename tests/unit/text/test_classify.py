"""The channel is named where texts render alike, and nothing is claimed where words differ."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.channels import ALL
from countermark.text.classify import alike_under, canonical

IDS = tuple(channel.id for channel in ALL)

# Ways to write the same, one for each channel, and what they are made of.
REWRITES = {
    "zero-width": lambda text: text.replace("e", "e\u200b"),
    "white-space": lambda text: text.replace(" ", "\u00a0 "),
    "control": lambda text: text.replace("a", "a\ue000"),
    "look-alike": lambda text: text.replace("a", "а"),
    "typography": lambda text: text.replace('"', "”"),
    "normalisation": lambda text: text.replace("é", "e\u0301"),
    "case": str.upper,
    "date-format": lambda text: text.replace("2026-11-21", "21 Nov 2026"),
    "number-format": lambda text: text.replace("1000", "1,000"),
}
TEXT = 'café "Anna" waited since 2026-11-21 for 1000 years'


@pytest.mark.parametrize(
    ("one", "other"),
    [("yes", "no"), ("2026-11-18", "2026-11-19"), ("10", "11"), ("", "word"), ("Asia/Tokyo", "Asia/Seoul")],
)
def test_words_that_differ_are_in_no_channel(one: str, other: str) -> None:
    assert alike_under((one, other)) is None


def test_equal_texts_need_no_channel() -> None:
    assert alike_under(("same", "same")) == ()
    assert alike_under(()) == ()


def test_a_separator_needs_its_date_around_it() -> None:
    assert alike_under(("-11-", "/11/"), before="is 2026", after="18.") == ("date-format",)
    assert alike_under(("-11-", "/11/")) is None


def test_an_invisible_text_is_alike_to_nothing_at_all() -> None:
    assert alike_under(("", "\u200b\u200c")) == ("zero-width",)


def test_the_states_of_a_mark_are_alike_by_both_of_its_channels() -> None:
    states = tuple(f"Today{a}s date is 2026{s}11{s}21." for a, s in itertools.product("'’ʼʹ", "-/"))
    assert alike_under(states) == ("look-alike", "date-format")
    assert alike_under((states[0], states[2])) == ("look-alike",)
    assert alike_under((states[0], states[1])) == ("date-format",)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_channels_that_were_used_together_are_found_together(size: int) -> None:
    for used in itertools.combinations(REWRITES, size):
        text = TEXT
        for name in sorted(used, key=lambda name: name in {"case", "zero-width", "control", "look-alike"}):
            text = REWRITES[name](text)
        found = alike_under((TEXT, text))
        assert found is not None, (used, text)
        assert len(found) <= size, (used, found)
        assert canonical(TEXT, found) == canonical(text, found)


@given(text=st.text(alphabet="abIl1O0 m'’é-/2026.,\u200b\"", max_size=30), seed=st.permutations(tuple(REWRITES)))
def test_what_makes_texts_equal_is_found(text: str, seed: list[str]) -> None:
    other = REWRITES[seed[1]](REWRITES[seed[0]](text))
    for size in (1, 2):
        for chosen in itertools.combinations(IDS, size):
            if canonical(text, chosen) == canonical(other, chosen):
                found = alike_under((text, other))
                assert found is not None, chosen
                assert len(found) <= size


@given(st.lists(st.text(), max_size=4).map(tuple), st.text(max_size=5), st.text(max_size=5))
def test_what_is_claimed_is_so(texts: tuple[str, ...], before: str, after: str) -> None:
    found = alike_under(texts, before=before, after=after)
    if found:
        assert len({canonical(f"{before}{text}{after}", found) for text in texts}) == 1
