"""Reads the program text below a folder, each distinct file once, and says what was passed over."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from countermark.model.run import Skipped

TEXT_SUFFIXES = (".js", ".mjs", ".cjs", ".py")
MAX_FILE_BYTES = 64 * 1024 * 1024
"""The largest bundle measured was 26 MB; more than twice that is passed over, and said."""

MAX_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One program text; ``path`` is relative to the folder, ``text`` decoded as UTF-8 with replacement."""

    path: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What could be read, and what could not and why."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]


def read_sources(root: Path) -> Sources:
    """Every JavaScript and Python file below ``root``, sorted by path; links are not followed."""
    files: list[SourceFile] = []
    skipped: list[Skipped] = []
    digests: set[str] = set()
    for count, path in enumerate(_paths(root)):
        relative = path.relative_to(root).as_posix()
        if count >= MAX_FILES:
            skipped.append(Skipped(step="static", reason=f"only the first {MAX_FILES} program files were read"))
            break
        if path.stat().st_size > MAX_FILE_BYTES:
            skipped.append(Skipped(step="static", reason=f"{relative} is larger than {MAX_FILE_BYTES} bytes"))
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest not in digests:
            digests.add(digest)
            files.append(SourceFile(path=relative, sha256=digest, text=data.decode("utf-8", "replace")))
    if not files:
        skipped.append(Skipped(step="static", reason="no JavaScript or Python text was found to read for hints"))
    return Sources(files=tuple(files), skipped=tuple(skipped))


def _paths(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if name.endswith(TEXT_SUFFIXES) and path.is_file() and not path.is_symlink():
                yield path
