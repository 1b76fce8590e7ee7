"""``countermark.compared-texts/1``: what differs between two texts unseen, for other programs; pure ASCII."""

from __future__ import annotations

import json

from countermark.model.compared_texts import ComparedTexts, Spot, Unseen

FORM = "countermark.compared-texts/1"
Json = dict[str, object]


def render(found: ComparedTexts) -> str:
    """The document."""
    said: Json = {
        "schema": FORM,
        "version": found.version,
        "outcome": found.outcome,
        "first": found.first,
        "second": found.second,
        "bits": found.bits,
        "unseen": [_unseen(one) for one in found.unseen],
        "open_total": found.open_total,
        "notes": list(found.notes),
        "unread": [{"file": one.file, "why": one.why} for one in found.unread],
    }
    return json.dumps(said, ensure_ascii=True, allow_nan=False, indent=1) + "\n"


def _unseen(one: Unseen) -> Json:
    return {
        "channels": list(one.channels),
        "bits": one.bits,
        "is_uniform": one.is_uniform,
        "is_reworded": one.is_reworded,
        "readings": [{"framing": reading.framing, "text": reading.text} for reading in one.readings],
        "places_total": one.places_total,
        "places": [{"first": _spot(first), "second": _spot(second)} for first, second in one.places],
    }


def _spot(spot: Spot) -> Json:
    return {
        "found": spot.found,
        "bytes": [spot.byte_start, spot.byte_end],
        "code_points": [spot.start, spot.end],
        "line": spot.line,
        "column": spot.column,
        "pointer": spot.pointer,
        "before": spot.before,
        "after": spot.after,
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


def schema() -> str:
    """The JSON Schema of the document."""
    text: Json = {"type": "string"}
    count: Json = {"type": "integer", "minimum": 0}
    number: Json = {"type": "number", "minimum": 0}
    flag: Json = {"type": "boolean"}
    spot = _object(
        found=text,
        bytes=_range("bytes"),
        code_points=_range("code points"),
        line=count,
        column=count,
        pointer=text | {"description": "RFC 6901; within a document in a value it goes on after that value's"},
        before=text,
        after=text,
    )
    unseen = _object(
        channels=_list(text),
        bits=number | {"description": "how much the two texts show to be carried here, at least"},
        is_uniform=flag | {"description": "every place so written in the first text is otherwise in the second"},
        is_reworded=flag | {"description": "the text around it differs openly as well"},
        readings=_list(_object(framing=text, text=text)),
        places_total=count,
        places=_list(_object(first=spot, second=spot)),
    )
    whole = _object(
        schema={"const": FORM},
        version=text,
        outcome={"enum": ["found", "nothing-found", "incomplete"]},
        first=text,
        second=text,
        bits=number | {"description": "of all differences together, at most: they may depend on one another"},
        unseen=_list(unseen),
        open_total=count,
        notes=_list(text),
        unread=_list(_object(file=text, why=text)),
    )
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps({"$schema": dialect, "title": FORM, **whole}, indent=2) + "\n"
