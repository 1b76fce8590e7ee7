"""Everything below a folder that can be read as text, also inside of archives and executables."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from countermark.acquire.archives import ALL, WHEEL, ZIP, Archive
from countermark.acquire.archives import zip as zip_archive
from countermark.acquire.contents import HEAD_BYTES, MEDIA, PROGRAM, Look, is_text, look
from countermark.acquire.digests import digest_file
from countermark.acquire.labels import path_of
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.sifting import Member, Sifting
from countermark.acquire.unpacking import refuse
from countermark.errors import MachineError, UnsafeArchive
from countermark.model.expanded import Container, Expanded, ExpandedFile, Uninspected, Violation

INSIDE = "!/"
"""Stands between a container's name and the name of what is in it."""

_STORED_RATIO = 4  # of what is not compressed: more than once the file only where parts of it have two names
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_MOST_NOTES = 100
_SHEBANG = b"#!"


def expand(root: Path, into: Path, limits: Limits = DEFAULT_LIMITS) -> Expanded:
    """What is below ``root``, and in the archives and executables there, down to ``limits.nesting`` within each other.

    Text from inside of containers is written below ``into``, which must not exist yet: one folder called ``name!`` for
    each container. Links are not followed, and nothing is run. ``limits`` hold for all containers together. What is
    wrong with one becomes a ``Violation``, and the others are read all the same.

    Raises ``MachineError`` where this machine has no room.
    """
    try:
        into.mkdir()
        with tempfile.TemporaryDirectory(dir=into, prefix=".containers-") as scratch:
            work = _Expansion(root=root, into=into, scratch=Path(scratch), limits=limits)
            for path in _walk(work):
                work.take(path)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise MachineError("there is no room to unpack the target", hint="free some space on the disk") from error
        raise MachineError("the target cannot be unpacked on this machine", why=f"{error.strerror}") from error
    return Expanded(
        files=tuple(work.files),
        uninspected=tuple(work.uninspected),
        violations=tuple(work.violations),
        notes=tuple(work.notes),
        media_files=work.media_files,
        media_bytes=work.media_bytes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file on the disk, of the target or out of a container.

    ``name`` is its container's word for it; ``inside`` the path below ``into`` that its own contents go by;
    ``around`` the digests of the containers that it lies in, which make up ``chain``.
    """

    file: Path
    where: str
    name: str
    inside: str
    look: Look
    sha256: str
    size_bytes: int
    offset_bytes: int | None = 0
    decoded_from: str = ""
    chain: tuple[Container, ...] = ()
    around: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class _Expansion:
    """What was found so far, and how much more may be."""

    root: Path
    into: Path
    scratch: Path
    limits: Limits
    files: list[ExpandedFile] = field(default_factory=list)
    uninspected: list[Uninspected] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    media_files: int = 0
    media_bytes: int = 0
    total_bytes: int = 0
    entries: int = 0
    opened: dict[str, str] = field(default_factory=dict)

    def take(self, path: str) -> None:
        """A file of the target itself."""
        file, where = self.root / path, _printed(path)
        try:
            with file.open("rb") as source:
                head = source.read(HEAD_BYTES)
            seen, kinds, size = look(head, path), _kinds(head, path, file), file.stat().st_size
            sha256 = "" if seen.kind == MEDIA and not kinds else digest_file(file)["sha256"]
        except OSError as error:
            self.violations.append(Violation(where=where, kind="unreadable", why=f"{error.strerror}"))
            return
        if not size:
            return
        found = _Found(
            file=file, where=where, name=where, inside=path_of(where), look=seen, sha256=sha256, size_bytes=size
        )
        if _is_listed(head, seen, kinds):
            self._record(found, path)
        self._open(found, kinds)

    def note(self, words: str) -> None:
        """Keeps an oddity, and not without end."""
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(words)

    def leave(self, found: _Found, kind: str, why: str) -> None:
        """Lists what was not read."""
        self.uninspected.append(
            Uninspected(
                where=found.where,
                chain=found.chain,
                offset_bytes=found.offset_bytes,
                sha256=found.sha256,
                size_bytes=found.size_bytes,
                kind=kind,
                why=why,
            )
        )

    def _record(self, found: _Found, path: str) -> None:
        """Lists a file as text, at ``path``, or as something that was not read."""
        if found.look.kind == MEDIA:
            self.media_files, self.media_bytes = self.media_files + 1, self.media_bytes + found.size_bytes
        elif not found.look.is_text:
            self.leave(found, found.look.kind, found.look.why)
        else:
            self.files.append(
                ExpandedFile(
                    path=path,
                    name=found.name,
                    chain=found.chain,
                    offset_bytes=found.offset_bytes,
                    sha256=found.sha256,
                    size_bytes=found.size_bytes,
                    is_program=found.look.kind == PROGRAM,
                    decoded_from=found.decoded_from,
                )
            )

    def _open(self, found: _Found, kinds: tuple[Archive, ...]) -> None:
        """Reads what is in a container, once for all copies of it."""
        if not kinds:
            return
        if found.sha256 in found.around:
            self.leave(found, "nested", "it is a copy of an archive that it lies in")
        elif len(found.chain) >= self.limits.nesting:
            if found.look.kind != "machine-code":  # that is listed already
                self.leave(found, "nested", f"it lies within {len(found.chain)} archives, which is the limit")
        elif found.sha256 in self.opened:
            self.note(f"{found.where} is the same as {self.opened[found.sha256]}, and was read there")
        else:
            self.opened[found.sha256] = found.where
            for kind in kinds:
                self._sift(found, kind)

    def _sift(self, found: _Found, kind: Archive) -> None:
        gate = self._gate(found, kind)
        try:
            if found.size_bytes > self.limits.archive_bytes:
                raise refuse(f"it is {found.size_bytes:,} bytes long; the limit is {self.limits.archive_bytes:,}")
            with found.file.open("rb") as source:
                # A wheel would be spread as an installer does; here it is read as it lies.
                (ZIP if kind is WHEEL else kind).unpack(source, gate)
        except UnsafeArchive as wrong:
            gate.complain(wrong.why)
        self.total_bytes += gate.total_bytes
        self.entries += gate.entries
        self.media_files += gate.media_files
        self.media_bytes += gate.media_bytes
        self.violations += [Violation(where=found.where, kind=kind.id, why=why) for why in gate.complaints]
        for words in gate.notes:
            self.note(f"{found.where}: {words}")
        around = found.around | {found.sha256}
        chain = (*found.chain, Container(kind=kind.id, path=found.name))
        for member in gate.members:
            self._enter(member, self._member(member, found, gate.folder, chain, around))

    def _gate(self, found: _Found, kind: Archive) -> Sifting:
        folder = self.into / f"{found.inside}!"
        while folder.exists():
            folder = folder.with_name(f"{folder.name}!")
        limits = replace(
            self.limits,
            total_bytes=max(0, self.limits.total_bytes - self.total_bytes),
            entries=max(0, self.limits.entries - self.entries),
            ratio=self.limits.ratio if kind.compresses else min(self.limits.ratio, _STORED_RATIO),
        )
        scratch = Path(tempfile.mkdtemp(dir=self.scratch))
        return Sifting(folder=folder, limits=limits, scratch=scratch, may_be_container=_may_be_container)

    def _member(
        self, member: Member, parent: _Found, folder: Path, chain: tuple[Container, ...], around: frozenset[str]
    ) -> _Found:
        label = _printed(member.origin.label or member.name)
        return _Found(
            file=member.kept or folder,
            where=f"{parent.where}{INSIDE}{label}",
            name=label,
            inside=path_of(f"{folder.relative_to(self.into)}/{member.name}"),
            look=member.look,
            sha256=member.sha256,
            size_bytes=member.size_bytes,
            offset_bytes=member.origin.offset_bytes,
            decoded_from=member.origin.decoded_from,
            chain=chain,
            around=around,
        )

    def _enter(self, member: Member, found: _Found) -> None:
        if not member.is_container:
            self._record(found, str(found.file.relative_to(self.into)))
            return
        with found.file.open("rb") as source:
            head = source.read(HEAD_BYTES)
        kinds = _kinds(head, member.name, found.file)
        self._open(found, kinds)
        if not _is_listed(head, found.look, kinds):
            found.file.unlink()
        elif found.look.is_text:
            place = self.into / found.inside
            while place.exists():
                place = place.with_name(f"{place.name}~")
            place.parent.mkdir(parents=True, exist_ok=True)
            found.file.rename(place)
            self._record(found, str(place.relative_to(self.into)))
        else:
            found.file.unlink()
            self._record(found, "")


def _is_listed(head: bytes, seen: Look, kinds: tuple[Archive, ...]) -> bool:
    """Whether a file counts by itself, and not only for what is in it.

    Machine code does. So does a text that could be opened as an archive, unless it is one line in front of a zip.
    """
    if not kinds or seen.kind == "machine-code":
        return True
    return seen.is_text and (is_text(head) or not (head.startswith(_SHEBANG) and ZIP in kinds))


def _kinds(head: bytes, name: str, file: Path) -> tuple[Archive, ...]:
    """The kinds to open a file as: one that it is a package of, and all that are used as they are.

    A zip may also follow something else: so do programs that unpack themselves, and Python's zipapps.
    """
    matching = [kind for kind in ALL if kind.matches(head, name.lower())]
    packages = [kind for kind in matching if not kind.used_as_is][:1]
    if not packages and not is_text(head) and zip_archive.ends_as_zip(file):
        packages = [ZIP]
    return (*packages, *(kind for kind in matching if kind.used_as_is))


def _may_be_container(head: bytes, name: str) -> bool:
    """Whether a file is to be kept until ``_kinds`` has seen all of it."""
    if any(kind.matches(head, name.lower()) for kind in ALL):
        return True
    return head.startswith(_SHEBANG) and not is_text(head)


def _printed(name: str) -> str:
    """A name as text, whatever bytes it has on the disk."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _walk(work: _Expansion) -> Iterator[str]:
    """The files below the target's folder, by name; what is none of them is listed and not opened."""
    pending, seen = [""], 0
    top = os.path.realpath(work.root)
    while pending:
        here = pending.pop()
        try:
            with os.scandir(work.root / here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            work.violations.append(Violation(where=_printed(here), kind="unreadable", why=f"{error.strerror}"))
            continue
        folders: list[str] = []
        for entry in listed:
            seen += 1
            if seen > work.limits.entries:
                why = f"it holds more than {work.limits.entries:,} entries, and the others were not read"
                work.violations.append(Violation(where=_printed(here), kind="folder", why=why))
                return
            path = f"{here}/{entry.name}".lstrip("/")
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
            else:
                _leave_odd(work, path, top, is_link=entry.is_symlink())
        pending += reversed(folders)


def _leave_odd(work: _Expansion, path: str, top: str, *, is_link: bool) -> None:
    """Lists what is neither file nor folder, and links that lead out; others lead to what is read anyway."""
    file = work.root / path
    if is_link:
        real = os.path.realpath(file)
        if real == top or real.startswith(top + os.sep) or not Path(real).exists():
            return
        kind, why = "link", "a link that leads out of the target"
    else:
        kind, why = "special", "neither a file nor a folder nor a link"
    work.uninspected.append(
        Uninspected(where=_printed(path), offset_bytes=None, sha256="", size_bytes=0, kind=kind, why=why)
    )
