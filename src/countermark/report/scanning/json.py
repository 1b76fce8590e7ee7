"""``countermark.scan/1``: what a scan found, for other programs; pure ASCII, so that nothing can hide.

It is written, and its schema is stated, without the libraries of the other reports: the scanner is usable alone.
"""

from __future__ import annotations

import json

from countermark.model.accepted import Accepted
from countermark.model.scan import PlacedMark, Scan, Section, Sighting

FORM = "countermark.scan/1"
Json = dict[str, object]


def render(scan: Scan) -> str:
    """The document."""
    found: Json = {
        "schema": FORM,
        "version": scan.version,
        "outcome": scan.outcome,
        "fail_at_bits": scan.fail_at_bits,
        "files": scan.files,
        "bytes_read": scan.bytes_read,
        "sections": [_section(section) for section in scan.sections],
        "unread": [{"file": one.file, "why": one.why, "expected": one.expected} for one in scan.unread],
        "notes": list(scan.notes),
        "table": {
            "made": scan.table.made,
            "corpus": scan.table.corpus,
            "documents": scan.table.documents,
            "most_bits": scan.table.most_bits,
            "unicode": scan.table.unicode,
        },
    }
    return json.dumps(found, ensure_ascii=True, allow_nan=False, indent=1) + "\n"


def _section(section: Section) -> Json:
    return {
        "file": section.file,
        "bytes": [section.byte_start, section.byte_end],
        "suspicion_bits": section.suspicion_bits,
        "sightings": [_sighting(one) for one in section.sightings],
    }


def _sighting(one: Sighting) -> Json:
    return {
        "channel": one.channel,
        "kind": one.kind,
        "suspicion_bits": one.suspicion_bits,
        "capacity_bits": one.capacity_bits,
        "marks_total": one.marks_total,
        "marks": [_mark(mark) for mark in one.marks],
        "readings": [{"framing": reading.framing, "text": reading.text} for reading in one.readings],
        "fingerprint": one.fingerprint,
        "accepted": one.accepted and _accepted(one.accepted),
    }


def _accepted(found: Accepted) -> Json:
    return {
        "reason": found.entry.reason,
        "owner": found.entry.owner,
        "expires": found.entry.expires.isoformat(),
        "is_expired": found.is_expired,
        "line": found.entry.line,
    }


def _mark(mark: PlacedMark) -> Json:
    return {
        "found": mark.found,
        "plain": mark.plain,
        "bytes": [mark.byte_start, mark.byte_end],
        "code_points": [mark.start, mark.end],
        "line": mark.line,
        "column": mark.column,
        "pointer": mark.pointer,
        "before": mark.before,
        "after": mark.after,
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _range(meaning: str) -> Json:
    return {
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
        "description": f"half-open, in {meaning} of the file (inflated, where it was compressed)",
    }


_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_BITS: Json = {"type": "number", "minimum": 0}
_SUSPICION = _BITS | {"description": "at most one in 2 to this power of ordinary documents looks as odd"}
_CAPACITY = _BITS | {"description": "how much the marks could carry, were they a message"}


def schema() -> str:
    """The JSON Schema of the document."""
    mark = _object(
        found=_TEXT,
        plain=_TEXT,
        bytes=_range("bytes"),
        code_points=_range("code points"),
        line=_COUNT,
        column=_COUNT,
        pointer=_TEXT | {"description": "RFC 6901, within the JSON document or line; empty where it is none"},
        before=_TEXT,
        after=_TEXT,
    )
    accepted = _object(
        reason=_TEXT,
        owner=_TEXT,
        expires={"type": "string", "format": "date"},
        is_expired={"type": "boolean", "description": "it accepts nothing any more"},
        line=_COUNT,
    )
    sighting = _object(
        channel=_TEXT,
        kind=_TEXT,
        suspicion_bits=_SUSPICION,
        capacity_bits=_CAPACITY,
        marks_total=_COUNT,
        marks=_list(mark),
        readings=_list(_object(framing=_TEXT, text=_TEXT)),
        fingerprint=_TEXT | {"description": "the same for the same marks between the same text"},
        accepted={"oneOf": [{"type": "null"}, accepted]},
    )
    section = _object(file=_TEXT, bytes=_range("bytes"), suspicion_bits=_SUSPICION, sightings=_list(sighting))
    whole = _object(
        schema={"const": FORM},
        version=_TEXT,
        outcome={"enum": ["found", "nothing-found", "incomplete"]},
        fail_at_bits=_BITS,
        files=_COUNT,
        bytes_read=_COUNT,
        sections=_list(section),
        unread=_list(_object(file=_TEXT, why=_TEXT, expected={"type": "boolean"})),
        notes=_list(_TEXT),
        table=_object(made=_TEXT, corpus=_TEXT, documents=_COUNT, most_bits=_BITS, unicode=_TEXT),
    )
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps({"$schema": dialect, "title": FORM, **whole}, indent=2) + "\n"
