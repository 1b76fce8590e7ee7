"""What became of claims is told in words and as JSON of the published form; a vendor's words command no terminal."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from countermark.model.disclosure import Check, Checked
from countermark.report.disclosed import render, render_json, schema
from unit.report.samples import HOSTILE

PUBLISHED = (Path(__file__).resolve().parents[3] / "docs" / "schema" / "disclosure-check-1.json").read_text("utf-8")
FOUND = Checked(
    purl="pkg:npm/a@1",
    evidence_id="sha256:" + "ab" * 32,
    checks=(
        Check(subject="destination a", claim="it is contacted", answer="confirmed", why="as the audit saw"),
        Check(subject="value ci to a", claim="it is sent", answer="not-exercised", why="ci was not varied"),
        Check(subject=HOSTILE, claim=HOSTILE, answer="contradicted", why=HOSTILE),
    ),
)


def test_contradictions_come_first_and_every_answer_is_counted() -> None:
    said = render(FOUND)
    assert "1 contradicted, 1 not-exercised, 1 confirmed" in said.splitlines()[0]
    assert said.index("contradicted: ") < said.index("not-exercised: ") < said.index("confirmed: ")


def test_a_vendors_words_are_shown_as_text() -> None:
    said = render(FOUND)
    assert "\x1b" not in said
    assert "\u202e" not in said
    said.encode("utf-8")
    render_json(FOUND).encode("ascii")


def test_the_json_is_of_the_published_form() -> None:
    assert schema() == PUBLISHED, "run tools/schemas"
    validator = Draft202012Validator(json.loads(PUBLISHED))
    whole = json.loads(render_json(FOUND))
    validator.validate(whole)
    whole["checks"][0]["answer"] = "perhaps"
    assert not validator.is_valid(whole)
