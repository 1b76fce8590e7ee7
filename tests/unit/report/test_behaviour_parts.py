"""What a tool did is told in each form of report, with the run that shows it, and what was not watched is said."""

from __future__ import annotations

import dataclasses
import json

from countermark.model.behaviour import Behaviour
from countermark.report.behaviour_parts import MOST_SHOWN, behaviour_lines, behaviour_rows
from countermark.report.formats import html, terminal
from countermark.report.formats import json as json_form
from countermark.report.pen import Pen
from unit.report import samples
from unit.report.sample_behaviour import behaviour

NOTHING = Behaviour(
    runs=3, traced=(), launched=(), files=(), lasting=(), programs=(), listeners=(), code_requests=(), commands=()
)


def rows(did: Behaviour | None) -> dict[str, list[str]]:
    return dict(behaviour_rows(dataclasses.replace(samples.covert(), behaviour=did)))


def test_every_fact_stands_in_the_document_with_its_run() -> None:
    found = json.loads(json_form.render(samples.covert()))["behaviour"]
    assert found["files"][0] == {
        "kind": "hidden-at-home",
        "place": "~/.quillpad/",
        "files": 4,
        "size_bytes": 5120,
        "runs": 71,
        "run": "0001",
    }
    assert (found["lasting"][0]["place"], found["lasting"][0]["run"]) == ("path-folder", "0007")
    assert found["listeners"] == [{"address": "0.0.0.0 port 4096", "reach": "other-machines"}]
    assert [one["started"] for one in found["commands"]] == [True, False, None]
    assert found["traced"] == ["9001-005", "9001-010"]


def test_the_terminal_and_the_page_say_the_same() -> None:
    page = html.render(samples.covert())
    shown = " ".join(terminal.render(samples.covert()).split())
    for label, texts in behaviour_rows(samples.covert()):
        for text in texts:
            assert label in shown
            assert text in shown
            assert text.partition(" (")[0] in page


def test_what_was_not_watched_is_not_said_to_be_absent() -> None:
    said = rows(NOTHING)
    assert said["files left outside of the working folder"] == ["none"]
    assert said["programs and listeners"] == ["not watched: no run had the probe system-calls beside the tool"]
    assert "listened on, in traced runs" not in said


def test_what_was_watched_and_not_seen_is_said_to_be_absent() -> None:
    said = rows(dataclasses.replace(NOTHING, traced=("9001-002",)))
    assert said["programs started, in traced runs"] == said["listened on, in traced runs"] == ["none"]


def test_an_audit_in_which_nothing_was_looked_at_says_nothing() -> None:
    audit = dataclasses.replace(samples.covert(), behaviour=None)
    assert list(behaviour_lines(audit, Pen(colour=False))) == []
    assert 'id="behaviour"' not in html.render(audit)
    assert json.loads(json_form.render(audit))["behaviour"] is None


def test_the_terminal_counts_what_it_does_not_list() -> None:
    did = behaviour()
    many = dataclasses.replace(did, programs=did.programs * (MOST_SHOWN + 5))
    audit = dataclasses.replace(samples.covert(), behaviour=many)
    assert "and 5 more" in " ".join(" ".join(behaviour_lines(audit, Pen(colour=False))).split())
