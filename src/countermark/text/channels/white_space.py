"""Blanks: their width and kind, tabs, trailing ones, line ends, blank lines, wrapping."""

from __future__ import annotations

import re

from countermark.model.marks import Pattern
from countermark.text.blanks import gaps, indentation, line_ends, odd_blanks, sentence_gaps, trailing
from countermark.text.channels.record import Channel
from countermark.text.punctuation import BLANKS
from countermark.text.spacing import empty_lines, record_blanks, word_gaps

# Source: White_Space of UAX #44; the NBSP family and widths in Unicode ch. 6.2.2 «Space Characters», 2026-11.
_BLANK_RUN = re.compile(f"[{re.escape(BLANKS)}]+")
_WORD = re.compile(r"\w")


def _canonical(text: str) -> str:
    """One space between two words, nothing beside punctuation and at the ends: words are never joined."""
    return _BLANK_RUN.sub(_shortest, text)


def _shortest(match: re.Match[str]) -> str:
    start, end = match.span()
    between_words = start > 0 and end < len(match.string) and _WORD.match(match.string, start - 1)
    return " " if between_words and _WORD.match(match.string, end) else ""


_KINDS = (
    *(trailing, sentence_gaps, gaps, odd_blanks, indentation, line_ends),
    *(word_gaps, record_blanks, empty_lines),
)


def _find(text: str) -> tuple[Pattern, ...]:
    return tuple(pattern for kind in _KINDS for pattern in kind(WHITE_SPACE.id, text))


WHITE_SPACE = Channel(id="white-space", title="White space", canonical=_canonical, find=_find)
