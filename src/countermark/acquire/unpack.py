"""An archive file becomes a folder, or nothing."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from countermark.acquire.archives import ALL, Archive
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.unpacking import Unpacking, refuse
from countermark.errors import MachineError

_HEAD_BYTES = 4096
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def find_kind(path: Path) -> Archive | None:
    """The kind of archive to unpack a file as, or ``None``; decided by its first bytes, then by its name."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    kinds = (archive for archive in ALL if not archive.used_as_is)
    return next((archive for archive in kinds if archive.matches(head, path.name.lower())), None)


def unpack(
    source: Path, folder: Path, archive: Archive, *, limits: Limits = DEFAULT_LIMITS, as_npm: bool = False
) -> tuple[str, ...]:
    """The oddities met while ``source`` was unpacked into ``folder``, which must not exist yet.

    ``as_npm`` unpacks as npm does: without the first part of every name, and without links. On failure nothing of
    ``folder`` remains. Raises ``UnsafeArchive`` for whatever is wrong with the archive, and ``MachineError`` where
    this machine has no room for it.
    """
    folder.mkdir()
    try:
        return _unpack(source, folder, archive, limits=limits, as_npm=as_npm)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if error.errno in _NO_ROOM:
            raise MachineError("there is no room to unpack the target", hint="free some space on the disk") from error
        raise MachineError("the target cannot be unpacked on this machine", why=f"{error.strerror}") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpack(source: Path, folder: Path, archive: Archive, *, limits: Limits, as_npm: bool) -> tuple[str, ...]:
    size = source.stat().st_size
    if size > limits.archive_bytes:
        raise refuse(f"it is {size:,} bytes long; the limit is {limits.archive_bytes:,}")
    into = Unpacking(folder=folder, limits=limits, as_npm=as_npm)
    with source.open("rb") as file:
        archive.unpack(file, into)
    into.close()
    return tuple(into.notes)
