"""JSON of unknown shape, read without surprises and written compactly."""

from __future__ import annotations

import json
from collections.abc import Mapping

from countermark.wire.messages import Header

JSON_TYPE = Header(name="content-type", value="application/json")


def parse_map(text: str) -> Mapping[str, object] | None:
    """The JSON object that ``text`` is; ``None`` where it is something else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def as_map(value: object) -> Mapping[str, object]:
    """``value`` where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> tuple[object, ...]:
    """The elements where ``value`` is a JSON array, else none."""
    return tuple(value) if isinstance(value, list) else ()


def as_text(value: object) -> str:
    """``value`` where it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def write_json(value: object) -> str:
    """Compact JSON, keys in the order given; ``null`` for what is nested deeper than Python goes."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return "null"


def encode(text: str) -> bytes:
    """UTF-8; a lone surrogate, which JSON can carry and UTF-8 cannot, becomes a question mark."""
    return text.encode("utf-8", "replace")
