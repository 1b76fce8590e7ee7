"""What differs unseen is told in every encoding, past ordinary edits; what differs openly is no finding."""

from __future__ import annotations

import base64
import html
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.text.comparing import compared

CASES = json.loads((Path(__file__).parents[3] / "evals" / "labelled_text.json").read_text("utf-8"))
APOSTROPHES = "'\u2019\u02bc\u02b9"
STATES = tuple(itertools.product(APOSTROPHES, "-/"))


def prompt(state: tuple[str, str], more: str = "") -> str:
    mark, sep = state
    return f"# Context\n{more}Today{mark}s date is 2026{sep}11{sep}21.\nDon't mention it; it's 100 % private & quiet.\n"


def request(text: str, **more: object) -> str:
    return json.dumps({"model": "m1", "messages": [{"role": "user", "content": text}], **more}, ensure_ascii=False)


FORMS: dict[str, Callable[[str], str]] = {
    "raw": lambda text: text,
    "raw in JSON": request,
    "escaped": lambda text: json.dumps(json.loads(request(text))),
    "escaped throughout": lambda text: f'{{"t":"{"".join(f"{chr(92)}u{ord(char):04x}" for char in text)}"}}',
    "bare escapes": lambda text: text.encode("unicode_escape").decode(),
    "doubly escaped": lambda text: json.dumps({"log": {"body": json.dumps({"t": text})}}),
    "percent": lambda text: quote(text, safe=""),
    "percent in a form": lambda text: f"lang=en&q={quote(text)}",
    "entity": lambda text: "<p>" + html.escape(text).encode("ascii", "xmlcharrefreplace").decode() + "</p>",
    "base64": lambda text: base64.b64encode(request(text).encode()).decode(),
    "base64 of text, in JSON": lambda text: json.dumps({"body": base64.b64encode(text.encode()).decode()}),
}


def channels(first: str, second: str) -> set[str]:
    return {name for one in compared(first, second).unseen for name in one.channels}


@pytest.mark.parametrize("form", FORMS)
def test_all_eight_states_are_told_apart(form: str) -> None:
    write = FORMS[form]
    for one, other in itertools.combinations(STATES, 2):
        first, second = write(prompt(one)), write(prompt(other))
        found = compared(first, second)
        assert len(found.unseen) == (one[0] != other[0]) + (one[1] != other[1]), (one, other)
        assert sum(item.bits for item in found.unseen) == len(found.unseen)
        assert found.open_total == 0
        for item in found.unseen:
            ((here, there),) = item.places
            assert first.encode()[here.byte_start : here.byte_end].decode() == first[here.start : here.end]
            assert second.encode()[there.byte_start : there.byte_end].decode() == second[there.start : there.end]
            if "date-format" in item.channels:
                assert (here.found, there.found) == (f"2026{one[1]}11{one[1]}21", f"2026{other[1]}11{other[1]}21")
            else:
                assert (here.found, there.found) == (one[0], other[0])
                assert set(item.channels) <= {"look-alike", "typography", "normalisation"}


@pytest.mark.parametrize(("form", "other"), list(itertools.pairwise(FORMS)))
def test_how_it_is_encoded_is_no_difference(form: str, other: str) -> None:
    assert channels(FORMS[form](prompt(STATES[3])), FORMS[other](prompt(STATES[3]))) == set()
    assert channels(FORMS[other](prompt(STATES[2])), FORMS[form](prompt(STATES[2]))) == set()


def test_places_are_pointed_to_on_both_sides() -> None:
    first = request(prompt(STATES[0]), id="a")
    second = json.dumps({"id": "bb", **json.loads(request(prompt(STATES[6]), stream=True))})
    (one,) = compared(first, second).unseen
    ((here, there),) = one.places
    assert here.pointer == there.pointer == "/messages/0/content"
    assert (first[here.start : here.end], second[there.start : there.end]) == ("'", "\\u02b9")
    assert here.before.endswith("Today")
    assert here.after.startswith("s date")


