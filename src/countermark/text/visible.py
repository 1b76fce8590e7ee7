"""Shows what a person would not see, and disarms what a terminal would obey."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from countermark.text import stable
from countermark.text.channels.zero_width import ZERO_WIDTH

SHORT_NAMES = {
    "\t": "TAB",
    "\n": "LF",
    "\r": "CR",
    "\x1b": "ESC",
    " ": "SP",
    "\u00a0": "NBSP",
    "\u00ad": "SHY",
    "\u034f": "CGJ",
    "\u061c": "ALM",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u202f": "NNBSP",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u3000": "IDSP",
    "\ufeff": "BOM",
}
"""What a box shows in place of a character without ink.

Source: the abbreviations in https://www.unicode.org/Public/UCD/latest/ucd/NameAliases.txt (read 2026-11).
"""

_BRACKETS = "\u27e6\u27e7\u27e8\u27e9"
"""Around what is written out, and around differences: where a text has them itself, they are written out too."""

_BRAILLE_BLANK = "\u2800"
_LAST_ESCAPED_BYTE = 0xDCFF
_FIRST_ESCAPED_BYTE = 0xDC80


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePoint:
    """A code point as a report shows it; ``box`` stands for it where it has no ink, and is empty where it has."""

    char: str
    label: str
    name: str
    box: str


@functools.lru_cache(maxsize=4096)
def has_ink(char: str) -> bool:
    """Whether the character leaves something on the page by itself; one that not every Python knows is said not to."""
    if " " < char <= "~":
        return True
    if unicodedata.category(char)[0] in "CZ" or char == _BRAILLE_BLANK:
        return False
    return bool(ZERO_WIDTH.canonical(char)) and bool(stable.name(char))


def code_point(char: str) -> CodePoint:
    """One character, named."""
    label = f"U+{ord(char):04X}"
    box = "" if has_ink(char) else SHORT_NAMES.get(char, label)
    return CodePoint(char=char, label=label, name=_name(char), box=box)


def _name(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        escaped = _FIRST_ESCAPED_BYTE <= ord(char) <= _LAST_ESCAPED_BYTE
        return f"BYTE {ord(char) - 0xDC00:02X}, NOT UTF-8" if escaped else "LONE SURROGATE"
    return stable.name(char) or {"Cc": "CONTROL", "Co": "PRIVATE USE"}.get(category, "UNNAMED")


def visible(text: str, *, keep: str = " ") -> str:
    """``text`` with everything that has no ink, but what is in ``keep``, written out: ``⟨U+200B⟩``.

    Safe for a terminal. Texts that differ are shown differently.
    """
    if text.isascii() and text.isprintable() and " " in keep:
        return text
    return "".join(char if char in keep or _is_plain(char) else f"⟨{_short(char)}⟩" for char in text)


def _is_plain(char: str) -> bool:
    return has_ink(char) and char not in _BRACKETS


def marked(text: str) -> str:
    """A difference made ``visible``: where it is nothing but blanks, those are written out too."""
    return visible(text, keep=" " if any(map(has_ink, text)) else "")


def _short(char: str) -> str:
    return {"\n": "LF", "\r": "CR", "\t": "TAB"}.get(char, f"U+{ord(char):04X}")


def as_read(text: str) -> str:
    """What is left of ``text`` for a reader's eye: nothing without ink but plain spaces."""
    return "".join(char if char == " " or has_ink(char) else " " * _is_blank(char) for char in text)


def _is_blank(char: str) -> bool:
    return unicodedata.category(char)[0] == "Z" or char in "\t\n\r"


def escape_terminal(text: str, *, keep: str = "") -> str:
    r"""``text`` as one harmless line: everything without ink but the space as ``\x1b``, ``\u202e``.

    ``keep`` names characters to be let through, as ``"\n"``.
    """
    return "".join(char if char == " " or char in keep or has_ink(char) else _escape(char) for char in text)


def _escape(char: str) -> str:
    point = ord(char)
    if point <= 0xFF:  # noqa: PLR2004 -- as Python writes it
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004 -- likewise
