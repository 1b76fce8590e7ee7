"""Files written whole or not at all, and read only where they are plain files.

Every refusal of the machine is an ``AuditDirectoryError`` that names the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from countermark.errors import AuditDirectoryError

PARTIAL = ".partial"
"""Ends the name of a file that is being written; one that is found later was cut off by a kill."""

_PIECE_BYTES = 1 << 20


@contextlib.contextmanager
def naming(path: Path, deed: str) -> Iterator[None]:
    """Turns what the machine refuses into an error that names the file."""
    try:
        yield
    except OSError as error:
        raise AuditDirectoryError(f"cannot {deed} {path}", why=error.strerror or str(error)) from error


def write_synced(path: Path, data: bytes) -> None:
    """``path`` holds ``data``, which has reached the disk; a kill on the way leaves a part of it."""
    with naming(path, "write"), path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """``path`` holds ``data`` and has reached the disk, or is as it was."""
    partial = path.with_name(path.name + PARTIAL)
    write_synced(partial, data)
    with naming(path, "write"):
        partial.replace(path)
    sync_folder(path.parent)


def entries(folder: Path) -> list[Path]:
    """What stands in ``folder``, sorted; nothing where it is missing, as copying tools leave empty folders out."""
    with naming(folder, "list"):
        return sorted(folder.iterdir()) if folder.exists() else []


def sync_folder(path: Path) -> None:
    """What was renamed into ``path`` stays there after a power cut."""
    with naming(path, "write"):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_plain(path: Path, most_bytes: int = -1) -> bytes:
    """The content of a plain file (its first ``most_bytes``); links and devices are refused."""
    with naming(path, "read"):
        # Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise AuditDirectoryError(f"{path} is not a plain file")
            return file.read(most_bytes)


def digest(path: Path) -> str:
    """SHA-256 (hex) of a plain file."""
    found = hashlib.sha256()
    with naming(path, "read"):
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            while piece := file.read(_PIECE_BYTES):
                found.update(piece)
    return found.hexdigest()


def plain_files(top: Path) -> Iterator[str]:
    """The names of all files below ``top``, relative and with ``/``, sorted.

    Raises:
        AuditDirectoryError: something there is neither a folder nor a plain file.
    """
    with naming(top, "list"):
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from (f"{entry.name}/{name}" for name in plain_files(Path(entry.path)))
        elif entry.is_file(follow_symlinks=False):
            yield entry.name
        else:
            raise AuditDirectoryError(f"{entry.path} is neither a folder nor a plain file")
