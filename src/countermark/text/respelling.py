"""Puts plain text in the place of marks where they stand in a source: written in the encoding that is used there."""

from __future__ import annotations

import base64
import html
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from countermark.text.encodings.base64 import decoded_bytes
from countermark.text.opened import (
    BASE64_RUN,
    GZIP,
    JSON_LINE,
    STRING,
    Opened,
    begins_json,
    is_json_text,
    opened,
    text_of,
    unescaped,
)

_MAX_CHECKS = 200
"""So often a source is opened again to see which changes of it do what they are to do."""

_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_REFERENCES = re.compile(r"(?:&#?[0-9A-Za-z]+;)+")
_JSON_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}")
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')


_ALL = 1 << 62
"""More JSON than any number of lines."""


class Change(NamedTuple):
    """``plain`` goes in the place of ``text[start:end]``, because of these channels."""

    start: int
    end: int
    plain: str
    channels: tuple[str, ...]


class Wanted(NamedTuple):
    """A change of what a source says, and the change of the source that does it."""

    said: Change
    written: Change


def changed(text: str, made: Iterable[Change]) -> str:
    """``text`` with the changes, which are in order and do not overlap."""
    parts, at = [], 0
    for one in made:
        parts += [text[at : one.start], one.plain]
        at = one.end
    return "".join((*parts, text[at:]))


def in_source(text: str, within: Opened, fixes: Sequence[Change], *, is_json: bool) -> list[Wanted]:
    """The changes of ``text`` that make ``fixes`` of what it says, which is ``within``; in order, none overlapping.

    What is written out as a whole is written anew as a whole.
    """
    writer = _Writer(text, is_json=is_json)
    found = []
    for said in _whole_atoms(within, fixes):
        start, end = within.source(said.start, said.end)
        found.append(Wanted(said, Change(start, end, writer.written(start, end, said.plain), said.channels)))
    return found


def _whole_atoms(within: Opened, fixes: Sequence[Change]) -> Iterator[Change]:
    group: list[Change] = []
    start = end = 0
    for fix in fixes:
        lo, hi = _atoms_of(within, fix.start, fix.end)
        if group and lo >= end:
            yield _as_one(within.text, start, end, group)
            group = []
        start, end = (min(start, lo), max(end, hi)) if group else (lo, hi)
        group.append(fix)
    if group:
        yield _as_one(within.text, start, end, group)


def _atoms_of(within: Opened, start: int, end: int) -> tuple[int, int]:
    """The range, with the whole of what is written out at either end."""
    pieces = within.pieces
    first = bisect_right(pieces, start, key=lambda piece: piece.at) - 1
    last = bisect_right(pieces, max(end - 1, start), key=lambda piece: piece.at) - 1
    if not pieces[first].same:
        start = pieces[first].at
    if not pieces[last].same:
        end = pieces[last + 1].at if last + 1 < len(pieces) else len(within.text)
    return start, end


def _as_one(text: str, start: int, end: int, group: Sequence[Change]) -> Change:
    moved = [fix._replace(start=fix.start - start, end=fix.end - start) for fix in group]
    channels = tuple(dict.fromkeys(name for fix in group for name in fix.channels))
    return Change(start, end, changed(text[start:end], moved), channels)


class _Writer:
    """Writes what is to be said at a place of a source as the encodings around that place ask for."""

    def __init__(self, text: str, *, is_json: bool) -> None:
        self._text = text
        self._is_json = is_json

    def written(self, start: int, end: int, said: str) -> str:
        source = self._text[start:end]
        if _PERCENTS.fullmatch(source):
            return quote(said, safe="", errors="surrogatepass")
        if _REFERENCES.fullmatch(source):
            return html.escape(said)
        in_ascii = bool(_JSON_ESCAPE.search(source))
        if _TO_ESCAPE.search(said) or (in_ascii and not said.isascii()):
            return self._escaped(start, said, in_ascii=in_ascii)
        return said

    def _escaped(self, place: int, said: str, *, in_ascii: bool) -> str:
        number = bisect_right(self._strings, (place, len(self._text))) - 1
        if number < 0 or place >= self._strings[number][1]:
            return said
        start, end = self._strings[number]
        inner = unescaped(self._text[start:end])
        if is_json_text(inner.text):
            within = _Writer(inner.text, is_json=True)
            said = within._escaped(_place_in(inner, place - start), said, in_ascii=in_ascii)
        return json.dumps(said, ensure_ascii=in_ascii)[1:-1]

    @cached_property
    def _strings(self) -> list[tuple[int, int]]:
        """The insides of all JSON strings."""
        if self._is_json or begins_json(self._text):
            return [match.span("body") for match in STRING.finditer(self._text)]
        return [
            match.span("body")
            for line in re.finditer(r"[^\n]+", self._text)
            if JSON_LINE.match(line.group())
            for match in STRING.finditer(self._text, *line.span())
        ]


