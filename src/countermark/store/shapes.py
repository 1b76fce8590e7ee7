"""How each frozen type of ``model`` stands in JSON, built from its type hints: written, read strictly, described.

A union of dataclasses carries ``kind``, the class's name in kebab case. Bytes are base64. What would not survive JSON
(a surrogate pair that was two code points, as decoded tool output may hold) is ``{"surrogatepass": base64}``.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import re
import sys
import types
import typing
from collections.abc import Callable, Sequence
from enum import Enum, StrEnum, auto
from typing import Any

from countermark.model.run import Chunk

Json = Any
"""What ``json`` reads and writes."""

ROWS: frozenset[type] = frozenset({Chunk})
"""Dataclasses written as arrays of their fields: there are hundreds of thousands of these in an audit."""

SURROGATES = "surrogatepass"
KIND = "kind"

# JSON readers join a high and a low surrogate to one character, so such a pair would come back changed.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Keys(Enum):
    """Which keys of an object are let pass: those of this version, or also those that a newer minor one added."""

    KNOWN = auto()
    ANY = auto()


class Misfit(Exception):
    """A JSON value is not of the type that is wanted; ``trail`` is where, innermost first."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.trail: list[str] = []

    def __str__(self) -> str:
        return f"{'$' + ''.join(reversed(self.trail))}: {self.why}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How one type is written, read and described."""

    write: Callable[[Json], Json]
    read: Callable[[Json, Keys], Json]
    schema: Json


def kebab(name: str) -> str:
    """``ToolFailed`` → ``tool-failed``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


@functools.cache
def shape(hint: object) -> Shape:
    """The shape of a type hint; raises ``TypeError`` for a hint that no travelling type uses."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:  # noqa: PLR2004 -- tuple[X, ...]
        return _many(shape(arguments[0]))
    if origin is typing.Literal:
        return _word(arguments)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _row(hint) if hint in ROWS else _record(hint)
    raise TypeError(f"the codec has no shape for {hint!r}")


def _write_text(value: str) -> Json:
    if not value.isascii() and _PAIR.search(value):
        return {SURROGATES: base64.b64encode(value.encode("utf-8", SURROGATES)).decode("ascii")}
    return value


def _read_text(value: Json, _keys: Keys) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.keys() == {SURROGATES}:
        return _read_bytes(value[SURROGATES], _keys).decode("utf-8", SURROGATES)
    raise Misfit(f"text was expected, not {_name(value)}")


def _read_bytes(value: Json, _keys: Keys) -> bytes:
    if not isinstance(value, str):
        raise Misfit(f"base64 text was expected, not {_name(value)}")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Misfit(f"this is not base64 ({error})") from error


def _read_whole(value: Json, _keys: Keys) -> int:
    if type(value) is not int:
        raise Misfit(f"a whole number was expected, not {_name(value)}")
    return value


def _read_number(value: Json, _keys: Keys) -> float:
    if type(value) is not float and type(value) is not int:
        raise Misfit(f"a number was expected, not {_name(value)}")
    if not -sys.float_info.max <= value <= sys.float_info.max:
        raise Misfit("the number is out of range")
    return float(value)


def _read_flag(value: Json, _keys: Keys) -> bool:
    if not isinstance(value, bool):
        raise Misfit(f"true or false was expected, not {_name(value)}")
    return value


def _name(value: Json) -> str:
    names = {dict: "an object", list: "an array", str: "text", bool: "true or false", int: "a whole number"}
    return "nothing (null)" if value is None else names.get(type(value), "a number")


TEXT_SCHEMA: Json = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {SURROGATES: {"type": "string", "contentEncoding": "base64"}},
            "required": [SURROGATES],
            "additionalProperties": False,
        },
    ]
}

_PLAIN: dict[object, Shape] = {
    str: Shape(write=_write_text, read=_read_text, schema={"$ref": "#/$defs/text"}),
    int: Shape(write=int, read=_read_whole, schema={"type": "integer"}),
    float: Shape(write=float, read=_read_number, schema={"type": "number"}),
    bool: Shape(write=bool, read=_read_flag, schema={"type": "boolean"}),
    bytes: Shape(
        write=lambda value: base64.b64encode(value).decode("ascii"),
        read=_read_bytes,
        schema={"type": "string", "contentEncoding": "base64"},
    ),
}


def _enum(cls: type[StrEnum]) -> Shape:
    members = {member.value: member for member in cls}

    def read(value: Json, _keys: Keys) -> StrEnum:
        if not isinstance(value, str) or value not in members:
            raise Misfit(f"one of {', '.join(members)} was expected, not {str(value)[:40]!r}")
        return members[value]

    return Shape(write=str, read=read, schema={"enum": list(members)})


