"""The published JSON Schemas of a register are those of the code, and say what its files hold."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from countermark.register.forms import FORMS
from countermark.store.schemas import toml_schema
from unit.register.sample_register import FILES

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "schema"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_forms_are_published_as_they_are(form: type) -> None:
    name, text = toml_schema(form)
    assert (PUBLISHED / name).read_text("utf-8") == text, "run tools/schemas"


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_is_of_the_published_form(name: str) -> None:
    found = tomllib.loads(FILES[name])
    schema = found["schema"].removeprefix("countermark.").replace("/", "-")
    validator = Draft202012Validator(json.loads((PUBLISHED / f"{schema}.json").read_text("utf-8")))
    as_json = json.loads(json.dumps(found, default=lambda moment: moment.isoformat()))
    assert list(validator.iter_errors(as_json)) == []
    assert not validator.is_valid(as_json | {"x": 1})
