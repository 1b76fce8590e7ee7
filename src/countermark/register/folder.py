"""Reads a register's folder: what is of its form, and what is wrong with the rest, file by file and line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from countermark.errors import UsageError
from countermark.register.forms import DecisionForm, RegisterForm, ToolForm
from countermark.store.toml import KEBAB, place_of, read_file, read_form

Form = TypeVar("Form", bound=BaseModel)

TOP = "register.toml"
TOOLS = "tools"
DECISIONS = "decisions"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Something that is wrong with a register: the file, its line and key, and why.

    ``is_overdue`` where nothing was wrong when it was written: only time has passed.
    """

    where: str
    why: str
    hint: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Form]):
    """A file of a register, with the bytes it was read from, so that a problem can name its line."""

    id: str
    form: Form
    origin: str
    content: bytes

    def problem(self, keys: Sequence[str | int], why: str, *, hint: str = "", is_overdue: bool = False) -> Problem:
        """A problem at a key of this file."""
        return Problem(where=place_of(self.origin, self.content, keys), why=why, hint=hint, is_overdue=is_overdue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a folder holds, in the order of the names."""

    folder: Path
    top: Entry[RegisterForm]
    tools: tuple[Entry[ToolForm], ...]
    decisions: tuple[Entry[DecisionForm], ...]

    def tool(self, name: str) -> Entry[ToolForm] | None:
        """The tool of that id."""
        return next((entry for entry in self.tools if entry.id == name), None)


def read_register(folder: Path) -> tuple[Register | None, tuple[Problem, ...]]:
    """The register in a folder, without the files that are not of their form: those are told.

    Raises:
        UsageError: there is no such folder, or it holds no register.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="a register is a folder with register.toml in it")
    if not (folder / TOP).is_file():
        raise UsageError(f"{folder / TOP} is not there", hint='it begins with schema = "countermark.register/1"')
    problems: list[Problem] = []
    tops = tuple(_entries(RegisterForm, folder, [folder / TOP], problems))
    tools = tuple(_entries(ToolForm, folder, _files(folder / TOOLS, folder, problems), problems))
    decisions = tuple(_entries(DecisionForm, folder, _files(folder / DECISIONS, folder, problems), problems))
    if not tops:
        return None, tuple(problems)
    return Register(folder=folder, top=tops[0], tools=tools, decisions=decisions), tuple(problems)


def _files(place: Path, folder: Path, problems: list[Problem]) -> list[Path]:
    """The TOML files of a folder; anything else in it may be a decision that somebody believes to be in force."""
    found: list[Path] = []
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        origin = str(path.relative_to(folder))
        if path.is_symlink() or not path.is_file():
            problems.append(Problem(where=f"{origin}, line 1", why="only plain files may stand here"))
        elif path.suffix != ".toml" or not re.fullmatch(KEBAB, path.stem):
            why = "a file is called by its id in lower case, with hyphens, and ends in .toml"
            problems.append(Problem(where=f"{origin}, line 1", why=why))
        else:
            found.append(path)
    return found


def _entries(form: type[Form], folder: Path, paths: Iterable[Path], problems: list[Problem]) -> Iterable[Entry[Form]]:
    for path in paths:
        origin = str(path.relative_to(folder))
        try:
            content = read_file(path)
            yield Entry(id=path.stem, form=read_form(form, content, origin), origin=origin, content=content)
        except UsageError as error:
            problems.append(Problem(where=error.what, why=error.why, hint=error.hint))
