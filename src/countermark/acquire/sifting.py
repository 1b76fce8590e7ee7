"""The gate in front of an archive that is only read: text is kept, all else is weighed, named and let go."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from countermark.acquire.contents import HEAD_BYTES, MEDIA, Look, look
from countermark.acquire.labels import path_of
from countermark.acquire.unpacking import PLAIN, Origin, Unpacking, refuse, shown
from countermark.errors import UnsafeArchive

_IN_THE_WAY = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR})
_PLAIN_MODE = 0o644
_MOST_COMPLAINTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive, weighed. ``kept`` is where it now lies: below the gate's folder, or in its scratch."""

    name: str
    origin: Origin
    look: Look
    sha256: str
    size_bytes: int
    kept: Path | None = None
    is_container: bool = False


@dataclass(slots=True, kw_only=True)
class Sifting(Unpacking):
    """An archive on its way to being read. Its limits hold as everywhere, but little else stops it.

    Whoever packs something must not be able to keep it from being read by packing one thing wrongly. So a bad
    name, a link out of the folder, or one name for two contents is a complaint here and no end: nothing is
    made of a link, and names are only labels. What may be a container itself goes to ``scratch`` for a closer look.
    """

    scratch: Path
    may_be_container: Callable[[bytes, str], bool]
    members: list[Member] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    media_files: int = 0
    media_bytes: int = 0
    _names: dict[str, int] = field(default_factory=dict)

    def complain(self, why: str) -> None:
        """Keeps a broken rule, once, and not without end."""
        if why not in self.complaints and len(self.complaints) < _MOST_COMPLAINTS:
            self.complaints.append(why)

    def leave_out(self, name: str, why: str, size_bytes: int, stored: Iterable[bytes]) -> None:
        """A member that cannot be read, told by the digest of its bytes as they are stored."""
        self._count()
        digest = hashlib.sha256()
        for chunk in stored:
            self.total_bytes += len(chunk)
            self.check_growth(self.total_bytes)
            digest.update(chunk)
        kind = "encrypted" if "encrypted" in why else "compressed"
        self.members.append(
            Member(
                name=name,
                origin=PLAIN,
                look=Look(kind=kind, why=f"it {why}"),
                sha256=digest.hexdigest(),
                size_bytes=size_bytes,
            )
        )

    def make_folder(self, name: str) -> None:
        """Counts; folders come with the first text in them."""
        del name
        self._count()

    def make_hard_link(self, name: str, target: str) -> None:
        """Counts; what it is another name of is read under its first."""
        self._count()
        self.note(f"{shown(name)} is a second name of {shown(target)}")

    def make_symbolic_link(self, name: str, target: str) -> None:
        """Counts, and complains of one that leads out."""
        self._count()
        try:
            self._check_link_target(name, self._checked(name), target)
        except UnsafeArchive as wrong:
            self.complain(wrong.why)

    def write_file(
        self, name: str, mode: int, size_bytes: int, chunks: Iterable[bytes], origin: Origin = PLAIN
    ) -> None:
        """Looks at a file's beginning, and keeps it or weighs it."""
        del mode
        self._count()
        if size_bytes > self.limits.file_bytes:
            raise refuse(f"{shown(name)} claims {size_bytes:,} bytes; the limit is {self.limits.file_bytes:,}")
        path = self._distinct(self._checked(name) or path_of(name))
        measured = iter(self._measured(name, size_bytes, chunks))
        beginning = _beginning(measured)
        seen = look(beginning[:HEAD_BYTES], path, origin.role)
        is_container = not origin.role and self.may_be_container(beginning[:HEAD_BYTES], path)
        kept = self._place(path, seen, is_container=is_container) if size_bytes else None
        sha256 = _drain(chain((beginning,), measured), kept)
        if seen.kind == MEDIA:
            self.media_files, self.media_bytes = self.media_files + 1, self.media_bytes + size_bytes
        elif size_bytes:
            self.members.append(
                Member(
                    name=path,
                    origin=origin,
                    look=seen,
                    sha256=sha256,
                    size_bytes=size_bytes,
                    kept=kept,
                    is_container=is_container,
                )
            )

    def _place(self, path: str, seen: Look, *, is_container: bool) -> Path | None:
        """Where a file is to lie; ``None`` where it is only weighed."""
        if is_container:
            return self.scratch / str(self.entries)
        if not seen.is_text:
            return None
        place = self.folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno not in _IN_THE_WAY:
                raise
            place = self.folder / path_of(f"{self.entries}/{path.replace('/', '_')}")
            place.parent.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{self.entries}-of-the-same-name" if place.exists() else place

    def _checked(self, name: str) -> str:
        try:
            return Unpacking._checked(self, name)  # noqa: SLF001 -- super() does not work in a class with slots
        except UnsafeArchive as wrong:
            self.complain(wrong.why)
            return path_of(name)

    def _distinct(self, path: str) -> str:
        before = self._names.get(path, 0)
        self._names[path] = before + 1
        if not before:
            return path
        self.note(f"{shown(path)} stands in it more than once; all of them were read")
        return f"{path}~{before + 1}"


def _beginning(chunks: Iterator[bytes]) -> bytes:
    """The first chunks, until a file's kind can be told by them."""
    beginning = b""
    while len(beginning) < HEAD_BYTES and (chunk := next(chunks, b"")):
        beginning += chunk
    return beginning


def _drain(chunks: Iterable[bytes], kept: Path | None) -> str:
    """The digest of a file, which is written where it is kept."""
    digest = hashlib.sha256()
    if kept is None:
        for chunk in chunks:
            digest.update(chunk)
        return digest.hexdigest()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(kept, flags, _PLAIN_MODE), "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
