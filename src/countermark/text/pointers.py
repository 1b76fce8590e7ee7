"""Which value of a JSON text a place lies in. Source: RFC 6901."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]')


def pointer(text: str, place: int) -> str | None:
    """The JSON pointer of the innermost value or name around ``place``; ``None`` where the text is no JSON up to there.

    A place within a member's name has the pointer of that member. Total, whatever follows the place.
    """
    if text[:1] not in {"{", "["}:
        return None
    path: list[str] = []  # one part for each open bracket
    closing: list[str] = []
    is_name = False
    for match in _TOKEN.finditer(text):
        part = match.group()
        if match.start() > place:
            break
        if part in {"{", "["}:
            closing.append("}" if part == "{" else "]")
            path.append("" if part == "{" else "0")
            is_name = part == "{"
        elif part in {"}", "]"}:
            if not closing or closing.pop() != part:
                return None
            path.pop()
            is_name = False
        elif part == "," and closing:
            is_name = closing[-1] == "}"
            if not is_name:
                path[-1] = str(int(path[-1]) + 1)
        elif part[0] == '"' and is_name and path:
            path[-1] = _name(part)
            is_name = False
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)


def _name(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')
