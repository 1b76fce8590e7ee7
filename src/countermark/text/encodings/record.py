"""What an encoding is: a way of writing a text in other characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A way of writing a text in other characters, and back.

    ``encode_forms`` gives every usual way, without the text itself: empty where it has nothing to encode, or
    no UTF-8 (a lone surrogate). ``decode`` gives ``None`` for what is not so encoded; it gives back the text
    of each of its forms. Both are total.
    """

    id: str
    title: str
    encode_forms: Callable[[str], tuple[str, ...]]
    decode: Callable[[str], str | None]


def utf8(text: str) -> bytes | None:
    """The bytes of ``text``; ``None`` where it holds half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def from_utf8(data: bytes) -> str | None:
    """The text of ``data``; ``None`` where that is no UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def other_than(text: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """``forms`` once each, without ``text`` itself."""
    return tuple(form for form in dict.fromkeys(forms) if form != text)
