"""A body's content: its codings undone within limits, and what it then is, or why nobody can read it.

Source: RFC 9110 section 8 (content codings, types), RFC 1952 (gzip), RFC 1950/1951 (deflate), RFC 7932 (br),
RFC 8878 (zstd), read 2026-11.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from countermark.wire.codings import CODINGS, CodingError, undo
from countermark.wire.messages import Request

MAX_LAYERS = 4
_ANNOUNCED_BY = (("gzip", b"\x1f\x8b\x08"), ("zstd", b"\x28\xb5\x2f\xfd"))  # magic numbers of RFC 1952 and RFC 8878
# Python's names for what the WHATWG Encoding standard knows: other codecs (unicode_escape, punycode) are not charsets.
_CHARSETS = re.compile(
    r"utf-?(16|32)([-_]?[lb]e)?|(us-)?ascii|(iso-?8859|windows|cp|koi8|euc|shift|gb|big5)[-_a-z0-9]*"
)
_PLAIN_CONTROLS = frozenset("\t\n\r\f\x1b")
_FIRST_VISIBLE = " "
_ESCAPED_BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))
_MOST_STRANGE = 20
"""Of so many characters one may be no text. Bytes of high entropy have about one in two (their upper half)."""


class Shape(StrEnum):
    """What a decoded body is. ``BINARY`` is what is not text in any way that we know."""

    EMPTY = "empty"
    JSON = "json"
    JSONL = "jsonl"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body after its content-codings; ``text`` is empty where it could not be read, and ``why_opaque`` then says why.

    ``codings`` are those that were undone, outermost first; a leading ``?`` marks one that no header announced.
    ``data`` is what could be decoded, also where the rest could not.
    """

    shape: Shape
    data: bytes
    text: str = ""
    media_type: str = ""
    charset: str = ""
    codings: tuple[str, ...] = ()
    why_opaque: str = ""

    @property
    def readable(self) -> bool:
        """Whether everything that the body says could be read."""
        return not self.why_opaque


def read_content(request: Request) -> Content:
    """What a request's body says; a body that was cut or cut off says so as its reason, and as much as it can."""
    names = ",".join(item.value for item in request.headers if item.name.lower() == "content-encoding")
    content = read_body(request.body, content_type=request.header("content-type"), content_encoding=names)
    if not (request.truncated or request.body_cut):
        return content
    why = "the stream ended before the body did" if request.truncated else "the body is longer than what is kept"
    return Content(
        shape=content.shape,
        data=content.data,
        text=content.text,
        media_type=content.media_type,
        charset=content.charset,
        codings=content.codings,
        why_opaque=f"{why}; {content.why_opaque}" if content.why_opaque else why,
    )


def read_body(body: bytes, *, content_type: str = "", content_encoding: str = "") -> Content:
    """What ``body`` says, by its headers and by itself; never raises."""
    media_type, charset, boundary = _read_type(content_type)
    data, codings, why = _undo_codings(body, content_encoding)
    if why:
        return Content(shape=Shape.BINARY, data=data, media_type=media_type, codings=codings, why_opaque=why)
    text, used = _read_text(data, charset)
    if text is None:
        why = f"binary: {len(data)} bytes of {media_type or 'no stated type'} that are not text"
        return Content(shape=Shape.BINARY, data=data, media_type=media_type, codings=codings, why_opaque=why)
    shape = _shape_of(text, media_type, boundary)
    return Content(shape=shape, data=data, text=text, media_type=media_type, charset=used, codings=codings)


def _read_type(value: str) -> tuple[str, str, str]:
    parsed = Message()
    parsed["content-type"] = " ".join(value.split())
    charset, boundary = parsed.get_param("charset"), parsed.get_param("boundary")
    return (
        parsed.get_content_type() if value.strip() else "",
        charset.lower() if isinstance(charset, str) else "",
        boundary if isinstance(boundary, str) else "",
    )


def _undo_codings(body: bytes, announced: str) -> tuple[bytes, tuple[str, ...], str]:
    """The decoded bytes, what was undone, and why it went no further."""
    names = [name.strip().lower() for name in announced.split(",") if name.strip()]
    undone: tuple[str, ...] = ()
    data = body
    if len(names) > MAX_LAYERS:
        return data, undone, f"more than {MAX_LAYERS} content codings"
    for name in reversed([name for name in names if name != "identity"]):
        if name not in CODINGS:
            return data, undone, f"unknown content coding {name[:40]!r}"
        try:
            data = undo(name, data) if data else data
        except CodingError as error:
            return data, undone, f"content coding {name}: {error}"
        undone = (*undone, name)
    return _undo_silent_coding(data, undone)


def _undo_silent_coding(data: bytes, undone: tuple[str, ...]) -> tuple[bytes, tuple[str, ...], str]:
    """Telemetry often compresses without saying so: a magic number is then believed if what follows bears it out."""
    name = next((name for name, magic in _ANNOUNCED_BY if data.startswith(magic)), "")
    if not name:
        return data, undone, ""
    try:
        return undo(name, data), (*undone, f"?{name}"), ""
    except CodingError as error:
        return data, undone, f"looks like {name}, but: {error}"


def _read_text(data: bytes, charset: str) -> tuple[str | None, str]:
    """The text and the charset it was read by; ``None`` where it is not text.

    A text with a few bytes that belong to no charset is read all the same, each of them as the lone surrogate that
    stands for it (PEP 383): a receiver may mend them, and what they say must not be lost.
    """
    for name in dict.fromkeys(("utf-8", charset if _CHARSETS.fullmatch(charset) else "utf-8")):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if all(char >= _FIRST_VISIBLE or char in _PLAIN_CONTROLS for char in set(text)):
            return text, name
    text = data.decode("utf-8", "surrogateescape")
    strange = sum((char < _FIRST_VISIBLE and char not in _PLAIN_CONTROLS) or char in _ESCAPED_BYTES for char in text)
    return (text, "utf-8, damaged") if strange * _MOST_STRANGE <= len(text) else (None, "")


def _shape_of(text: str, media_type: str, boundary: str) -> Shape:
    stripped = text.strip()
    if not stripped:
        return Shape.EMPTY if not text else Shape.TEXT
    if _is_json(stripped):
        return Shape.JSON
    lines = [line for line in stripped.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.lstrip()[0] in "[{" and _is_json(line) for line in lines):
        return Shape.JSONL
    if media_type == "application/x-www-form-urlencoded":
        return Shape.FORM
    if media_type.startswith("multipart/") and boundary and f"--{boundary}" in text:
        return Shape.MULTIPART
    return Shape.TEXT


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
