"""Takes a JSON body apart into addressed texts, keeping what a parser normally throws away.

The order of keys, the way a number or a string is spelled and the white space between tokens are places in
which something can be said, so each is a feature of its own beside the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 200
BLOCK_SEPARATOR = "\x1e"
"""Joins the texts of one array of text blocks (U+001E, RECORD SEPARATOR), so that an inserted block is an insertion."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|[{}\[\],:]|\s+', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_REQUIRED_ESCAPES = frozenset(('\\"', "\\\\", "\\n", "\\r", "\\t", "\\b", "\\f"))


class Number(str):
    """A JSON number as it was spelled."""

    __slots__ = ()


Json = None | bool | Number | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One text of a body: ``part`` is ``body``, ``order`` or ``format``; ``pointer`` as in ``Address``."""

    part: str
    pointer: str
    text: str
    name: str = ""


def parse(text: str) -> Json:
    """The JSON value of ``text`` with numbers as spelled.

    Duplicate keys keep the last value, as the providers' parsers do.

    Raises:
        ValueError: ``text`` is not JSON, or is nested too deeply to read.
    """
    try:
        value: Json = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def leaves(text: str) -> tuple[Leaf, ...]:
    """Every text of a JSON body.

    Raises:
        ValueError: ``text`` is not JSON.
    """
    value = parse(text)
    return (*_walk(value, "", 0), *_spelling(text, value))


def _escape(key: str) -> str:
    """``key`` as a reference token. Source: RFC 6901 section 3."""
    return key.replace("~", "~0").replace("/", "~1")


def _walk(value: Json, pointer: str, depth: int) -> Iterator[Leaf]:
    if depth > MAX_DEPTH:
        yield Leaf(part="body", pointer=pointer, text=f"nested deeper than {MAX_DEPTH}")
    elif isinstance(value, dict):
        yield Leaf(part="order", pointer=pointer, text="\n".join(value))
        for key, item in value.items():
            yield from _walk(item, f"{pointer}/{_escape(key)}", depth + 1)
    elif isinstance(value, list):
        yield from _walk_list(value, pointer, depth)
    elif isinstance(value, Number) or not isinstance(value, str):
        yield Leaf(part="body", pointer=pointer, text=_literal(value), name="literal")
    else:
        yield from _walk_text(value, pointer, depth)


def _literal(value: Number | bool | None) -> str:
    if isinstance(value, Number):
        return str(value)
    return {None: "null", True: "true", False: "false"}[value]


def _walk_text(value: str, pointer: str, depth: int) -> Iterator[Leaf]:
    """A string; one that holds JSON itself is walked, below the marker ``!``."""
    if len(value) > 1 and value[0] in "{[" and value.rstrip()[-1:] in ("}", "]"):
        try:
            inner = parse(value)
        except ValueError:
            pass
        else:
            yield from _walk(inner, f"{pointer}/!", depth + 1)
            for leaf in _spelling(value, inner):
                yield Leaf(part=leaf.part, pointer=f"{pointer}/!", text=leaf.text, name=leaf.name)
            return
    yield Leaf(part="body", pointer=pointer, text=value)


def _walk_list(items: list[Json], pointer: str, depth: int) -> Iterator[Leaf]:
    names = [item.get("name") if isinstance(item, dict) else None for item in items]
    if names and all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
        yield Leaf(part="order", pointer=pointer, text="\n".join(str(name) for name in names))
        for name, item in zip(names, items, strict=True):
            yield from _walk(item, f"{pointer}/[name={_escape(str(name))}]", depth + 1)
        return
    texts = [_block_text(item) for item in items]
    if any(text is not None for text in texts):
        yield Leaf(part="body", pointer=pointer, text=BLOCK_SEPARATOR.join(text or "" for text in texts), name="blocks")
    yield Leaf(part="order", pointer=pointer, text=",".join(_kind(item) for item in items), name="kinds")
    for index, (item, text) in enumerate(zip(items, texts, strict=True)):
        if text is None:
            yield from _walk(item, f"{pointer}/{index}", depth + 1)
        elif isinstance(item, dict):
            rest = {key: inner for key, inner in item.items() if key != "text"}
            yield from _walk(rest, f"{pointer}/{index}", depth + 1)


def _block_text(item: Json) -> str | None:
    """The text of an array element that is a string or a text block of a chat message, else nothing."""
    if isinstance(item, str) and not isinstance(item, Number):
        return item
    if isinstance(item, dict) and isinstance(item.get("text"), str) and not isinstance(item.get("text"), Number):
        return str(item["text"])
    return None


def _kind(item: Json) -> str:
    if isinstance(item, dict):
        kind = item.get("type", "object")
        return kind if isinstance(kind, str) else "object"
    return "array" if isinstance(item, list) else "string" if isinstance(item, str) else "literal"


def _spelling(text: str, value: Json) -> Iterator[Leaf]:
    """How the same value was written: white space between tokens, and escapes that were not needed."""
    compact = json.dumps(_plain(value), separators=(",", ":"), ensure_ascii=False)
    if compact == text:
        return
    space = "".join(token if token.isspace() else "\x00" for token in _TOKEN.findall(text))
    if any(char != "\x00" for char in space):
        yield Leaf(part="format", pointer="", text=re.sub("\x00+", "·", space), name="white-space")
    escapes = [escape for escape in _ESCAPE.findall(text) if escape not in _REQUIRED_ESCAPES]
    if escapes:
        yield Leaf(part="format", pointer="", text="".join(escapes), name="escapes")


def _plain(value: Json) -> object:
    """``value`` with numbers as JSON numbers again; only used to see whether anything was spelled unusually."""
    if isinstance(value, Number):
        return _number(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _number(spelled: Number) -> object:
    try:
        return int(spelled)
    except ValueError:
        return float(spelled)
