"""Controls of writing direction where nothing is written from right to left, or that are never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.model.marks import Mark, Pattern
from countermark.text.channels.record import Channel
from countermark.text.counted import counted, removed
from countermark.text.framings import read_symbols
from countermark.text.invisible import BIDI_CONTROLS
from countermark.text.scripts import has_right_to_left
from countermark.text.stable import characters

_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_LINE = re.compile(r"[^\n]*\n?")
_OVERRIDES = "\u202d\u202e"
_MARKS = "\u200e\u200f\u061c"
_OPEN_EMBEDDING, _CLOSE_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_DIRECTED = "\u2066\u2067"
"""Isolates that name a direction; the third, for what is filled in, asks the text for it."""
_OPEN_ISOLATE, _CLOSE_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def _canonical(text: str) -> str:
    return text if text.isascii() else _CONTROL.sub("", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """Source: UAX #9, 2.1 to 2.4; isolates around what is filled in: Project Fluent's guide, 2026-11."""
    if text.isascii() or characters(text).isdisjoint(BIDI_CONTROLS):
        return ()
    found: dict[str, list[Mark]] = {
        "mark": [],
        "embedding": [],
        "override": [],
        "unbalanced": [],
        "isolate": [],
        "needless-mark": [],
    }
    right_to_left = has_right_to_left(text)
    for match in _LINE.finditer(text):
        for kind, place in _of_line(match.group()):
            found[kind].append(removed(text, match.start() + place))
    if len({mark.found for mark in found["mark"]}) > 1 and not right_to_left:
        found["both-marks"] = found.pop("mark")
    return tuple(
        pattern for kind, marks in found.items() for pattern in counted(BIDI.id, kind, marks, read=read_symbols)
    )


def _of_line(line: str) -> Iterator[tuple[str, int]]:
    """Isolates that are closed on their line are explained in any language, the rest beside right-to-left letters."""
    if not _CONTROL.search(line):
        return
    right_to_left, closed = has_right_to_left(line), _closed(line)
    overrides = any(char in line for char in _OVERRIDES)
    for match in _CONTROL.finditer(line):
        place, char = match.start(), match.group()
        if char in _MARKS:
            if not right_to_left:
                yield "mark", place
            elif _between_right_to_left(line, place):
                yield "needless-mark", place
        elif place not in closed:
            yield "unbalanced", place
        elif not right_to_left and char not in _OPEN_ISOLATE + _CLOSE_ISOLATE:
            yield "override" if overrides else "embedding", place
        elif not right_to_left and closed[place] in _DIRECTED:
            yield "isolate", place


def _between_right_to_left(line: str, place: int) -> bool:
    """Whether the nearest characters, past a blank, are letters from right to left on both sides: nothing changes."""
    near = line[:place].rstrip(" ")[-1:], line[place + 1 :].lstrip(" ")[:1]
    return all(char.isalpha() and has_right_to_left(char) for char in near)


def _closed(line: str) -> dict[int, str]:
    """Places of openings that are closed in their turn, and of what closes them, with the opening."""
    open_places: list[tuple[int, str]] = []
    closed: dict[int, str] = {}
    for match in _CONTROL.finditer(line):
        char = match.group()
        if char in _OPEN_EMBEDDING:
            open_places.append((match.start(), _CLOSE_EMBEDDING))
        elif char in _OPEN_ISOLATE:
            open_places.append((match.start(), _CLOSE_ISOLATE))
        elif open_places and open_places[-1][1] == char:
            opened = open_places.pop()[0]
            closed[opened] = closed[match.start()] = line[opened]
    return closed


BIDI = Channel(id="bidi", title="Writing direction", canonical=_canonical, find=_find)
