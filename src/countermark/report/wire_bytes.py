"""The bytes that a text was on the wire."""

from __future__ import annotations

_LAST_ESCAPED_BYTE = 0xDCFF
_FIRST_ESCAPED_BYTE = 0xDC80


def wire_bytes(text: str) -> bytes:
    """``text`` in UTF-8; U+DC80 to U+DCFF are the bytes that they stand for, other surrogates keep three bytes."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return b"".join(_char_bytes(char) for char in text)


def _char_bytes(char: str) -> bytes:
    if _FIRST_ESCAPED_BYTE <= ord(char) <= _LAST_ESCAPED_BYTE:
        return bytes([ord(char) - 0xDC00])
    return char.encode("utf-8", "surrogatepass")
