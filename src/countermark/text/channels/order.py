"""The same lines, words, list items or JSON members in another order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.header_order import header_orders, parameter_orders

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


_LINE = re.compile(r"(?m)^\{[^\n]*\}(?=\r?$)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_MAX_LINE = 100_000
_FEWEST_NAMES = 2


def _find(text: str) -> tuple[Pattern, ...]:
    """JSON objects, one a line, that have the same names in another order."""
    slots: dict[frozenset[str], list[Slot]] = {}
    first: dict[frozenset[str], tuple[str, ...]] = {}
    for match in _LINE.finditer(text):
        _collect(match, slots, first)
    found = _strongest("names", slots.values())
    return (*found, *header_orders(ORDER.id, text), *parameter_orders(ORDER.id, text), *(() if found else _flat(text)))


def _strongest(kind: str, groups: Iterable[list[Slot]]) -> tuple[Pattern, ...]:
    found = [pattern for group in groups for pattern in alternation(ORDER.id, kind, group)]
    return (max(found, key=lambda pattern: pattern.strength),) if found else ()


_FLAT = re.compile(r"\{[^{}]{4,4000}\}")


def _flat(text: str) -> tuple[Pattern, ...]:
    """Objects without others inside, in one list or over several lines."""
    if '":' not in text:
        return ()
    slots: dict[frozenset[str], list[Slot]] = {}
    first: dict[frozenset[str], tuple[str, ...]] = {}
    for match in _FLAT.finditer(text):
        _collect(match, slots, first)
    return _strongest("names", slots.values())


def _collect(
    match: re.Match[str], slots: dict[frozenset[str], list[Slot]], first: dict[frozenset[str], tuple[str, ...]]
) -> None:
    """Puts an object to those with the same names."""
    found = match.group()
    spans = _member_spans(found)
    names = tuple(name for name, _, _ in spans)
    key = frozenset(names)
    if len(key) == len(names) >= _FEWEST_NAMES:
        plain = _reordered(found, spans, first.setdefault(key, names))
        slots.setdefault(key, []).append(
            Slot(start=match.start(), end=match.end(), found=found, plain=plain, way="\0".join(names))
        )


def _member_spans(line: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each member of the object that a line is; empty where it is none."""
    if len(line) > _MAX_LINE:
        return []
    found: list[tuple[str, int, int]] = []
    depth, start, name = 0, 1, ""
    for match in _TOKEN.finditer(line):
        part = match.group()
        if depth == 1 and part in {",", "}"}:
            if not name:
                return []
            found.append((name, start, match.start()))
            start, name = match.end(), ""
        elif depth == 1 and not name:
            if part[0] != '"' or line[start : match.start()].strip():
                return []
            name, start = part, match.start()
        depth += (part in "{[") - (part in "}]")
        if depth == 0:
            return found if match.end() == len(line) else []
    return []


def _reordered(line: str, spans: list[tuple[str, int, int]], names: tuple[str, ...]) -> str:
    """``line`` with its members in the order of ``names``, and what stands between them as it was."""
    members = {name: line[start:end].rstrip() for name, start, end in spans}
    parts, at = [], 0
    for wanted, (_, start, end) in zip(names, spans, strict=True):
        stop = start + len(line[start:end].rstrip())
        parts += [line[at:start], members[wanted]]
        at = stop
    return "".join((*parts, line[at:]))


ORDER = Channel(id="order", title="Order", canonical=_canonical, find=_find)
