"""JSON for the frozen types of ``model``: exact in both directions, and strict when read.

Equal values give equal bytes: fields keep the order in which they are declared, everything beyond ASCII is escaped.
"""

from __future__ import annotations

import json
import typing
from typing import TypeVar

from countermark.errors import AuditDirectoryError
from countermark.store.shapes import TEXT_SCHEMA, Json, Keys, Misfit, shape

T = TypeVar("T")


def encode(value: object, hint: object = None, *, indent: int | None = None) -> bytes:
    """``value`` as one JSON text in ASCII, with a line end; ``hint`` where its class does not say it."""
    written = shape(hint if hint is not None else type(value)).write(value)
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(written, allow_nan=False, indent=indent, separators=separators).encode("ascii") + b"\n"


def decode(hint: type[T], data: bytes, origin: str, *, keys: Keys = Keys.KNOWN) -> T:
    """The value of type ``hint`` that ``data`` holds.

    Raises:
        AuditDirectoryError: it does not; names ``origin`` and the place in it.
    """
    return typing.cast("T", decode_any(hint, data, origin, keys=keys))


def decode_any(hint: object, data: bytes, origin: str, *, keys: Keys = Keys.KNOWN) -> Json:
    """Like ``decode``, also for hints that are no class (unions, tuples)."""
    try:
        return shape(hint).read(parse(data), keys)
    except (Misfit, ValueError, RecursionError) as error:
        raise AuditDirectoryError(f"{origin} is not of its form", why=str(error) or type(error).__name__) from error


def parse(data: bytes) -> Json:
    """The JSON value of ``data``.

    Raises:
        ValueError: it is no JSON in UTF-8, repeats a key, or holds a number that JSON does not have.
    """
    return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands there twice")
    return found


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a number in JSON")


def schema(hint: object) -> Json:
    """The JSON Schema (draft 2020-12) of a type, with ``$defs/text`` for what ``encode`` makes of a ``str``."""
    return {**shape(hint).schema, "$defs": {"text": TEXT_SCHEMA}}
