"""Canonical text has no marks, keeps what is ordinary, and is undone to the byte on any input."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.text.canonical import Canonical, canonicalised
from countermark.text.splices import restored, spliced

CASES = json.loads((Path(__file__).parents[3] / "evals" / "labelled_text.json").read_text("utf-8"))
LEAST_EXACT = 0.95


def done(data: bytes) -> Canonical:
    """The canonical form, with what must hold of every one."""
    found = canonicalised(data)
    assert restored(found.data, found.splices) == data
    assert spliced(data, found.splices) == found.data
    assert canonicalised(found.data).data == found.data
    return found


def canonical(text: str) -> str:
    return done(text.encode("utf-8", "surrogateescape")).data.decode("utf-8", "surrogateescape")


def test_marked_texts_become_what_they_were() -> None:
    wanted = {case["id"]: case["canonical"] for case in CASES if case["label"] and case.get("canonical")}
    texts = {case["id"]: case["text"] for case in CASES}
    exact = {name for name, plain in wanted.items() if canonical(texts[name]) == plain}
    assert len(wanted) >= 20
    assert len(exact) >= LEAST_EXACT * len(wanted), set(wanted) - exact


@pytest.mark.parametrize("case", [case for case in CASES if not case["label"]], ids=lambda case: case["id"])
def test_ordinary_texts_are_not_touched(case: dict[str, str]) -> None:
    assert canonical(case["text"]) == case["text"]


MARKED = "Say \u2018no\u2019 to p\u0430ypal: Today\u02b9s date is 2026/11/21."
PLAIN = "Say \u2018no\u2019 to paypal: Today's date is 2026-11-21."


def in_json(text: str, *, ascii_only: bool = True) -> str:
    return json.dumps({"role": "user", "n": 1.0, "content": text}, ensure_ascii=ascii_only)


def twice(text: str) -> str:
    return json.dumps({"body": in_json(text)}, indent=2)


def in_base64(text: str) -> str:
    return f"body: {base64.b64encode(in_json(text).encode()).decode()}\n"


@pytest.mark.parametrize("wrap", [in_json, lambda text: in_json(text, ascii_only=False), twice, in_base64, str])
def test_marks_go_where_they_stand_in_what_is_encoded(wrap: object) -> None:
    assert callable(wrap)
    assert canonical(wrap(MARKED)) == wrap(PLAIN)


@pytest.mark.parametrize("wrap", [in_json, lambda text: in_json(text, ascii_only=False), twice])
def test_quotation_marks_are_escaped_as_the_place_asks_for(wrap: object) -> None:
    assert callable(wrap)
    case = next(case for case in CASES if case["id"] == "P015")
    made = canonical(wrap(case["text"]))
    assert json.loads(made) == json.loads(wrap(case["canonical"]))


def test_json_keeps_its_layout_and_numbers() -> None:
    text = '{ "a" : 1.0e2,\n\n  "a" : -0, "t" : "re\u200bad\\u200b me\u200d","u" : "\\u00e9" }'
    assert canonical(text) == '{ "a" : 1.0e2,\n\n  "a" : -0, "t" : "read me","u" : "\\u00e9" }'


def test_percent_escapes_and_references_stay_what_they_are() -> None:
    assert canonical("?q=pa%D0%B0ypal+and+p%D0%B0ypal") == "?q=paaypal+and+paypal"
    assert canonical("<p>Please review the pay&#8203;load now</p>") == "<p>Please review the payload now</p>"
    assert canonical("<a title='Say it&#697;s so'>it&#697;s</a>") == "<a title='Say it&#x27;s so'>it&#x27;s</a>"


def test_what_cannot_be_written_otherwise_is_said() -> None:
    body = base64.b64encode(gzip.compress(("Reply." + "\U000e0061" * 9).encode(), mtime=0)).decode()
    found = done(json.dumps({"body": body}).encode())
    assert found.splices == ()
    assert [one.channel for one in found.left] == ["tag"]


def test_parts_of_a_long_text_are_judged_apart_and_all_are_done() -> None:
    lines = [f"line {number} of a log that goes on and on\n" for number in range(9000)]
    plain = "".join(lines)
    lines[10] = lines[10].replace("log", "lo\u200bg")
    lines[8990] = lines[8990].replace("log", "lo\u200bg")
    found = done("".join(lines).encode())
    assert found.data.decode() == plain
    assert len(found.splices) == 2


def test_bytes_that_join_to_a_character_are_read_again() -> None:
    torn = b"a\xe2\x80" + "\U000e0061\U000e0062".encode() + b"\x99b"
    assert done(torn).data == b"a\xe2\x80\x99b"


PIECES = st.sampled_from(
    [
        *(
            "word ",
            "it's ",
            "it\u2019s ",
            "it\u02bcs ",
            "p\u0430y",
            "\u200b",
            "\u200d",
            "\U000e0061",
            "\ufe0f",
            "\u202e",
            "\n",
        ),
        *(
            '{"a":"',
            '"}',
            "\\u200b",
            "\\",
            '"',
            "\\\\u2019",
            "%E2%80%8B",
            "&#8203;",
            "&",
            "2026/11/21",
            "  ",
            "\t",
            ". ",
        ),
        *("\udc80", "\udcff", "YWJjZGVmZ2hpamtsbW5vcA==", "\x00", "\ufeff", "e\u0301", "\u00e9", '\u201cq"', "\r\n"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_any_text_is_undone_and_done_once(text: str) -> None:
    done(text.encode("utf-8", "surrogateescape"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_undone_and_done_once(data: bytes) -> None:
    done(data)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_json_stays_json(text: str) -> None:
    source = json.dumps({"a": [text.encode("utf-8", "replace").decode(), 1]}, ensure_ascii=False)
    json.loads(done(source.encode()).data)