def _place_in(inner: Opened, place: int) -> int:
    """Where in the text stands what begins at a place of its source."""
    piece = inner.pieces[max(bisect_right(inner.pieces, place, key=lambda one: one.start) - 1, 0)]
    return piece.at + (place - piece.start if piece.same else 0)


def kept(text: str, within: Opened, wanted: Sequence[Wanted], *, is_json: bool) -> tuple[Change, ...]:
    """The changes of ``text`` that do what they are to do and nothing else, with JSON that is JSON as before."""
    check = _Check(text, within, is_json=is_json)
    return tuple(
        one.written
        for one in _holding(list(wanted), check)
        if text[one.written.start : one.written.end] != one.written.plain
    )


def _holding(wanted: list[Wanted], check: _Check) -> list[Wanted]:
    if not wanted or check.holds(wanted):
        return wanted
    if len(wanted) == 1:
        return []
    half = len(wanted) // 2
    first, second = _holding(wanted[:half], check), _holding(wanted[half:], check)
    return first + second if not (first and second) or check.holds(first + second) else first


class _Check:
    """Opens a source again after changes, as often as that is allowed."""

    def __init__(self, text: str, within: Opened, *, is_json: bool) -> None:
        self._text, self._within, self._is_json = text, within, is_json
        self._is_opened = within.text != text
        self._sound = _sound_json(text)
        self._checks = 0

    def holds(self, wanted: Sequence[Wanted]) -> bool:
        self._checks += 1
        if self._checks > _MAX_CHECKS:
            return False
        text = changed(self._text, (one.written for one in wanted))
        if _sound_json(text) < self._sound:
            return False
        if not self._is_opened:
            return True
        return opened(text, is_json=self._is_json).text == changed(self._within.text, (one.said for one in wanted))


def _sound_json(text: str) -> int:
    """How much of a text is JSON: all of it, else how many of its lines and events."""
    if is_json_text(text.lstrip("\ufeff \t\r\n")):
        return _ALL
    lines = (line.removeprefix("data:").strip() for line in text.split("\n"))
    return sum(is_json_text(line) for line in lines if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Base64 that is text, and where it stands; ``source`` is empty where it is compressed, which is not undone."""

    start: int
    end: int
    source: str
    text: str

    @property
    def is_json(self) -> bool:
        """Whether the text may be a JSON document."""
        return begins_json(self.text)

    def written(self, made: Iterable[Change]) -> str:
        """The changed text in base64, in the alphabet and with the padding of the source."""
        data = changed(self.text, made).encode()
        is_url = "-" in self.source or "_" in self.source or ("=" not in self.source and len(self.source) % 4 > 0)
        written = (base64.urlsafe_b64encode if is_url else base64.b64encode)(data).decode()
        is_padded = "=" in self.source or (not is_url and len(self.source) % 4 == 0)
        return written if is_padded else written.rstrip("=")


def bodies(text: str) -> Iterator[Body]:
    """Every base64 body that is text."""
    for match in BASE64_RUN.finditer(text):
        data = decoded_bytes(match.group())
        said = None if data is None else text_of(data)
        if data is not None and said:
            source = "" if data.startswith(GZIP) else match.group()
            yield Body(start=match.start(), end=match.end(), source=source, text=said)
