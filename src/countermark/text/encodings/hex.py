"""Hexadecimal digits of the UTF-8 bytes: ``546f6b796f``. Source: RFC 4648, 8."""

from __future__ import annotations

import re

from countermark.text.encodings.record import Encoding, from_utf8, other_than, utf8

_PAIRS = re.compile(r"(?:[0-9A-Fa-f]{2})+")


def _encode_forms(text: str) -> tuple[str, ...]:
    data = utf8(text)
    return other_than(text, (data.hex(), data.hex().upper())) if data else ()


def _decode(text: str) -> str | None:
    return from_utf8(bytes.fromhex(text)) if _PAIRS.fullmatch(text) else None


HEX = Encoding(id="hex", title="Hexadecimal", encode_forms=_encode_forms, decode=_decode)
