"""A literal as the program will see it: its escapes read, its place in the file kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LiteralKind(StrEnum):
    """What stands in the file.

    A template without substitutions, and a constant implicit concatenation, are strings. A part is the text before,
    between or after the substitutions of a template or of an f-string; empty parts are left out.
    """

    STRING = "string"
    PART = "template-part"
    REGEX = "regex"
    BYTES = "bytes"
    TEXT = "markup-text"


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal's value and where it stands.

    ``node`` is the literal's node (for a part: the whole template's). ``start`` and ``end`` are the raw span in bytes,
    half-open, with quotes and prefix (for a part: its text alone). ``value`` is cooked: text for all kinds but BYTES;
    for a regular expression its pattern, as spelled. A lone surrogate stays one, so encode with ``surrogatepass``.
    """

    node: int
    kind: LiteralKind
    value: str | bytes
    start: int
    end: int
