"""Reports of a scan say where marks stand, keep the two figures apart, and obey nothing that was read."""

from __future__ import annotations

import json as plain_json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from countermark.model.accepted import Acceptance, Accepted
from countermark.model.marks import Reading
from countermark.model.scan import PlacedMark, Scan, ScanTable, Section, Sighting, Unread
from countermark.report.scanning import json, sarif, terminal
from unit.report.sarif_form import LOG

PUBLISHED = (Path(__file__).parents[3] / "docs" / "schema" / "scan-1.json").read_text("utf-8")
NASTY = "\x1b]0;owned\x07\u202e"


def mark(number: int = 0, found: str = "\U000e0061", **changes: object) -> PlacedMark:
    fields = {
        "found": found,
        "plain": "",
        "byte_start": 10 + number,
        "byte_end": 14 + number,
        "start": 10 + number,
        "end": 11 + number,
        "line": 1,
        "column": 11 + number,
        "pointer": "/a/0",
        "before": f"before {NASTY}",
        "after": " after",
    }
    return PlacedMark(**(fields | changes))


def accepted(*, is_expired: bool) -> Accepted:
    entry = Acceptance(reason=f"a test{NASTY}", owner="me", expires=date(2027, 3, 1), channel="tag", where="*", line=4)
    return Accepted(entry=entry, is_expired=is_expired)


def scan(
    bits: float = 12.5, *, unread: tuple[Unread, ...] = (), file: str = "prompts.jsonl", taken: Accepted | None = None
) -> Scan:
    seen = Sighting(
        channel="tag",
        kind="tag",
        suspicion_bits=bits,
        capacity_bits=49.0,
        marks_total=7,
        marks=tuple(mark(number) for number in range(7)),
        readings=(Reading(framing="tag characters", text=f"say hi{NASTY}"),),
        accepted=taken,
    )
    quiet = Sighting(
        channel="typography",
        kind="double-quote",
        suspicion_bits=3.5,
        capacity_bits=4.0,
        marks_total=1,
        marks=(mark(found="\u201c", plain='"'),),
        readings=(),
    )
    return Scan(
        fail_at_bits=10.0,
        files=3,
        bytes_read=1234,
        sections=(
            Section(
                file=file,
                byte_start=0,
                byte_end=99,
                suspicion_bits=3.5 if seen.is_accepted else bits,
                sightings=(seen, quiet),
            ),
        ),
        unread=unread,
        notes=(f"a note {NASTY}",),
        table=ScanTable(made="2026-11-22", corpus="sha256:00", documents=40000, most_bits=13.3, unicode="15.0.0"),
        version="0.1.0",
    )


UNREAD = (Unread(file="locked", why="Permission denied"), Unread(file="picture", why="no text", expected=True))
SCANS = {
    "found": scan(),
    "below": scan(4.0),
    "incomplete": scan(4.0, unread=UNREAD),
    "hostile": scan(file=f"name{NASTY}\ud800"),
    "accepted": scan(taken=accepted(is_expired=False)),
    "expired": scan(taken=accepted(is_expired=True)),
}


@pytest.mark.parametrize("name", SCANS)
def test_the_document_is_of_its_published_form(name: str) -> None:
    text = json.render(SCANS[name])
    assert text.isascii()
    assert [
        error.message for error in Draft202012Validator(plain_json.loads(PUBLISHED)).iter_errors(plain_json.loads(text))
    ] == []
    assert json.schema() == PUBLISHED, "run tools/schemas"


@pytest.mark.parametrize("name", SCANS)
def test_sarif_is_of_its_form(name: str) -> None:
    text = sarif.render(SCANS[name])
    assert text.isascii()
    assert [error.message for error in Draft202012Validator(LOG).iter_errors(plain_json.loads(text))] == []


@pytest.mark.parametrize("name", SCANS)
@pytest.mark.parametrize("everything", [False, True])
def test_a_terminal_is_not_commanded(name: str, *, everything: bool) -> None:
    text = terminal.render(SCANS[name], colour=False, everything=everything)
    assert not set(text) & set("\x1b\x07\u202e\U000e0061\ud800")
    assert all(len(line) <= 200 for line in text.splitlines())


def test_what_is_found_is_named_with_both_figures() -> None:
    text = terminal.render(scan(), colour=False)
    assert text.startswith("FOUND")
    assert "suspicion 12.5 bits, capacity 49 bits" in text
    assert "U+E0061 TAG LATIN SMALL LETTER A ×7" in text
    assert scan().sections[0].sightings[0].fingerprint in text
    assert "reads as «say hi" in text
    assert "/a/0" in text
    assert "double quote" not in text
    assert "double quote" in terminal.render(scan(), colour=False, everything=True)


def test_the_outcome_says_what_was_left_out() -> None:
    assert terminal.render(SCANS["below"], colour=False).startswith("NOTHING FOUND")
    text = terminal.render(SCANS["incomplete"], colour=False)
    assert text.startswith("INCOMPLETE")
    assert "locked: Permission denied" in text
    assert "picture" not in text
    assert "picture" in terminal.render(SCANS["incomplete"], colour=False, everything=True)
    levels = [result["level"] for result in plain_json.loads(sarif.render(scan()))["runs"][0]["results"]]
    assert levels == ["warning", "note"]


def test_marks_that_stand_apart_are_shown_apart_and_the_rest_counted() -> None:
    (section,) = scan().sections
    seen = replace(section.sightings[0], marks=tuple(mark(2 * number) for number in range(7)))
    text = terminal.render(replace(scan(), sections=(replace(section, sightings=(seen,)),)), colour=False)
    assert text.count("TAG LATIN SMALL LETTER A\n") == 5
    assert "and 2 more" in text


def test_accepted_marks_are_no_finding_until_they_expire() -> None:
    assert SCANS["accepted"].outcome == "nothing-found"
    text = terminal.render(SCANS["accepted"], colour=False)
    assert "Accepted: 1 finding (--all lists them)." in text
    assert "say hi" not in text
    assert "accepted until 2027-03-01 by me: a test" in terminal.render(
        SCANS["accepted"], colour=False, everything=True
    )
    (result, _) = plain_json.loads(sarif.render(SCANS["accepted"]))["runs"][0]["results"]
    assert result["suppressions"][0]["justification"].startswith("a test")
    assert SCANS["expired"].outcome == "found"
    assert "was accepted, but no longer than to 2027-03-01" in terminal.render(SCANS["expired"], colour=False)
    assert "suppressions" not in plain_json.loads(sarif.render(SCANS["expired"]))["runs"][0]["results"][0]
