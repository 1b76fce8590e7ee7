"""TOML that people write, checked against a pydantic form: a refusal names the key, its line, and what was meant."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from countermark.errors import UsageError

Form = TypeVar("Form", bound=BaseModel)
Value = TypeVar("Value")

KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""An id: the same in a file's name, on the command line and in reports."""

_MOST_BYTES = 1 << 20


class StrictForm(BaseModel):
    """A table without unknown keys and without silent conversions."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Generic[Value]):
    """What was read, and the very bytes that it was read from, for ``inputs/`` of the audit directory."""

    value: Value
    content: bytes
    origin: str


def sha256(content: bytes) -> str:
    """SHA-256 (hex) of a file as it was given."""
    return hashlib.sha256(content).hexdigest()


def read_file(path: Path) -> bytes:
    """The content of a file that the user named.

    Raises:
        UsageError: it cannot be read, or is too large to be what it should be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path} is larger than {_MOST_BYTES} bytes")
    return content


def read_form(form: type[Form], content: bytes, origin: str) -> Form:
    """``content`` as a ``form``.

    Raises:
        UsageError: it is not one; names the key, its line where that can be told, and the nearest valid key.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = f"byte {error.start}, in line {line}, is {content[error.start]:#04x}"
        raise UsageError(f"{origin} is not UTF-8", why=why) from error
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        end = f"at line {len(text.splitlines()) or 1}, the last"
        raise UsageError(f"{origin} is not TOML", why=str(error).replace("at end of document", end)) from error
    try:
        return form.model_validate(table)
    except ValidationError as error:
        raise _usage_error(form, error.errors(include_url=False), text, origin) from error


def refuse(origin: str, content: bytes, keys: Sequence[str | int], why: str, hint: str = "") -> UsageError:
    """An error that names a key of a TOML file and its line."""
    return UsageError(place_of(origin, content, keys), why=why, hint=hint)


def place_of(origin: str, content: bytes, keys: Sequence[str | int]) -> str:
    """A key of a TOML file with its line, or with that of the innermost table around it where it is not there."""
    text = content.decode("utf-8", "replace")
    found = (line_of(text, keys[:depth]) for depth in range(len(keys), 0, -1))
    return f"{origin}, line {next(filter(None, found), 1)}: {_dotted(keys)}"


def _usage_error(form: type[BaseModel], errors: Sequence[ErrorDetails], text: str, origin: str) -> UsageError:
    first = min(errors, key=lambda error: _RANK.get(error["type"], 1))
    keys = [step for step in first["loc"] if not _is_branch(step)]
    why, hint = first["msg"], ""
    if first["type"] == "missing":
        why = "this key is missing"
    elif first["type"] == "extra_forbidden":
        why = "this key is unknown"
        valid = sorted(valid_keys(form, keys[:-1]))
        near = difflib.get_close_matches(str(keys[-1]), valid, n=1)
        hint = f"did you mean {near[0]}?" if near else f"keys here are {', '.join(valid)}"
    elif first["type"] == "value_error":
        why = first["msg"].removeprefix("Value error, ")
    if len(errors) > 1:
        why += f" (and {len(errors) - 1} more)"
    return refuse(origin, text.encode(), keys, why, hint)


BRANCHES = frozenset({"words", "tables"})
"""Tags of alternatives, which pydantic puts among the keys."""

# An unknown key explains a missing one more often than the other way round.
_RANK = {"extra_forbidden": 0, "missing": 2}


def _is_branch(step: str | int) -> bool:
    """Whether pydantic speaks of an alternative of a value, and not of a key."""
    return isinstance(step, str) and step in BRANCHES


def _dotted(keys: Sequence[str | int]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".") or "the file"


def valid_keys(form: type[BaseModel], keys: Sequence[str | int]) -> set[str]:
    """The keys that may stand in the table at ``keys``, over all forms that it may have."""
    forms: list[type[BaseModel]] = [form]
    for key in keys:
        if isinstance(key, str):
            forms = [inner for one in forms for inner in _forms_at(one, key)]
    return {field.alias or name for one in forms for name, field in one.model_fields.items()}


def _forms_at(form: type[BaseModel], key: str) -> list[type[BaseModel]]:
    for name, field in form.model_fields.items():
        if (field.alias or name) == key:
            return _forms_in(field.annotation)
    return []


def _forms_in(hint: Any) -> list[type[BaseModel]]:  # noqa: ANN401 -- a type hint has no type of its own
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [form for inner in typing.get_args(hint) for form in _forms_in(inner)]


def line_of(text: str, keys: Sequence[str | int]) -> int:
    """The line (from 1) where the last named one of ``keys`` seems to stand, or 0: TOML readers do not say it.

    A key stands below the header of its table; the n-th header of an array of tables begins its n-th element.
    """
    path = [key for key in keys if isinstance(key, str)]
    if not path:
        return 0
    whole, table = ".".join(path), ".".join(path[:-1])
    at = next((place for place, key in enumerate(keys) if isinstance(key, int)), len(keys))
    array, wanted = ".".join(str(key) for key in keys[:at]), (int(keys[at]) + 1 if at < len(keys) else 0)
    current, element = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}", line)
        if header:
            current = header[1].replace('"', "")
            element += current == array
        right_element = not wanted or element == wanted
        if header and current == whole and right_element:
            return number
        if not header and current == table and (right_element or array == whole) and _begins_with(line, path[-1]):
            return number
    return 0


def _begins_with(line: str, key: str) -> bool:
    return re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line) is not None
