"""The order of requests is what the tool decided: one answered before another began, never a race."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.sequences import exchanged
from countermark.model.run import Chunk, Direction
from countermark.observe.sequence import MOST_REQUESTS, Span, sequence
from unit.observe.recorded import Recorded, post, texts


def span(role: str, began_s: float, answered_s: float) -> Span:
    return Span(role=role, began_s=began_s, answered_s=answered_s)


def test_one_after_the_other() -> None:
    assert sequence((span("b", 0, 1), span("a", 2, 3))) == "<b\n>b\n<a\n>a"


def test_who_wins_a_race_changes_nothing() -> None:
    first = sequence((span("a", 0.0, 2.0), span("b", 0.1, 1.9), span("c", 3, 4)))
    assert first == sequence((span("a", 0.1, 1.9), span("b", 0.0, 2.0), span("c", 3, 4)))


def test_an_answer_at_the_same_instant_may_be_the_cause() -> None:
    assert sequence((span("a", 0, 1), span("b", 1, 2))) == "<a\n>a\n<b\n>b"


def test_there_is_an_end_to_it() -> None:
    text = sequence(span(f"{n:04}", n, n + 0.5) for n in range(3 * MOST_REQUESTS))
    assert len(text.split("\n")) == 2 * MOST_REQUESTS


SPANS = st.lists(
    st.builds(span, st.sampled_from("abcdef"), st.integers(0, 5).map(float), st.integers(5, 9).map(float)),
    max_size=6,
    unique_by=lambda one: one.role,
)


@given(SPANS)
def test_it_is_the_same_in_whatever_order_it_is_told(spans: list[Span]) -> None:
    assert {sequence(some) for some in permutations(spans[:4])} == {sequence(spans[:4])}


def test_a_capture_says_it() -> None:
    def answered(at_s: float, size: int) -> tuple[Chunk, ...]:
        return (
            Chunk(at_s=at_s, direction=Direction.CLIENT, length_bytes=size),
            Chunk(at_s=at_s + 1, direction=Direction.SERVER, length_bytes=9),
        )

    ping, call = post("/ping", {}, host="t.example"), post("/v1/messages", {"tools": [{"name": "t"}]})
    found = [
        Recorded()
        .say(ping, "t.example", at_s=first, chunks=answered(first, len(ping)))
        .say(call, at_s=second, chunks=answered(second, len(call)))
        .seen()
        for first, second in ((1.0, 4.0), (4.0, 1.0), (1.0, 1.5))
    ]
    said = [texts(one, "order")["requests"] for one in found]
    (pair,) = exchanged(said, (9, 9, 9)).values()
    assert pair[0].split("\n") == pair[1].split("\n")[::-1]
    assert pair[2].endswith("together")


def test_a_race_alone_is_no_exchange() -> None:
    assert exchanged(("<a\n<b\n>a\n>b", "<a\n>a\n<b\n>b"), (9, 9)) == {}


def test_an_order_that_is_as_rare_as_races_are_is_none() -> None:
    both = ("<a\n>a\n<b\n>b", "<b\n>b\n<a\n>a")
    assert exchanged(both, (9, 2)) == exchanged(both, (2, 9)) == exchanged(both, (400, 5)) == {}
    assert exchanged(both, (9, 3)) != {} != exchanged(both, (400, 12))


def test_one_that_is_not_there_stands_nowhere() -> None:
    ((texts_of, said),) = exchanged(("<a\n>a\n<b\n>b", "<b\n>b\n<a\n>a", "<a\n>a"), (9, 9, 9)).items()
    assert texts_of == ("a", "b")
    assert said == ("a\nb", "b\na", "")


@given(st.lists(st.text(alphabet="<>ab\n", max_size=12), max_size=4))
def test_whatever_is_written_is_read(written: list[str]) -> None:
    exchanged(written, [9] * len(written))
