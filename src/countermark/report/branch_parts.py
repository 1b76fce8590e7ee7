"""Where in the program a signal was decided, as the runs showed it: in the document, on a terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from countermark.model.branches import Branch, BranchKind
from countermark.model.verdict import Signal
from countermark.report import finding_words as say
from countermark.report.finding_parts import PlacePart, by_place, place
from countermark.report.parts import Part
from countermark.report.pen import Pen, wrapped
from countermark.report.words import listed, plural

MOST_TEXTS = 4
_LONGEST = 60
_KINDS: dict[BranchKind, str] = {
    "branch": "a branch that was taken or not",
    "function": "a function that ran or not",
    "count": "a piece that ran more often or less",
}
_ORIGINS = {"choice": "choice {}", "list": "hidden list {}", "flow": "the slice"}


class BranchPart(Part):
    """A place that ran otherwise where the signal, or a piece of it, was one of ``texts`` (``null``: absent).

    ``start`` and ``end`` are UTF-16 code units of ``script`` as the runtime named it, ``where`` the same in bytes of a
    file of the target, ``null`` where it is none. ``runs`` were compared. ``agrees_with`` names what of ``explanation``
    meets the place.
    """

    kind: Literal["branch", "function", "count"]
    script: str
    start: int
    end: int
    where: PlacePart | None
    texts: list[str | None]
    runs: int
    agrees_with: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """A place as people are told of it: what stands there, where that is, and what it tells."""

    excerpt: str
    spot: str
    note: str


def branch_parts(signal: Signal) -> list[BranchPart]:
    """The places of one signal, those that tell most first."""
    return [
        BranchPart(
            kind=one.kind,
            script=one.span.script,
            start=one.span.start,
            end=one.span.end,
            where=place(one.excerpt.where, by_place((one.excerpt,))) if one.excerpt else None,
            texts=list(one.texts),
            runs=one.runs,
            agrees_with=_agreeing(one),
        )
        for one in signal.branches
    ]


def branch_views(signal: Signal) -> tuple[BranchView, ...]:
    """The same for people."""
    return tuple(BranchView(excerpt=_excerpt(one), spot=_spot(one), note=_note(one)) for one in signal.branches)


def branch_lines(signal: Signal, pen: Pen) -> Iterator[str]:
    """The same for a terminal."""
    views = branch_views(signal)
    if not views:
        return
    yield from pen.entry("where it happens", f"as executed, at {plural(len(views), 'place')}")
    for number, one in enumerate(views, 1):
        yield from wrapped(f"{number}. {one.excerpt}", "    ", "       ")
        yield from wrapped(one.spot, "       ")
        yield from wrapped(one.note, "       ")


def _excerpt(one: Branch) -> str:
    return one.excerpt.text if one.excerpt else "(what stands there could not be read)"


def _spot(one: Branch) -> str:
    if one.excerpt is None:
        return f"{one.span.script}, characters {one.span.start} to {one.span.end}"
    return say.spot(one.excerpt.where, one.excerpt.line, one.excerpt.column)


def _note(one: Branch) -> str:
    shown = ["nothing" if text is None else _short(text) for text in one.texts[:MOST_TEXTS]]
    left = len(one.texts) - len(shown)
    texts = listed([*shown, plural(left, "more text")] if left else shown)
    met = _agreeing(one)
    agrees = f"; reading the program led to it too: {listed(met)}" if met else ""
    return f"{_KINDS[one.kind]}, in {plural(one.runs, 'run')}, with {texts}{agrees}"


def _short(text: str) -> str:
    return f"«{text}»" if len(text) <= _LONGEST else f"«{text[:_LONGEST]}…»"


def _agreeing(one: Branch) -> list[str]:
    return [_ORIGINS[origin.kind].format(origin.number) for origin in one.origins]
