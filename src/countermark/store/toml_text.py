"""Texts written into TOML that people go on with."""

from __future__ import annotations

import json
import re


def quoted(text: str) -> str:
    """A basic string of TOML: those of JSON in ASCII are, but for characters that JSON writes as two escapes."""
    return re.sub(
        r"(?:\\u[0-9a-f]{4})+",
        lambda match: "".join(_escape(char) for char in json.loads(f'"{match.group()}"')),
        json.dumps(text, ensure_ascii=True),
    )


def _escape(char: str) -> str:
    point = ord(char)
    if 0xD800 <= point <= 0xDFFF:  # noqa: PLR2004 -- TOML has no half characters; in a pattern ? stands for any one
        return "?"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004 -- TOML 1.0.0, «String»
