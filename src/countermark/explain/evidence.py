"""Finds the bytes of a text in the raw stream that carried it, so that a reader can check them herself."""

from __future__ import annotations

import json

Spans = tuple[int, int]


def locate(stream: bytes, start: int, text: str) -> Spans | None:
    """Offset and length of ``text`` in ``stream``, searched from ``start`` on in every spelling that JSON allows.

    Long texts are located by their first line that is found whole. ``None`` where the stream is compressed
    or framed, so that the text is not in it as such.
    """
    for piece in (text, *sorted(text.split("\n"), key=len, reverse=True)[:3]):
        if not piece.strip():
            continue
        for spelled in _spellings(piece):
            found = stream.find(spelled, start)
            if found >= 0:
                return found, len(spelled)
    return None


def _spellings(text: str) -> tuple[bytes, ...]:
    try:
        plain = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        plain = text.encode("utf-8", "surrogatepass")
    ascii_json = json.dumps(text)[1:-1].encode("ascii")
    utf8_json = json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
    return tuple(dict.fromkeys((plain, utf8_json, ascii_json)))
