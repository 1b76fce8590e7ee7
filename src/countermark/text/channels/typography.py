"""Typographic variants: quotation marks, dashes of any length, ellipses, bullets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.punctuation import (
    APOSTROPHES,
    BULLETS,
    DASHES,
    DOTS,
    DOUBLE_QUOTES,
    ELLIPSES,
    SINGLE_QUOTES,
    SLASHES,
    folding,
)
from countermark.text.stable import characters

_TABLE = folding(APOSTROPHES + SINGLE_QUOTES, DOUBLE_QUOTES, DASHES, DOTS, SLASHES)
_DOTS = {ord(char): dots for dots, char in ELLIPSES if len(char) == 1}
_DASH_RUN = re.compile(r"-{2,}")
_TWO_QUOTES = re.compile(r"''")
_BULLET = re.compile(rf"(?m)^([ \t]*)[{re.escape(BULLETS)}](?=[ \t])")


def _canonical(text: str) -> str:
    """TeX's `` and '' count as double quotes, -- and --- as dashes (The TeXbook, chapter 2)."""
    plain = text.translate(_DOTS).translate(_TABLE)
    plain = _TWO_QUOTES.sub('"', _DASH_RUN.sub("-", plain))
    return _BULLET.sub(r"\1-", plain)


_LETTER = r"[^\W\d_]"
# Quotation marks of markup, of roff's requests and of gettext's files are syntax, and so are those after = and brackets
# or at either end of a line. Source: WHATWG HTML 13.1.2.3; groff(7); GNU gettext manual, «PO Files».
_SYNTAX = re.compile(
    r"<[A-Za-z/!?][^<>]*>|(?m:^[.'][^\n]*$|^msgid(?:_plural)? \"[^\n]*(?:\n\"[^\n]*)*|^msg\w+(?:\[\d\])? \")"
)
_QUOTE = re.compile(
    rf"(?<=[ \u00a0(])(?<![=:({{\[] )[\"\u201c\u201d\u201e](?={_LETTER})"
    r"|(?<=[^\W_])[.,!?]?[\"\u201c\u201d](?![\w=\]}:>/\n\"]|$)"
)
_ELLIPSIS = re.compile(rf"(?<={_LETTER})(?:\.\.\.(?!\.)|\u2026)")
_APOSTROPHE = re.compile(rf"(?<={_LETTER})['\u2019](?={_LETTER})")
_DASH = re.compile(
    rf"(?<={_LETTER} )(?:--?|[\u2010-\u2015])(?= {_LETTER})|(?<={_LETTER})(?:--|[\u2013-\u2015])(?={_LETTER})"
)
_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("apostrophe", _APOSTROPHE, lambda _: "'"),
    ("double-quote", _QUOTE, lambda found: found[:-1] + '"'),
    ("ellipsis", _ELLIPSIS, lambda _: "..."),
    ("dash", _DASH, lambda _: "-"),
)


_OTHERS = {
    "apostrophe": "\u2019",
    "double-quote": "\u201c\u201d\u201e",
    "ellipsis": "\u2026",
    "dash": "\u2010\u2011\u2012\u2013\u2014\u2015",
}
"""What must be there for more than one way."""


def _find(text: str) -> tuple[Pattern, ...]:
    """Typewriter marks here and typographic ones there, in the same place of words."""
    found: list[Pattern] = []
    there = characters(text)
    typographic = not there.isdisjoint("".join(_OTHERS.values()))
    prose = _SYNTAX.sub(lambda match: "=" * len(match.group()), text) if typographic or "--" in text else text
    for kind, pattern, plain in _KINDS:
        if there.isdisjoint(_OTHERS[kind]) and not (kind == "dash" and "--" in text):
            continue
        slots = [
            Slot(
                start=match.start(),
                end=match.end(),
                found=match.group(),
                plain=plain(match.group()),
                way=_way(kind, match),
            )
            for match in pattern.finditer(prose)
        ]
        found += alternation(TYPOGRAPHY.id, kind, slots)
    return (*found, *alternation(TYPOGRAPHY.id, "bullet", list(_bullets(text))))


_ITEM = re.compile(rf"(?m)^(?P<indent>[ \t]*)(?P<bullet>[{re.escape(BULLETS)}])(?=[ \t]+[^\s{re.escape(BULLETS)}])")


def _bullets(text: str) -> Iterator[Slot]:
    """Signs of list items that follow one another, line on line, at one depth: Markdown would begin a new list."""
    items: list[tuple[int, re.Match[str]]] = []
    line = at = 0
    for match in _ITEM.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        items.append((line, match))
    for number, (line, match) in enumerate(items):
        near = (*items[max(number - 1, 0) : number], *items[number + 1 : number + 2])
        if any(abs(other - line) == 1 and match["indent"] == one["indent"] for other, one in near):
            start, end = match.span("bullet")
            yield Slot(start=start, end=end, found=match["bullet"], plain="-", way=match["bullet"])


def _way(kind: str, match: re.Match[str]) -> str:
    """Opening and closing marks are one way of writing."""
    char = match.group()[-1]
    if kind == "dash":
        return match.group()
    return "typewriter" if char.isascii() else "typographic"


TYPOGRAPHY = Channel(id="typography", title="Typographic variants", canonical=_canonical, find=_find)
