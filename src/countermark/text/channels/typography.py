"""Typographic variants: quotation marks, dashes of any length, ellipses, bullets."""

from __future__ import annotations

import re

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


TYPOGRAPHY = Channel(id="typography", title="Typographic variants", canonical=_canonical)
