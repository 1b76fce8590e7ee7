"""What became of a disclosure's claims, in words for people and as ``countermark.disclosure-check/1``."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from countermark.model.disclosure import Answer, Checked
from countermark.text.visible import escape_terminal

_ORDER: tuple[Answer, ...] = ("contradicted", "not-exercised", "confirmed")
_Form = Literal["countermark.disclosure-check/1"]
_FORM: _Form = "countermark.disclosure-check/1"


def render(found: Checked) -> str:
    """The contradictions first; then what the audit could not tell; then what it bears out."""
    counts = ", ".join(f"{len(found.having(answer))} {answer}" for answer in _ORDER)
    lines = [f"{escape_terminal(found.purl)}: {counts}", f"  evidence {found.evidence_id}"]
    for answer in _ORDER:
        for check in found.having(answer):
            lines.append(f"{answer}: {escape_terminal(check.subject)}")
            lines.append(f"    claim: {escape_terminal(check.claim)}")
            lines.append(f"    audit: {escape_terminal(check.why)}")
    return "\n".join(lines) + "\n"


class _CheckForm(BaseModel):
    """One claim, and what the audit says of it."""

    model_config = ConfigDict(from_attributes=True)
    subject: str
    claim: str
    answer: Answer
    why: str


class _Document(BaseModel):
    """Every claim of a disclosure; keys are only ever added within a version."""

    model_config = ConfigDict(from_attributes=True)
    schema_: _Form = Field(default=_FORM, serialization_alias="schema")
    purl: str
    evidence_id: str
    checks: tuple[_CheckForm, ...]


def render_json(found: Checked) -> str:
    """The same for programs, in ASCII."""
    written = _Document.model_validate(found).model_dump(mode="python", by_alias=True)
    return json.dumps(written, ensure_ascii=True, indent=2) + "\n"


def schema() -> str:
    """The JSON Schema of what ``render_json`` writes, as it is published."""
    found = _Document.model_json_schema(by_alias=True, mode="serialization")
    return (
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": _FORM}, indent=2)
        + "\n"
    )
