"""Reports of a comparison show both sides, and obey nothing that was read."""

from __future__ import annotations

import json as plain_json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from countermark.model.compared_texts import ComparedTexts
from countermark.model.scan import Unread
from countermark.report.comparing import json, sarif, terminal
from countermark.report.scanning import canonical
from countermark.text.canonical import canonicalised
from countermark.text.comparing import compared
from unit.report.sarif_form import LOG

PUBLISHED = (Path(__file__).parents[3] / "docs" / "schema" / "compared-texts-1.json").read_text("utf-8")
NASTY = "\x1b]0;owned\x07\u202e"


def texts(first: str, second: str, *unread: Unread) -> ComparedTexts:
    found = compared(first, second)
    return ComparedTexts(
        first=f"a{NASTY}.json",
        second="b.json",
        unseen=found.unseen,
        open_total=found.open_total,
        notes=(f"a note {NASTY}",),
        unread=unread,
        version="0.1.0",
    )


LONG = "x" * 300
FOUND = {
    "found": texts(f"Today's {NASTY} one", f"Today\u02bcs {NASTY} two {LONG}"),
    "uniform": texts("it's it's it's", "it\u2019s it\u2019s it\u2019s"),
    "many": texts("it's " * 9 + "it's", "it\u2019s " * 9 + "it's"),
    "tags": texts(plain_json.dumps({"a": f"b{NASTY}"}), '{"a": "b' + "\U000e0061\U000e0062" * 300 + '"}'),
    "nothing": texts("a", "b"),
    "incomplete": texts("a", "", Unread(file=f"b{NASTY}", why="Permission denied")),
}


@pytest.mark.parametrize("name", FOUND)
def test_the_document_is_of_its_published_form(name: str) -> None:
    text = json.render(FOUND[name])
    assert text.isascii()
    problems = Draft202012Validator(plain_json.loads(PUBLISHED)).iter_errors(plain_json.loads(text))
    assert [problem.message for problem in problems] == []
    assert json.schema() == PUBLISHED, "run tools/schemas"


@pytest.mark.parametrize("name", FOUND)
def test_sarif_is_of_its_form(name: str) -> None:
    text = sarif.render(FOUND[name])
    assert text.isascii()
    assert [error.message for error in Draft202012Validator(LOG).iter_errors(plain_json.loads(text))] == []


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_is_not_commanded(name: str, *, colour: bool) -> None:
    text = terminal.render(FOUND[name], colour=colour)
    assert not set(text) & set("\x07\u202e\U000e0061")
    assert ("\x1b" in text) == colour
    assert "\x1b]" not in text


def test_both_sides_are_shown() -> None:
    text = terminal.render(FOUND["found"], colour=False)
    assert text.startswith("FOUND  1 place where a reader sees no difference; they show 1 bit\n")
    assert "first   Today⟦'⟧s" in text
    assert "second  Today⟦ʼ⟧s" in text
    assert "U+02BC MODIFIER LETTER APOSTROPHE" in text
    assert "One place differs openly" in text
    assert "everywhere alike, 1 bit" in terminal.render(FOUND["uniform"], colour=False)
    assert "9 places, 9 bits" in terminal.render(FOUND["many"], colour=False)
    assert "and 4 more" in terminal.render(FOUND["many"], colour=False)
    assert "/a\n" in terminal.render(FOUND["tags"], colour=False)
    assert terminal.render(FOUND["nothing"], colour=False).startswith("NOTHING FOUND")
    assert terminal.render(FOUND["incomplete"], colour=False).startswith("INCOMPLETE")


def test_what_was_taken_out_is_told() -> None:
    data = f"Log in at p\u0430ypal{NASTY}.".encode()
    text = canonical.render(f"in{NASTY}", data, canonicalised(data), colour=False)
    assert text.startswith("CANONICAL  in")
    assert "U+0430 CYRILLIC SMALL LETTER A became a" in text
    assert not set(text) & set("\x1b\x07\u202e")
    assert "nothing to change" in canonical.render("in", b"plain", canonicalised(b"plain"), colour=False)
