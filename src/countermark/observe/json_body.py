"""Takes a JSON body apart into addressed texts, keeping what a parser normally throws away.

The order of keys, the way a number or a string is spelled and the white space between tokens are places in
which something can be said, so each is a feature of its own beside the values.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.model.observation import BLOCK_SEPARATOR
from countermark.observe.json_spelling import escapes, escapes_of_characters, needless_escapes, white_space

MAX_DEPTH = 200


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

    A key that is given twice keeps its last value, as with the providers' parsers; an earlier one is kept under
    ``key#1``, since nobody else may ever see it.

    Raises:
        ValueError: ``text`` is not JSON, or is nested too deeply to read.
    """
    try:
        value: Json = json.loads(
            text, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_object
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def leaves(text: str) -> tuple[Leaf, ...]:
    """Every text of a JSON body.

    Raises:
        ValueError: ``text`` is not JSON.
    """
    value = parse(text)
    return (*_walk(value, "", 0), *_spelling(text))


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


def _literal(value: Number | bool | None) -> str:  # noqa: FBT001 -- a JSON value, not a switch
    if isinstance(value, Number):
        return str(value)
    return {None: "null", True: "true", False: "false"}[value]


def _walk_text(value: str, pointer: str, depth: int) -> Iterator[Leaf]:
    """A string; one that holds JSON itself is walked below the marker ``!``, base64 of text below ``!base64``."""
    plain = _from_base64(value)
    if plain:
        yield from _walk_text(plain, f"{pointer}/!base64", depth + 1)
        return
    if len(value) > 1 and value[0] in "{[" and value.rstrip()[-1:] in ("}", "]"):
        try:
            inner = parse(value)
        except ValueError:
            pass
        else:
            yield from _walk(inner, f"{pointer}/!", depth + 1)
            for leaf in _spelling(value):
                yield Leaf(part=leaf.part, pointer=f"{pointer}/!", text=leaf.text, name=leaf.name)
            return
    yield Leaf(part="body", pointer=pointer, text=value)


_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_MIN_SPACES_OR_MARKS = re.compile(r"[ {}\":,;=&./_-]")


def _from_base64(value: str) -> str:
    """The text behind ``value`` where it is canonical base64 of UTF-8 that reads as text, else nothing."""
    if not _BASE64.fullmatch(value):
        return ""
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return text if text.isprintable() and _MIN_SPACES_OR_MARKS.search(text) else ""


def _walk_list(items: list[Json], pointer: str, depth: int) -> Iterator[Leaf]:
    if any(_has_text(item) for item in items):
        yield Leaf(part="body", pointer=pointer, text=BLOCK_SEPARATOR.join(_texts(items)), name="blocks")
        yield Leaf(part="order", pointer=pointer, text=",".join(_kind(item) for item in items), name="kinds")
        for index, item in enumerate(items):
            yield from _walk(_without_texts(item), f"{pointer}/{index}", depth + 1)
        return
    names = _names(items)
    yield Leaf(
        part="order", pointer=pointer, text="\n".join(names) if names else ",".join(map(_kind, items)), name="members"
    )
    for index, item in enumerate(items):
        step = f"[name={_escape(names[index])}]" if names else str(index)
        yield from _walk(item, f"{pointer}/{step}", depth + 1)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(key for key, _ in pairs)
    seen: Counter[str] = Counter()
    every: dict[str, Json] = {}
    for key, value in pairs:
        seen[key] += 1
        every[key if seen[key] == counts[key] else f"{key}#{seen[key]}"] = value
    return every


_NAMING_KEY = re.compile(r"(?:.*_)?(?:name|event|type|kind)")
_KEY = re.compile(r"(?:.*_)?key")
_VALUE = re.compile(r"(?:.*_)?values?")


def _names(items: list[Json]) -> list[str]:
    """What each object of a list is called, so that an insertion shifts nothing; empty where nothing names them.

    The naming key is the one with the most distinct values, at the object itself or one level below;
    like names are numbered.
    """
    rows = [_naming(item) for item in items]
    shared = [key for key in (rows[0] if rows else {}) if all(key in row for row in rows)]
    if not shared:
        return []
    best = max(shared, key=lambda key: (len({row[key] for row in rows}), -key.count("/"), -shared.index(key)))
    seen: Counter[str] = Counter()
    names = []
    for row in rows:
        seen[row[best]] += 1
        names.append(row[best] if seen[row[best]] == 1 else f"{row[best]}#{seen[row[best]]}")
    return names


def _naming(item: Json) -> dict[str, str]:
    """The short strings of an object that may name it, by key, those of inner objects below ``/``.

    One that is an entry of a map, a key beside a value, is named by the key, which may be a number then.
    """
    if not isinstance(item, dict):
        return {}
    found = {key: str(value) for key, value in item.items() if _names_it(key, value)}
    if any(_VALUE.fullmatch(key) for key in item):
        found |= {key: str(value) for key, value in item.items() if _KEY.fullmatch(key) and _is_short(value)}
    for outer, inner in item.items():
        if isinstance(inner, dict):
            found |= {f"{outer}/{key}": str(value) for key, value in inner.items() if _names_it(key, value)}
    return found


def _names_it(key: str, value: Json) -> bool:
    return _is_text(value) and _is_short(value) and _NAMING_KEY.fullmatch(key) is not None


def _is_short(value: Json) -> bool:
    longest = 200
    return isinstance(value, str) and len(value) <= longest


def _has_text(item: Json) -> bool:
    """Whether an element of a list is a text, a text block of a chat message, or a chat message."""
    if isinstance(item, dict):
        content = item.get("content")
        return _is_text(item.get("text")) or ("role" in item and (_is_text(content) or isinstance(content, list)))
    return _is_text(item)


def _is_text(item: Json) -> bool:
    return isinstance(item, str) and not isinstance(item, Number)


def _texts(items: list[Json]) -> Iterator[str]:
    """All texts of a list of blocks or messages in their order, each message announced by its role.

    A message whose content is one string and one whose content is a list of blocks read alike, and one more or
    one less shifts nothing: what is aligned later is the conversation, not its indices.
    """
    for item in items:
        if _is_text(item):
            yield str(item)
        elif isinstance(item, dict) and _is_text(item.get("text")):
            yield str(item["text"])
        elif isinstance(item, dict) and "role" in item:
            yield f"[{item['role']}]"
            content = item.get("content")
            yield from _texts(content if isinstance(content, list) else [content])


def _without_texts(item: Json) -> Json:
    """What is left of a block or a message when its texts are taken out."""
    if not isinstance(item, dict):
        return None if _is_text(item) else item
    left = {key: inner for key, inner in item.items() if not (key == "text" and _is_text(inner))}
    content = left.get("content")
    if "role" in left and _is_text(content):
        del left["content"]
    elif "role" in left and isinstance(content, list):
        left["content"] = [_without_texts(inner) for inner in content]
    return left


def _kind(item: Json) -> str:
    if isinstance(item, dict):
        kind = item.get("type", "object")
        return kind if isinstance(kind, str) else "object"
    return "array" if isinstance(item, list) else "string" if isinstance(item, str) else "literal"


def _spelling(text: str) -> Iterator[Leaf]:
    """How the value was written, as far as it could have been written in another way."""
    yield Leaf(part="format", pointer="", text=white_space(text), name="white-space")
    style = escapes(text)
    if style:
        yield Leaf(part="format", pointer="", text=style, name="escapes")
    for character, style in escapes_of_characters(text):
        yield Leaf(part="format", pointer="", text=style, name=f"escapes: {character}")
    yield Leaf(part="format", pointer="", text=needless_escapes(text), name="escapes: needless")
