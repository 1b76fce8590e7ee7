r"""The escapes of a JSON string: ``Today\u02bcs``. Source: RFC 8259, 7."""

from __future__ import annotations

import json
import re

from countermark.text.encodings.record import Encoding, other_than

_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})")


def _encode_forms(text: str) -> tuple[str, ...]:
    ascii_only = json.dumps(text)[1:-1]
    upper = _ESCAPE.sub(lambda match: f"{match[1]}\\u{match[2].upper()}", ascii_only)
    own = json.dumps(text, ensure_ascii=False)[1:-1]
    return other_than(text, (ascii_only, upper, own, own.replace("/", "\\/"), ascii_only.replace("/", "\\/")))


def _decode(text: str) -> str | None:
    """``None`` too where there is nothing to decode: every such text is its own JSON string."""
    if "\\" not in text:
        return None
    try:
        value = json.loads(f'"{text}"')
    except ValueError:
        return None
    return value if isinstance(value, str) else None


JSON_STRING = Encoding(id="json-string", title="JSON string", encode_forms=_encode_forms, decode=_decode)
