"""What is to be scanned: files that were named, those in folders, standard input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import TargetNotFound
from countermark.model.scan import Unread

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One stream of bytes; ``path`` is ``None`` for standard input."""

    name: str
    path: Path | None


def sources(paths: Sequence[str]) -> Iterator[Source | Unread]:
    """Every source, each file once, folders in the order of their names; what is no file is said.

    Raises:
        TargetNotFound: a path that was named does not exist. Nothing was read by then.
    """
    for name in paths:
        if name != STANDARD_INPUT and not os.path.lexists(name):
            raise TargetNotFound(f"there is no {name}", hint="name files, folders, or - for standard input")
    seen: set[tuple[int, int]] = set()
    for name in paths:
        if name == STANDARD_INPUT:
            yield Source(name=name, path=None)
        elif Path(name).is_dir():
            yield from _in_folder(Path(name), seen)
        else:
            yield Source(name=name, path=Path(name))  # whatever was named is read, a pipe too


def _in_folder(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Source | Unread]:
    """Links are not followed, so a folder that leads back to itself is walked once."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unread(file=str(folder), why=error.strerror or str(error))
        return
    for entry in entries:
        path = folder / entry.name
        try:
            known = entry.stat(follow_symlinks=False)
        except OSError as error:
            yield Unread(file=str(path), why=error.strerror or str(error))
            continue
        if stat.S_ISLNK(known.st_mode):
            yield Unread(file=str(path), why="a link, which is not followed", expected=True)
        elif stat.S_ISDIR(known.st_mode):
            yield from _in_folder(path, seen)
        elif not stat.S_ISREG(known.st_mode):
            yield Unread(file=str(path), why="a pipe, socket or device: name it to have it read", expected=True)
        elif (known.st_dev, known.st_ino) not in seen:
            seen.add((known.st_dev, known.st_ino))
            yield Source(name=str(path), path=path)
