"""Finds spaces that change by turns where a writer keeps to one way: between words, in records, on empty lines.

Sources, 2026-11: text filled to both margins as roff and old mailers write it: groff(7) «adjustment»; blanks of JSON:
RFC 8259, 2; records in lines: jsonlines.org.
"""

from __future__ import annotations

import re
from collections import Counter

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation

_WORD_GAP = re.compile(r"(?<=[^\W\d_])(?P<gap> {1,2})(?=[^\W\d_])")
_TWO = re.compile(r"(?<=[^\W\d_])  (?=[^\W\d_])")
_MEMBER = re.compile(r"(?<=[\w}\]]\")(?P<blanks>[ \t]*:[ \t]*)(?=[\"{\[\dtfn-])")
_COMMA = re.compile(r"(?<=[\w}\]\"])(?P<blanks>,[ \t]*)(?=\"[\w.$-]{1,60}\"[ \t]*:)")
_EMPTY = re.compile(r"(?m)(?<=\n)(?P<blanks>[ \t]*)(?=\r?\n)")
_COLUMNS = re.compile(r" {3,}|\t")


def word_gaps(channel: str, text: str) -> tuple[Pattern, ...]:
    """One space between words here and two there, but not in columns, and not where lines are filled to one width."""
    if not _TWO.search(text):
        return ()
    found: list[tuple[int, list[Slot]]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare and not _COLUMNS.search(bare):
            found.append((len(line.rstrip()), [_slot(match, at, " ") for match in _WORD_GAP.finditer(line)]))
        at += len(line)
    wide = [width for width, slots in found if any(slot.way == "  " for slot in slots)]
    if not wide:
        return ()
    most = Counter(wide).most_common(1)[0][1]
    if len(wide) > 2 and 2 * most >= len(wide):  # noqa: PLR2004 -- fewer lines have no width in common
        return ()
    return alternation(channel, "word-gap", [slot for _, slots in found for slot in slots])


def _slot(match: re.Match[str], at: int, plain: str) -> Slot:
    group = str(match.lastgroup)
    return Slot(
        start=at + match.start(group), end=at + match.end(group), found=match[group], plain=plain, way=match[group]
    )


def record_blanks(channel: str, text: str) -> tuple[Pattern, ...]:
    """Blanks beside the colons and commas of JSON."""
    if '"' not in text or ":" not in text:
        return ()
    colons = [_slot(match, 0, ": ") for match in _MEMBER.finditer(text)]
    commas = [_slot(match, 0, ", ") for match in _COMMA.finditer(text)]
    return (*alternation(channel, "json-colon", colons), *alternation(channel, "json-comma", commas))


def empty_lines(channel: str, text: str) -> tuple[Pattern, ...]:
    """Lines of nothing, and lines of blanks only."""
    slots = [slot for match in _EMPTY.finditer(text) for slot in (_slot(match, 0, ""),)]
    slots = [
        Slot(start=slot.start, end=slot.end, found=slot.found, plain="", way="blanks" if slot.found else "")
        for slot in slots
    ]
    return alternation(channel, "empty-line", slots)