def _word(words: tuple[str, ...]) -> Shape:
    """One of a few words, as ``Literal`` names them."""

    def read(value: Json, _keys: Keys) -> str:
        if not isinstance(value, str) or value not in words:
            raise Misfit(f"one of {', '.join(words)} was expected, not {str(value)[:40]!r}")
        return value

    return Shape(write=str, read=read, schema={"enum": list(words)})


def _many(item: Shape) -> Shape:
    def read(value: Json, keys: Keys) -> tuple[Json, ...]:
        if not isinstance(value, list):
            raise Misfit(f"an array was expected, not {_name(value)}")
        return tuple(_inside(item, one, f"[{index}]", keys) for index, one in enumerate(value))

    return Shape(
        write=lambda value: [item.write(one) for one in value],
        read=read,
        schema={"type": "array", "items": item.schema},
    )


def _inside(item: Shape, value: Json, step: str, keys: Keys) -> Json:
    try:
        return item.read(value, keys)
    except Misfit as misfit:
        misfit.trail.append(step)
        raise


def _fields(cls: type) -> tuple[tuple[dataclasses.Field[Any], Shape], ...]:
    hints = typing.get_type_hints(cls)
    return tuple((field, shape(hints[field.name])) for field in dataclasses.fields(cls))


def _row(cls: type) -> Shape:
    fields = _fields(cls)
    names = tuple(field.name for field, _ in fields)

    def write(value: object) -> Json:
        return [item.write(getattr(value, field.name)) for field, item in fields]

    def read(value: Json, keys: Keys) -> object:
        if not isinstance(value, list) or len(value) != len(fields):
            raise Misfit(f"an array of {', '.join(names)} was expected, not {_name(value)}")
        return cls(**{name: item.read(one, keys) for name, (_, item), one in zip(names, fields, value, strict=True)})

    schema = {
        "description": f"{', '.join(names)}",
        "type": "array",
        "prefixItems": [item.schema for _, item in fields],
        "minItems": len(fields),
        "maxItems": len(fields),
    }
    return Shape(write=write, read=read, schema=schema)


def _record(cls: type) -> Shape:
    fields = _fields(cls)
    shapes = {field.name: item for field, item in fields}
    optional = {field.name for field, _ in fields if field.default is not dataclasses.MISSING}

    def write(value: object) -> Json:
        return {name: item.write(getattr(value, name)) for name, item in shapes.items()}

    def read(value: Json, keys: Keys) -> object:
        if not isinstance(value, dict):
            raise Misfit(f"an object ({kebab(cls.__name__)}) was expected, not {_name(value)}")
        _check_keys(value, shapes, optional, keys)
        return cls(
            **{name: _inside(shapes[name], one, f".{name}", keys) for name, one in value.items() if name in shapes}
        )

    first_line = (cls.__doc__ or "").partition("\n")[0]
    schema = {
        "description": first_line,
        "type": "object",
        "properties": {name: item.schema for name, item in shapes.items()},
        "required": [name for name in shapes if name not in optional],
    }
    return Shape(write=write, read=read, schema=schema)


def _check_keys(value: dict[str, Json], known: dict[str, Shape], optional: set[str], keys: Keys) -> None:
    missing = [name for name in known if name not in value and name not in optional]
    if missing:
        raise Misfit(f"the key {missing[0]!r} is missing")
    unknown = [name for name in value if name not in known]
    if unknown and keys is Keys.KNOWN:
        raise Misfit(f"the key {unknown[0][:80]!r} is unknown")


def _union(hints: Sequence[object]) -> Shape:
    inner = [hint for hint in hints if hint is not type(None)]
    if len(inner) == len(hints):
        return _tagged([hint for hint in inner if isinstance(hint, type)])
    item = shape(inner[0]) if len(inner) == 1 else _union(inner)
    return Shape(
        write=lambda value: None if value is None else item.write(value),
        read=lambda value, keys: None if value is None else item.read(value, keys),
        schema={"anyOf": [item.schema, {"type": "null"}]},
    )


def _tagged(classes: Sequence[type]) -> Shape:
    shapes = {kebab(cls.__name__): shape(cls) for cls in classes}
    kinds = {cls: kebab(cls.__name__) for cls in classes}

    def write(value: object) -> Json:
        kind = kinds[type(value)]
        return {KIND: kind, **shapes[kind].write(value)}

    def read(value: Json, keys: Keys) -> object:
        kind = value.get(KIND) if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes:
            raise Misfit(f"an object was expected whose {KIND} is one of {', '.join(shapes)}")
        return shapes[kind].read({name: one for name, one in value.items() if name != KIND}, keys)

    return Shape(write=write, read=read, schema={"oneOf": [_with_kind(kind, item) for kind, item in shapes.items()]})


def _with_kind(kind: str, item: Shape) -> Json:
    return {
        **item.schema,
        "properties": {KIND: {"const": kind}, **item.schema["properties"]},
        "required": [KIND, *item.schema["required"]],
    }
