"""Source maps that carry what the program is said to be made of.

Nothing checks that text against the program, and engines never run it: so it is listed, and not read as the program.
"""

from __future__ import annotations

import json
from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024
"""Larger maps are named as such and not opened: they are no program, and would only cost memory."""

SUFFIX = ".map"


def source_map_note(name: str, path: Path, size_bytes: int) -> str:
    """What a file says if it is a source map that holds texts; nothing if it is none.

    Source: ECMA-426, source map format (``sections``, ``sourcesContent``).
    """
    if not name.lower().endswith(SUFFIX):
        return ""
    if size_bytes > MAX_BYTES:
        return "a source map, not opened for its size"
    try:
        held = _texts(json.loads(path.read_bytes()))
    except (ValueError, RecursionError, OSError):
        return ""
    return f"a source map that holds the text of {held} source{'s' if held > 1 else ''}" if held else ""


def _texts(value: object) -> int:
    if not isinstance(value, dict):
        return 0
    content = value.get("sourcesContent")
    sections = value.get("sections")
    own = sum(isinstance(text, str) and bool(text) for text in content) if isinstance(content, list) else 0
    maps = [one.get("map") for one in sections if isinstance(one, dict)] if isinstance(sections, list) else []
    return own + sum(_texts(one) for one in maps[:10_000])
