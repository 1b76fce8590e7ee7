"""What an escaped text of JavaScript means. Total: malformed escapes mean what sloppy engines of old made of them."""

from __future__ import annotations

import re

# Source: ECMA-262 (2025), 12.9.4 String Literals and Annex B.1.2 (octal escapes).
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-3][0-7]{0,2}|[4-7][0-7]?)|(\r\n|[\s\S]))"
)
_SINGLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v",
    "\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": "",
}  # fmt: skip
_LAST_CODE_POINT = 0x10FFFF
_MAX_DIGITS = 16
"""Leading zeros are legal without end; longer ones than this are nobody's code point."""


def cook(raw: bytes) -> str:
    """The text between the quotes of a string."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    return joined(_ESCAPE.sub(_meaning, text))


def cook_template(raw: bytes) -> str:
    """The text of a template's part, whose line ends are all one character."""
    return cook(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in raw else raw)


def joined(text: str) -> str:
    """The text with its surrogate pairs made one character each; lone surrogates stay."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _meaning(match: re.Match[str]) -> str:
    braced, four, two, octal, single = match.groups()
    if single is not None:
        return _SINGLE.get(single, single)
    if octal is not None:
        return chr(int(octal, 8))
    digits = four or two or braced.lstrip("0")[:_MAX_DIGITS] or "0"
    code_point = int(digits, 16)
    return chr(code_point) if code_point <= _LAST_CODE_POINT else match.group()