EDITS = {
    "words put in before": lambda state: prompt(state, "Some more words come first.\n"),
    "a sentence on its line": lambda state: prompt(state, "It is late. "),
    "another day": lambda state: prompt(state).replace("11", "12"),
    "reworded after": lambda state: prompt(state).replace("Don't mention it", "Do not speak of this"),
    "a paragraph gone": lambda state: prompt(state).replace("# Context\n", ""),
    "another word beside the mark": lambda state: prompt(state).replace("Today", "Tomorrow"),
    "another number": lambda state: prompt(state, "Request 7f3a99 of 12.\n"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("write", [str, request, lambda text: json.dumps({"b": json.dumps({"t": text})})])
def test_marks_are_told_past_ordinary_edits(edit: str, write: Callable[[str], str]) -> None:
    base = prompt(STATES[0], "Request 55e1c0 of 9.\n")
    same = compared(write(base), write(EDITS[edit](STATES[0])))
    assert same.unseen == (), edit
    assert same.open_total > 0
    for state in STATES[1:]:
        found = channels(write(base), write(EDITS[edit](state)))
        assert ("date-format" in found) == (state[1] == "/"), (edit, state)
        assert bool(found & {"look-alike", "typography"}) == (state[0] != "'"), (edit, state)


def test_members_in_another_order_and_messages_put_in_are_followed() -> None:
    text = prompt(STATES[0])
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": "Done."}]
    first = json.dumps({"model": "m", "metadata": {"id": "1b9d"}, "messages": messages})
    further = [{"content": "Something else entirely", "role": "user"}, {"content": prompt(STATES[5]), "role": "user"}]
    second = json.dumps({"messages": [*further, messages[1]], "metadata": {"id": "77aa"}, "model": "m"})
    found = compared(first, second)
    assert len(found.unseen) == 2
    assert {one.places[0][1].pointer for one in found.unseen} == {"/messages/1/content"}
    swapped = json.dumps({"b": 1, "a": [2]}), json.dumps({"a": [2], "b": 1})
    assert compared(*swapped).is_in_other_order
    assert compared(*swapped).unseen == ()


def test_many_messages_are_followed_past_some_that_were_put_in() -> None:
    rows = [
        {"id": f"{number * 7919:06x}", "text": f"Row {number} isn't like row {number * 3}."} for number in range(90)
    ]
    further = [dict(row, id=f"{number * 104729:06x}") for number, row in enumerate(rows)]
    further[40:40] = [{"id": "new", "text": "Something else was said here, at length."}] * 3
    for number in range(0, 93, 9):
        further[number] = dict(further[number], text=further[number]["text"].replace("'", "\u02bc"))
    found = compared(json.dumps({"entries": rows}), json.dumps({"entries": further}))
    assert [(one.channels, one.places_total) for one in found.unseen] == [(("look-alike",), 11)]


def test_lines_of_json_may_move() -> None:
    rows = [json.dumps({"id": number, "text": f"row {number} isn't like others"}) for number in range(6)]
    moved = [rows[4], *rows[:4], rows[5].replace("isn't", "isn\u02bct")]
    (one,) = compared("\n".join(rows), "\n".join(moved)).unseen
    assert one.places[0][1].line == 6


@pytest.mark.parametrize("case", [case for case in CASES if case.get("pair")], ids=lambda case: case["id"])
def test_labelled_cases_are_told_by_their_pair(case: dict[str, str]) -> None:
    assert compared(case["pair"], case["text"]).unseen


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["label"] and case.get("canonical")], ids=lambda case: case["id"]
)
def test_every_mark_is_told_from_the_plain_text(case: dict[str, str]) -> None:
    found = compared(case["canonical"], case["text"])
    assert found.unseen
    assert found.open_total == 0


def test_what_is_said_openly_is_no_finding() -> None:
    text = "Please run the tests. It can also wait, or not."
    for other in (
        "Run the tests, please. It can wait too.",
        "First, please run all tests. It also can wait, or not.",
        "Please Run the tests. It can also wait, or not.",
        "Please run 12 tests. It can also wait, or not. Now.",
        "",
    ):
        assert compared(text, other).unseen == (), other
        assert compared(text, other).open_total > 0


def test_bits_count_what_is_carried() -> None:
    tags = "".join(chr(0xE0000 + ord(char)) for char in "leak")
    (one,) = compared("Reply in English.", f"Reply in English.{tags}").unseen
    assert (one.channels, one.bits) == (("tag",), 28.0)
    (one,) = compared("id 4a5b6c7d8e9f", "id 4A5b6C7d8e9F").unseen
    assert (one.channels, one.bits) == (("case",), 3.0)
    many = " ".join(["it's"] * 5)
    (one,) = compared(many, many.replace("'", "\u2019")).unseen
    assert (one.is_uniform, one.bits, one.places_total) == (True, 1.0, 5)
    (one,) = compared(many, many.replace("'", "\u2019", 3)).unseen
    assert (one.is_uniform, one.bits, one.places_total) == (False, 3.0, 3)


def test_marks_in_words_of_one_side_are_told() -> None:
    (one,) = compared("First. Last.", "First. So we sa\u200by this here. Last.").unseen
    assert (one.channels, one.is_reworded) == (("zero-width",), True)
    assert (
        compared("First.", "First. \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u06a9\u062a\u0627\u0628").unseen
        == ()
    )


def test_marks_where_one_text_has_nothing_are_told() -> None:
    tagged = json.dumps({"a": "one", "b": "two\U000e0061\U000e0062"})
    for first, second in (('{"a": "one"}', tagged), ("{no json", tagged), (tagged, "")):
        (one,) = compared(first, second).unseen
        assert (one.channels, one.bits) == (("tag",), 14.0)
    assert compared('{"a": "one"}', '{"a": "one", "b": " ", "c": "three"}').unseen == ()


PIECES = st.sampled_from(
    [
        "word ",
        "it's ",
        "\u2019",
        "\u200b",
        "\U000e0061",
        "\n",
        '{"a":',
        '"',
        "}",
        "[1,",
        "]",
        "\\u2019",
        "%27",
        "&#39;",
        "\udc80",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_are_compared(first: str, second: str) -> None:
    found = compared(first, second)
    for one in found.unseen:
        for spot, text in (
            (spot, text) for pair in one.places for spot, text in zip(pair, (first, second), strict=True)
        ):
            data = text.encode("utf-8", "surrogateescape")
            assert 0 <= spot.start <= spot.end <= len(text)
            assert (
                data[spot.byte_start : spot.byte_end].decode("utf-8", "surrogateescape") == text[spot.start : spot.end]
            )
    assert compared(first, first).unseen == ()
