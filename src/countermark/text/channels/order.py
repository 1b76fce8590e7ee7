"""The same lines, words, list items or JSON members in another order."""

from __future__ import annotations

import json
import re

from countermark.text.channels.record import Channel

# A word with what stands inside of it (paths, hosts, times, dates stay whole), or a single other character.
_ITEM = re.compile(r"\w+(?:[.:/\\@+~%#&=?'’\-]+\w+)*|[^\w\s]")
_MAX_JSON = 1_000_000
_MAX_DEPTH = 50


def _canonical(text: str) -> str:
    """All items, sorted; of JSON, the value with its members and elements sorted."""
    # The blank keeps sorted items from being taken for JSON.
    return sorted_json(text) or " " + " ".join(sorted(_ITEM.findall(text)))


def sorted_json(text: str) -> str | None:
    """The JSON object or array that ``text`` is, its members and elements sorted; ``None`` where it is neither."""
    if text[:1] not in ("{", "[") or len(text) > _MAX_JSON or _depth(text) > _MAX_DEPTH:
        return None
    try:
        return _sorted(json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_members))
    except ValueError:
        return None


class _Members(list[tuple[str, object]]):
    """A JSON object, with members of one name kept."""


def _members(pairs: list[tuple[str, object]]) -> _Members:
    return _Members(pairs)


def _depth(text: str) -> int:
    """No less than the depth to which brackets nest; brackets in strings count too."""
    depth = deepest = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match.group() in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _sorted(value: object) -> str:
    if isinstance(value, _Members):
        return "{" + ",".join(sorted(f"{json.dumps(name)}:{_sorted(inner)}" for name, inner in value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(_sorted(inner) for inner in value)) + "]"
    return json.dumps(value)


ORDER = Channel(id="order", title="Order", canonical=_canonical)
