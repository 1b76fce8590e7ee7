"""Which value of a JSON text a place lies in. Source: RFC 6901."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]')


def pointer(text: str, place: int) -> str | None:
    """The JSON pointer of the innermost value or name around ``place``; ``None`` where the text is no JSON so far."""
    return next(pointers(text, (place,)))


def pointers(text: str, places: Iterable[int]) -> Iterator[str | None]:
    """The pointer of each place, in one pass; places do not go down.

    A place within a member's name has the pointer of that member. Total, whatever follows the places.
    """
    walk = _Walk()
    tokens = _TOKEN.finditer(text) if text[:1] in {"{", "["} else iter(())
    ahead = next(tokens, None)
    for place in places:
        while ahead is not None and ahead.start() <= place:
            walk.step(ahead.group())
            ahead = next(tokens, None)
        yield walk.pointer() if text[:1] in {"{", "["} else None


class _Walk:
    """Brackets that are open, and for each the name or number at which it is."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._closing: list[str] = []
        self._is_name = False
        self._broken = False

    def pointer(self) -> str | None:
        if self._broken:
            return None
        return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in self._path)

    def step(self, part: str) -> None:
        if part in {"{", "["}:
            self._closing.append("}" if part == "{" else "]")
            self._path.append("" if part == "{" else "0")
            self._is_name = part == "{"
        elif part in {"}", "]"}:
            if not self._closing or self._closing.pop() != part:
                self._broken, self._closing, self._path = True, [], []
                return
            self._path.pop()
            self._is_name = False
        elif part == "," and self._closing:
            self._is_name = self._closing[-1] == "}"
            if not self._is_name:
                self._path[-1] = str(int(self._path[-1]) + 1)
        elif part[0] == '"' and self._is_name and self._path:
            self._path[-1] = _name(part)
            self._is_name = False


def _name(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')
