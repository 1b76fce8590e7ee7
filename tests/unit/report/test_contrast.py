"""Differences are found where they are, and what is shown of a text is that text."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from countermark.report.contrast import MOST_COMPARED, differing_texts, pieces, spans

TEXTS = st.lists(st.text(st.sampled_from("ab '’-/\u200b\n"), max_size=12), min_size=1, max_size=4)


def test_texts_of_one_length_are_compared_by_column() -> None:
    texts = ["Today's 1-2", "Today’s 1-2", "Today’s 1/2"]
    assert spans(texts) == [[(5, 6), (9, 10)]] * 3
    assert differing_texts(texts, spans(texts)) == [["'", "’", "’"], ["-", "-", "/"]]


def test_an_insertion_is_seen_where_it_is() -> None:
    assert spans(["ab", "a\u200bb"]) == [[], [(1, 2)]]
    assert differing_texts(["ab", "a\u200bb"], spans(["ab", "a\u200bb"])) == []


def test_a_word_that_changed_is_one_difference() -> None:
    assert spans(["in English now", "in German now"])[1] == [(3, 9)]


@given(TEXTS)
@example(["aba", "///b"])
def test_spans_are_in_range_in_order_and_cover_every_difference(texts: list[str]) -> None:
    for text, found in zip(texts, spans(texts), strict=True):
        assert all(0 <= start < stop <= len(text) for start, stop in found)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))
    found = spans(texts)
    rest = {without(text, some) for text, some in zip(texts, found, strict=True)}
    if len({len(text) for text in texts}) == 1 or len(texts) == 2:
        assert len(rest) == 1


def without(text: str, found: list[tuple[int, int]]) -> str:
    return "".join(char for at, char in enumerate(text) if not any(start <= at < stop for start, stop in found))


def test_a_huge_change_is_not_compared_letter_by_letter() -> None:
    huge = "x" * (MOST_COMPARED + 1)
    assert spans([f"<{huge}>", f"<{'y' * (2 * MOST_COMPARED)}>"])[0] == [(1, 1 + len(huge))]


@given(st.text(max_size=60), st.integers(0, 20))
def test_pieces_are_the_text_but_for_what_is_elided(text: str, context: int) -> None:
    start, stop = sorted((context % (len(text) + 1), (3 * context) % (len(text) + 1)))
    found = [(start, stop)] if start < stop else []
    cut = pieces(text, found, context=1000)
    assert "".join(piece.text for piece in cut) == text
    assert [piece.text for piece in cut if piece.differs] == [text[a:b] for a, b in found]
    short = pieces(text, found, context=2, most=3)
    assert sum(len(piece.text) for piece in short) <= 20
    kept = [piece.text for piece in short if not piece.elided]
    at = 0
    for piece in kept:
        at = text.index(piece, at) + len(piece)
