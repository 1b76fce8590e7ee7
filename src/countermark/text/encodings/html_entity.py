"""Character references of HTML and XML: ``Today&#8217;s``. Source: WHATWG HTML, 13.2.5.72 to 13.2.5.80."""

from __future__ import annotations

import html
import re

from countermark.text.encodings.record import Encoding, other_than, utf8

# What a numeric reference may name: no control, no half of a pair, no noncharacter (13.2.5.80).
_NAMEABLE = re.compile(r"[\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")


def _encode_forms(text: str) -> tuple[str, ...]:
    if utf8(text) is None:
        return ()
    plain = html.escape(text)
    decimal = _NAMEABLE.sub(lambda match: f"&#{ord(match.group())};", plain)
    hexadecimal = _NAMEABLE.sub(lambda match: f"&#x{ord(match.group()):x};", plain)
    return other_than(text, (plain, html.escape(text, quote=False), decimal, hexadecimal))


def _decode(text: str) -> str | None:
    """``None`` where there is no reference."""
    if "&" not in text:
        return None
    plain = html.unescape(text)
    return plain if plain != text else None


HTML_ENTITY = Encoding(id="html-entity", title="Character references", encode_forms=_encode_forms, decode=_decode)
