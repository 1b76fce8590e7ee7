"""Marks for a reader's eye: characters by their names, and long runs of what prints nothing cut short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from countermark.report.pen import Pen
from countermark.text.visible import code_point, has_ink, visible

_KINDS_NAMED = 3
_BOXES = 3
_LONGEST = 40
FEW = 3
"""A text of no more different characters is named by them, and so is any that prints nothing."""


def names(found: str) -> str:
    """The characters of a mark by their names, the commonest first, each once; of many kinds the rest is counted."""
    counted = Counter(found).most_common()
    named = [f"{code_point(char).label} {code_point(char).name}{f' ×{times}' * (times > 1)}" for char, times in counted]
    more = [f"{len(named) - _KINDS_NAMED} others"] if len(named) > _KINDS_NAMED else []
    return ", ".join((*named[:_KINDS_NAMED], *more))


def is_named(found: str) -> bool:
    """Whether the names of its characters say more than they do themselves."""
    return 0 < len(set(found)) <= FEW or not any(map(has_ink, found))


def in_line(before: str, found: str, after: str, pen: Pen) -> str:
    """A mark between what stands around it."""
    short = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
    return f"{_context(before)}{pen.mark(_shortened(short))}{_context(after)}"


def _context(text: str) -> str:
    return visible(_shortened(text))


def _shortened(text: str) -> str:
    """``text`` with the middle of long runs that print nothing left out."""
    return "".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    for inked, group in groupby(text, key=lambda char: char == " " or has_ink(char)):
        run = "".join(group)
        yield run if inked or len(run) <= _BOXES + 1 else f"{run[:_BOXES]}…"
