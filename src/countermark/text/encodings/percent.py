"""Percent encoding: ``Asia%2FTokyo``. Source: RFC 3986, 2.1; «+» for a space: WHATWG URL, 5 (form encoding)."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus, unquote_to_bytes

from countermark.text.encodings.record import Encoding, from_utf8, other_than, utf8

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


def _encode_forms(text: str) -> tuple[str, ...]:
    data = utf8(text)
    if data is None:
        return ()
    whole, form = quote(data, safe=""), quote_plus(data, safe="")
    return other_than(text, (whole, _ESCAPE.sub(lambda match: match.group().lower(), whole), form))


def _decode(text: str) -> str | None:
    if not text.isascii() or not ("%" in text or "+" in text) or "%" in _ESCAPE.sub("", text):
        return None
    return from_utf8(unquote_to_bytes(text.replace("+", " ")))


PERCENT = Encoding(id="percent", title="Percent encoding", encode_forms=_encode_forms, decode=_decode)
