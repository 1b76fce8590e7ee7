"""The JSON Schemas of what this room reads and writes, as they are published under ``docs/schema``."""

from __future__ import annotations

import json

from pydantic import BaseModel

from countermark.model.run import Round
from countermark.store import disclosures, levels, policies, profiles, records, scenarios
from countermark.store.shapes import TEXT_SCHEMA, Json, shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def toml_schemas() -> dict[str, str]:
    """File name → JSON Schema of each TOML form that people write."""
    forms: tuple[type[BaseModel], ...] = (profiles.FORM, scenarios.FORM, levels.FORM, policies.FORM, disclosures.FORM)
    return dict(toml_schema(form) for form in forms)


def toml_schema(form: type[BaseModel]) -> tuple[str, str]:
    """File name and JSON Schema of one TOML form."""
    found = form.model_json_schema(by_alias=True)
    title = found["properties"]["schema"]["const"]
    name = title.removeprefix("countermark.").replace("/", "-")
    return f"{name}.json", _text({"$schema": DIALECT, **found, "title": title})


def directory_schema() -> str:
    """The JSON Schema of the files of an audit directory: one definition each, ``event`` for a line of events."""
    definitions: dict[str, Json] = {name: shape(hint).schema for name, hint in records.FILES.items()}
    definitions |= {"round": shape(Round).schema, "text": TEXT_SCHEMA}
    title = f"{records.FORM}/{records.MAJOR}"
    return _text({"$schema": DIALECT, "title": title, "$ref": "#/$defs/audit", "$defs": definitions})


def _text(schema: Json) -> str:
    return json.dumps(schema, indent=2) + "\n"
