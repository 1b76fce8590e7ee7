"""What an escaped text of Python means. Total: what Python would refuse stays as it is spelled."""

from __future__ import annotations

import re
import unicodedata

# Source: The Python Language Reference 3.14, 2.5.1.2 Escape sequences.
_IN_TEXT = re.compile(
    r"\\(?:N\{([^{}]{1,100})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))"
)
_IN_BYTES = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))")
_SINGLE = {
    "\n": "", "\r": "", "\r\n": "", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
_SINGLE_BYTES = {key.encode(): value.encode() for key, value in _SINGLE.items()}
_LAST_CODE_POINT = 0x10FFFF


def cook_text(raw: bytes) -> str:
    """The text between the quotes of a string without an ``r``."""
    text = raw.decode("utf-8", "replace")
    return _IN_TEXT.sub(_meaning, text) if "\\" in text else text


def cook_bytes(raw: bytes) -> bytes:
    """The bytes between the quotes of a bytes literal without an ``r``."""
    return _IN_BYTES.sub(_bytes_meaning, raw) if b"\\" in raw else raw


def _meaning(match: re.Match[str]) -> str:
    name, four, eight, two, octal, single = match.groups()
    if single is not None:
        return _SINGLE.get(single, match.group())
    if octal is not None:
        return chr(int(octal, 8))
    if name is not None:
        return _named(name) or match.group()
    code_point = int(four or eight or two, 16)
    return chr(code_point) if code_point <= _LAST_CODE_POINT else match.group()


def _named(name: str) -> str | None:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None


def _bytes_meaning(match: re.Match[bytes]) -> bytes:
    two, octal, single = match.groups()
    if single is not None:
        return _SINGLE_BYTES.get(single, match.group())
    return bytes([int(octal, 8) & 0xFF if octal is not None else int(two, 16)])
