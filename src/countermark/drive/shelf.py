"""Readings that were made before, by the digest of the text and of the code that reads."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from pydantic import TypeAdapter

import countermark
from countermark.drive.gathering import gathered, spread
from countermark.drive.reading import Reading, Task
from countermark.model.inspection import Findings
from countermark.model.static import Where

GRAMMARS = ("tree-sitter", "tree-sitter-javascript", "tree-sitter-python")

_READERS = ("static", "text", "sandbox", "model/static.py", "drive/reading.py")
"""What of this project a reading depends on."""

_UNUSED_S = 30 * 24 * 3600.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A reading as it is put away: ``file`` is the name that its places bear."""

    file: str
    parsed_bytes: int
    units: int
    peak_bytes: int
    findings: Findings


_KEPT = TypeAdapter(_Kept)


class Shelf:
    """A folder of readings; one that cannot be written or read is as good as empty."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder
        self._folder = folder / "readings" / reader_digest()
        self._sweep()

    def units(self, sha256: str) -> Path:
        """Where the digests of a text's units are, or go."""
        return self._folder / sha256

    def rewritten(self, sha256: str) -> Path:
        """Where a text with its comparisons turned into calls is, or goes."""
        return self._folder / f"{sha256}.rewritten"

    def has_units(self, sha256: str) -> bool:
        """Whether they are there."""
        return all(self.units(sha256).with_suffix(suffix).is_file() for suffix in (".own", ".whole", ".links"))

    def find(self, task: Task) -> Reading | None:
        """The reading of this text by these rules, with its places named as they are here."""
        if task.is_newer or (task.write_units and not self.has_units(task.sha256)):
            return None
        try:
            kept = _KEPT.validate_python(json.loads(self._place(task).read_bytes()))
        except (OSError, ValueError, RecursionError):
            return None
        if task.write_units and not kept.units:
            return None
        found = tuple(spread(kept.findings))
        return Reading(
            sha256=task.sha256,
            parsed_bytes=kept.parsed_bytes,
            units=kept.units,
            peak_bytes=kept.peak_bytes,
            findings=found if kept.file == task.file else renamed(found, task.file),
        )

    def keep(self, task: Task, reading: Reading) -> None:
        """Puts a reading away; one that failed, or of which a rule did not finish, is tried again the next time."""
        found = gathered(reading.findings)
        if reading.failed or found.unfinished:
            return
        kept = _Kept(
            file=task.file,
            parsed_bytes=reading.parsed_bytes,
            units=reading.units,
            peak_bytes=reading.peak_bytes,
            findings=found,
        )
        # Not as UTF-8: a text may hold halves of characters.
        written = json.dumps(_KEPT.dump_python(kept), ensure_ascii=True).encode("ascii")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(written)
            Path(file.name).replace(self._place(task))

    def prepare(self) -> None:
        """Makes the folder, for what readers write themselves."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def _place(self, task: Task) -> Path:
        rules = hashlib.sha256("\n".join((task.language, *task.rules)).encode()).hexdigest()[:12]
        return self._folder / f"{task.sha256}-{rules}.json"

    def _sweep(self) -> None:
        """Readings of other versions go when none was made for a month."""
        with contextlib.suppress(OSError):
            os.utime(self._folder)
        with contextlib.suppress(OSError):
            for other in self._folder.parent.iterdir():
                if other.stat().st_mtime < time.time() - _UNUSED_S:
                    shutil.rmtree(other, ignore_errors=True)


def renamed(found: _T, file: str) -> _T:
    """A finding with ``file`` in all of its places."""
    if isinstance(found, Where):
        return cast("_T", dataclasses.replace(found, file=file))
    if isinstance(found, tuple):
        return cast("_T", tuple(renamed(one, file) for one in found))
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        names = (field.name for field in dataclasses.fields(found))
        return cast("_T", dataclasses.replace(found, **{name: renamed(getattr(found, name), file) for name in names}))
    return found


@cache
def reader_digest() -> str:
    """What readings depend on: the code that reads, and the grammars."""
    top = Path(countermark.__file__).parent
    digest = hashlib.sha256()
    for name in _READERS:
        place = top / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else (place,):
            digest.update(f"{path.relative_to(top)}\n".encode())
            digest.update(path.read_bytes())
    for name in GRAMMARS:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()[:16]
