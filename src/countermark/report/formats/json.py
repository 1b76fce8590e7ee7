"""The report that other programs read: ``countermark.audit/1``, pure ASCII, so that nothing in it can hide."""

from __future__ import annotations

import json

from countermark.model.verdict import Audit
from countermark.report.document import AuditDocument, document
from countermark.report.formats.record import Format


def render(audit: Audit) -> str:
    """The audit as one JSON text; what JSON text cannot hold exactly stands in ``hex``."""
    written = document(audit).model_dump(mode="python", by_alias=True)
    return json.dumps(written, ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    found = AuditDocument.model_json_schema(by_alias=True, mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "countermark.audit/1"}
    return json.dumps(head | {key: value for key, value in found.items() if key != "title"}, indent=2) + "\n"


FORMAT = Format(id="json", title="for programs: countermark.audit/1", media_type="application/json", render=render)
