"""What was fetched before: files by their digest, unpacked trees by the digest of what they were made from.

::

    sha256/<digest>            a file as it was shipped; checked again whenever it is used
    promised/<algorithm>-<hex> the SHA-256 of the file for which an index gave that digest
    trees/<key>/tree           an unpacked target
    trees/<key>/manifest.json  what stands in it, and the notes of its unpacking
    staging/<random>           work of a process that is still at it (or died: swept after a day)

Everything is finished in ``staging`` and then renamed, so that two processes may do the same work at once: the
first to finish wins and the other takes what stands there.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.digests import Promise, digest_file
from countermark.errors import MachineError

_ABANDONED_S = 24 * 3600.0
_MANIFEST = "countermark.tree/1"
_EXISTS = frozenset({errno.EEXIST, errno.ENOTEMPTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """An unpacked target in the cache."""

    root: Path
    notes: tuple[str, ...]


class Cache:
    """A folder of downloads and unpacked trees, shared by every audit of this user."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        try:
            for name in ("sha256", "promised", "trees", "staging"):
                (self._folder / name).mkdir(parents=True, exist_ok=True)
            self._sweep()
        except OSError as error:
            raise MachineError(
                "the cache of downloaded targets cannot be written",
                why=f"{self._folder}: {error.strerror}",
                hint="give yourself the right to write it, or name another folder",
            ) from error

    @contextlib.contextmanager
    def staging(self) -> Iterator[Path]:
        """An empty folder on the cache's own disk, gone afterwards."""
        folder = Path(tempfile.mkdtemp(dir=self._folder / "staging"))
        try:
            yield folder
        finally:
            _remove(folder)

    def keep(self, path: Path, sha256: str, promise: Promise | None = None) -> Path:
        """The cached place of a file whose digest the caller has just checked; the file itself is moved there."""
        kept = self._folder / "sha256" / sha256
        path.chmod(0o444)
        path.replace(kept)
        if promise:
            self._remember(promise, sha256)
        return kept

    def find(self, promise: Promise) -> tuple[str, Path] | None:
        """SHA-256 and place of the file that an index promised, if it is here and its bytes are still those."""
        known = self._folder / "promised" / f"{promise.algorithm}-{promise.hex}"
        try:
            sha256 = promise.hex if promise.algorithm == "sha256" else known.read_text("ascii")
            kept = self._folder / "sha256" / sha256
            digests = digest_file(kept, promise.algorithm)
        except (OSError, ValueError):
            return None
        if digests["sha256"] == sha256 and digests[promise.algorithm] == promise.hex:
            return sha256, kept
        return None

    def tree(self, key: str, build: Callable[[Path], tuple[str, ...]]) -> Tree:
        """The tree made from what ``key`` digests; ``build`` makes it in an empty place and returns its notes.

        A tree that is here is taken as it is when every name, kind, mode, size and time in it is that of its
        manifest; otherwise it is made anew.
        """
        home = self._folder / "trees" / key
        found = _verified(home)
        if found:
            return found
        with self.staging() as staging:
            made = staging / "made"
            made.mkdir()
            notes = build(made / "tree")
            manifest = {"schema": _MANIFEST, "notes": list(notes), "entries": _entries(made / "tree")}
            (made / "manifest.json").write_text(json.dumps(manifest), "utf-8")
            if not _rename_unless_there(made, home) and not _verified(home):
                with contextlib.suppress(FileNotFoundError):
                    home.rename(staging / "broken")
                _rename_unless_there(made, home)
        return _verified(home) or _lost(home)

    def _remember(self, promise: Promise, sha256: str) -> None:
        with self.staging() as staging:
            (staging / "line").write_text(sha256, "ascii")
            (staging / "line").replace(self._folder / "promised" / f"{promise.algorithm}-{promise.hex}")

    def _sweep(self) -> None:
        before = time.time() - _ABANDONED_S
        for folder in (self._folder / "staging").iterdir():
            with contextlib.suppress(FileNotFoundError):
                if folder.stat().st_mtime < before:
                    _remove(folder)


def _verified(home: Path) -> Tree | None:
    try:
        manifest = json.loads((home / "manifest.json").read_text("utf-8"))
        if manifest["schema"] != _MANIFEST or manifest["entries"] != _entries(home / "tree"):
            return None
        return Tree(root=home / "tree", notes=tuple(str(note) for note in manifest["notes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entries(top: Path) -> list[list[object]]:
    """Name, mode (with the kind), size and time of everything below ``top``; a link with its target."""
    found: list[list[object]] = []
    pending = [""]
    while pending:
        here = pending.pop()
        with os.scandir(top / here) as entries:
            for entry in entries:
                name = f"{here}/{entry.name}".lstrip("/")
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    pending.append(name)
                    found.append([name, status.st_mode])
                elif stat.S_ISLNK(status.st_mode):
                    found.append([name, status.st_mode, str((top / name).readlink())])
                else:
                    found.append([name, status.st_mode, status.st_size, status.st_mtime_ns])
    return sorted(found, key=lambda item: str(item[0]))


def _rename_unless_there(source: Path, place: Path) -> bool:
    """Whether ``place`` was free; where it was not, somebody else was first."""
    try:
        source.rename(place)
    except OSError as error:
        if error.errno not in _EXISTS:
            raise
        return False
    return True


def _lost(home: Path) -> Tree:
    raise MachineError(
        "an unpacked target changed while it was being put in the cache",
        why=str(home),
        hint="something else writes to this folder: remove it and try again",
    )


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
