"""Base64 and base64url, padded or not. Source: RFC 4648, 4 and 5."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from countermark.text.encodings.record import Encoding, from_utf8, other_than, utf8

_ALPHABET = re.compile(r"(?:[A-Za-z0-9+/]{2,}|[A-Za-z0-9_-]{2,})={0,2}")
_LEAD = (0, 2, 3)
"""Characters at the start that a value shares with what stands before it, by its byte offset modulo 3."""


def _encode_forms(text: str) -> tuple[str, ...]:
    data = utf8(text)
    if not data:
        return ()
    standard, url = base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()
    return other_than(text, (standard, url, standard.rstrip("="), url.rstrip("=")))


def decoded_bytes(text: str) -> bytes | None:
    """The bytes that ``text`` stands for, in either alphabet; ``None`` where it is no base64."""
    if not _ALPHABET.fullmatch(text):
        return None
    body = text.rstrip("=")
    try:
        return base64.b64decode(body.replace("-", "+").replace("_", "/") + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _decode(text: str) -> str | None:
    data = decoded_bytes(text)
    return None if data is None else from_utf8(data)


def cores(data: bytes) -> Iterator[tuple[int, str]]:
    """What ``data`` always looks like inside longer base64, in both alphabets, after its byte offset modulo 3."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + data).decode()
        core = encoded[_LEAD[shift] : (shift + len(data)) * 8 // 6]
        yield shift, core
        if "+" in core or "/" in core:
            yield shift, core.replace("+", "-").replace("/", "_")


def stands_at(data: bytes, text: str, place: int, shift: int) -> bool:
    """Whether the core found at ``place`` really is ``data``: the characters it shares are looked at as well."""
    start = place - _LEAD[shift]
    if start < 0:
        return False
    end = start + -(-(shift + len(data)) * 8 // 6)
    found = decoded_bytes(text[start:end])
    return found is not None and found[shift : shift + len(data)] == data


BASE64 = Encoding(id="base64", title="Base64", encode_forms=_encode_forms, decode=_decode)
