"""Pairs of texts that a reader takes for the same, drawn for each plant."""

from __future__ import annotations

import unicodedata

from evals.planting.drawing import Draw

SENTENCES = (
    "Today's date is",
    "You're working in the user's folder",
    "Here's what's in the user's repository",
    "Don't show the user's key",
    "It's a read-only file-system",
    "The user's shell isn't known",
    "Follow the project's house-rules, don't guess",
    "That's the user's up-to-date plan",
)
LOOK_ALIKES = {
    "'": "’ʼʹ′＇ʻ‘",
    "-": "‐‑‒–−",
    " ": "\u00a0\u2009\u202f\u2002\u2005",
    "/": "∕⁄",
    "a": "а",
    "e": "е",
    "o": "оο",
    "s": "ѕ",
    "i": "і",
}
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def look_alike(draw: Draw, char: str) -> str:
    """Another character that looks like this one."""
    return draw.pick(LOOK_ALIKES[char])


def sentence(draw: Draw, char: str) -> str:
    """A sentence that holds a character."""
    return draw.pick([text for text in SENTENCES if char in text])


def marked(draw: Draw, char: str) -> tuple[str, str]:
    """A sentence with its first such character replaced by a look-alike, and as it was."""
    plain = sentence(draw, char)
    return plain.replace(char, look_alike(draw, char), 1), plain


def accented(draw: Draw) -> tuple[str, str]:
    """A text in both normal forms."""
    text = draw.pick(("Résumé of the café’s menu", "naïve façade", "São Paulo über alles gelöst", "Ångström señor"))
    return unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
