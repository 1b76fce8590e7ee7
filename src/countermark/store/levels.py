"""Level files (``countermark.levels/1``): further levels of factors that a user wants tried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from countermark.model.environment import Level
from countermark.store.toml import KEBAB, Sourced, StrictForm, read_file, read_form
from countermark.text.visible import visible

_FORM = "countermark.levels/1"
_Factor = Annotated[str, Field(pattern=f"^{KEBAB}$")]
_Values = Annotated[list[str], Field(min_length=1)]


class LevelsForm(StrictForm):
    """Levels as they are written: ``timezone = ["Asia/Tokyo"]`` below ``[levels]``."""

    schema_: Literal["countermark.levels/1"] = Field(alias="schema")
    levels: dict[_Factor, _Values]


def read_levels(path: Path) -> tuple[Level, ...]:
    """The levels in the file at ``path``, in its order, each once.

    Raises:
        UsageError: it cannot be read, or is not of its form.
    """
    return load_levels(path).value


def load_levels(path: Path) -> Sourced[tuple[Level, ...]]:
    """The same, with the bytes that they were read from.

    Raises:
        UsageError: it cannot be read, or is not of its form.
    """
    content = read_file(path)
    return Sourced(value=parse_levels(content, str(path)), content=content, origin=str(path))


def parse_levels(content: bytes, origin: str) -> tuple[Level, ...]:
    """The levels that a TOML text holds.

    Raises:
        UsageError: it is not of its form; names the key and its line.
    """
    form = read_form(LevelsForm, content, origin)
    found = (Level(factor=factor, value=value) for factor, values in form.levels.items() for value in values)
    return tuple(dict.fromkeys(found))


def levels_text(levels: Iterable[tuple[Level, str]], notes: Iterable[str] = ()) -> str:
    """A level file to be edited: each level with a comment of one line, and ``notes`` in front."""
    lines = [f'schema = "{_FORM}"', ""]
    lines += [f"# {visible(note)}" for note in notes]
    lines += ["", "[levels]"]
    by_factor: dict[str, list[str]] = {}
    for level, comment in levels:
        by_factor.setdefault(level.factor, []).append(f"    {json.dumps(level.value)}, # {visible(comment)}")
    for factor, values in by_factor.items():
        lines += [f"{factor} = [", *values, "]"]
    return "\n".join(lines) + "\n"


FORM: type[BaseModel] = LevelsForm
