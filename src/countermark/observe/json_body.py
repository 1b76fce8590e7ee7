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

MAX_DEPTH = 200

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
            for leaf in _spelling(value, inner):
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


_NAMING_KEY = re.compile(r"(?:.*_)?(?:name|event|type|kind)")


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
    """The short strings of an object that may name it, by key, those of inner objects below ``/``."""
    if not isinstance(item, dict):
        return {}
    found = {key: str(value) for key, value in item.items() if _names_it(key, value)}
    for outer, inner in item.items():
        if isinstance(inner, dict):
            found |= {f"{outer}/{key}": str(value) for key, value in inner.items() if _names_it(key, value)}
    return found


def _names_it(key: str, value: Json) -> bool:
    longest = 200
    return (
        isinstance(value, str)
        and not isinstance(value, Number)
        and len(value) <= longest
        and _NAMING_KEY.fullmatch(key) is not None
    )


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


def _spelling(text: str, value: Json) -> Iterator[Leaf]:
    """How the same value was written: the style of white space and of escapes, whatever the value.

    A style is the same however much is openly said in it; only where one text mixes two is every choice listed.
    """
    if json.dumps(_plain(value), separators=(",", ":"), ensure_ascii=False) == text:
        yield Leaf(part="format", pointer="", text="none", name="white-space")
        if not text.isascii():
            yield Leaf(part="format", pointer="", text="raw", name="escapes")
        return
    yield Leaf(part="format", pointer="", text=_white_space(_TOKEN.findall(text)), name="white-space")
    escapes = [escape for escape in _ESCAPE.findall(text) if escape not in _REQUIRED_ESCAPES]
    if escapes or not text.isascii():
        yield Leaf(part="format", pointer="", text=_escape_style(escapes, text), name="escapes")


def _white_space(tokens: list[str]) -> str:
    """What stands behind each kind of token; the whole sequence where a kind is not always followed by the same."""
    behind: list[tuple[str, str]] = []
    for piece, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if not piece.isspace():
            kind = piece if piece in "{}[],:" else "value"
            space = following if following.isspace() else ""
            # How far a line is indented follows from the depth.
            behind.append((kind, "\n" if "\n" in space and not space.strip(" \t\n") else space))
    styles = {kind: {space for name, space in behind if name == kind} for kind, _ in behind}
    for kind in ("}", "]", "value"):
        # What follows a value depends on whether it is the last of its list: a break or nothing.
        styles[kind] = styles.get(kind, set()) - {"", "\n"} or {""}
    for kind in ("{", "["):
        # An empty object or list has nothing to break.
        styles[kind] = styles.get(kind, set()) - {""} or {""}
    if all(len(spaces) == 1 for spaces in styles.values()):
        return ", ".join(f"{kind!r} {min(styles[kind])!r}" for kind in sorted({":", ","} & styles.keys())) or "none"
    return "".join(f"{kind if kind != 'value' else '·'}{space}" for kind, space in behind)


def _escape_style(escapes: list[str], text: str) -> str:
    """``ascii`` where everything beyond ASCII is escaped, and so on; every escape where a text mixes styles."""
    digits = [escape.removeprefix("\\u") for escape in escapes if escape.startswith("\\u")]
    points = [int(item, 16) for item in digits]
    styles = {
        "raw" if not text.isascii() else "",
        "ascii" if any(point > _LAST_ASCII for point in points) else "",
        "controls" if any(point < _FIRST_VISIBLE for point in points) else "",
        "letters" if any(_FIRST_VISIBLE <= point <= _LAST_ASCII for point in points) else "",
        "upper" if any(re.search("[A-F]", item) for item in digits) else "",
        "lower" if any(re.search("[a-f]", item) for item in digits) else "",
        "slashes" if "\\/" in escapes else "",
    } - {""}
    mixed = {"raw", "ascii"} <= styles or {"upper", "lower"} <= styles or "letters" in styles
    # Which case the digits have shows only where there are letters among them.
    return " ".join((*sorted(styles), *escapes)) if mixed else " ".join(sorted(styles - {"lower", "controls"}))


_FIRST_VISIBLE, _LAST_ASCII = 0x20, 0x7F


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
