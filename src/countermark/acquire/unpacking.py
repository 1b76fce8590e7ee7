"""The one gate through which every entry of every archive reaches the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from countermark.acquire.limits import Limits
from countermark.errors import UnsafeArchive

# Every unpacked file and folder gets this time, as npm gives its own: a tool that looks at its files' age sees
# the same on every machine. Source: https://github.com/npm/pacote, lib/dir.js, "1985-10-26T08:15:00.000Z" (2026-11).
SHIPPED_AT_S = 499_162_500

_EXECUTABLE = 0o755
_PLAIN = 0o644
_SPECIAL_BITS = 0o6000
_ANY_EXECUTE = 0o111
_SHOWN_CHARACTERS = 120
_NOTES = 20


def shown(name: str) -> str:
    """A name from an archive as a message may carry it: quoted, ASCII, cut."""
    quoted = ascii(name)
    return quoted if len(quoted) <= _SHOWN_CHARACTERS else f"{quoted[:_SHOWN_CHARACTERS]}…"


def refuse(why: str) -> UnsafeArchive:
    """The exception for an archive that will not be unpacked, for the reason given."""
    return UnsafeArchive(
        "this archive cannot be unpacked safely",
        why=why,
        hint="nothing of it was kept; if it is what its publisher shipped, tell them",
    )


def settle(folder: Path) -> None:
    """Gives all below ``folder`` one time, and all folders one mode whatever the umask, so that trees are alike."""
    times = (SHIPPED_AT_S, SHIPPED_AT_S)
    for here, folders, files in os.walk(folder, topdown=False):
        for name in (*files, *folders):
            os.utime(Path(here) / name, times, follow_symlinks=False)
        Path(here).chmod(_EXECUTABLE)
        os.utime(here, times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an archive says of a member beyond its name and size.

    ``offset_bytes``: where its bytes begin in the archive, ``None`` where they are compressed. ``label``: its name as
    it stands there, where the archive names things freely. ``role``: what it is, if the archive itself says so:
    ``program``, ``bytecode``, ``source-map``, ``gap`` (bytes that no record names). ``decoded_from``: the encoding
    that the archive keeps it in, when it is handed over as UTF-8.
    """

    offset_bytes: int | None = None
    label: str = ""
    role: str = ""
    decoded_from: str = ""


PLAIN = Origin()


@dataclass(slots=True)
class Unpacking:
    """An archive on its way into an empty folder; every method raises ``UnsafeArchive`` rather than break a limit.

    Links are made at the end only (``close``), so that nothing is ever written through one.
    ``as_npm``: the first part of every name is dropped (npm's ``package/``), and so is every link.
    Source: https://github.com/npm/pacote, lib/fetcher.js, tarxOptions (read 2026-11).
    """

    folder: Path
    limits: Limits
    as_npm: bool = False
    packed_bytes: int = 0
    total_bytes: int = 0
    entries: int = 0
    notes: list[str] = field(default_factory=list)
    _files: dict[str, bytes] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=lambda: {""})
    _links: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def note(self, words: str) -> None:
        """Keeps an oddity that is no danger, once, and not without end."""
        if words not in self.notes and len(self.notes) < _NOTES:
            self.notes.append(words)

    def make_folder(self, name: str) -> None:
        """A folder, and every folder above it; a second time is no fault."""
        self._count()
        path = self._checked(name)
        if path:
            self._ensure_folder(path)

    def write_file(
        self, name: str, mode: int, size_bytes: int, chunks: Iterable[bytes], origin: Origin = PLAIN
    ) -> None:
        """A file of exactly ``size_bytes``; ``chunks`` are always consumed to their end or to the failure."""
        self._count()
        if mode & _SPECIAL_BITS:
            raise refuse(f"{shown(name)} has a set-user-id or set-group-id bit")
        if size_bytes > self.limits.file_bytes:
            raise refuse(f"{shown(name)} claims {size_bytes:,} bytes; the limit is {self.limits.file_bytes:,}")
        path = self._checked(name)
        if not path:
            self._skip(name, size_bytes, chunks)
        elif path in self._files:
            self._compare(path, self._measured(name, size_bytes, chunks))
        else:
            self._claim(path)
            self._files[path] = self._write(path, mode, self._measured(name, size_bytes, chunks), origin)

    def complain(self, why: str) -> None:
        """A part that breaks a rule while the others can be read; here that is a refusal of them all."""
        raise refuse(why)

    def leave_out(self, name: str, why: str, size_bytes: int, stored: Iterable[bytes]) -> None:
        """A member that cannot be read; here that is a refusal. ``stored`` are its bytes as the archive holds them."""
        del size_bytes, stored
        raise refuse(f"{shown(name)} {why}")

    def make_hard_link(self, name: str, target: str) -> None:
        """A second name for a file that this archive has already brought."""
        self._count()
        path, source = self._checked(name), self._checked(target)
        if self.as_npm:
            self._leave_link_out(name)
            return
        if source not in self._files:
            raise refuse(f"{shown(name)} is a hard link to {shown(target)}, which this archive did not bring")
        if not path or path == source:
            return
        if path in self._files:
            raise refuse(f"{shown(name)} stands in it twice")
        self._claim(path)
        try:
            (self.folder / path).hardlink_to(self.folder / source)
        except OSError as error:
            if error.errno != errno.EMLINK:
                raise
            raise refuse(f"{shown(target)} has more hard links than a file system allows") from None
        self._files[path] = self._files[source]

    def make_symbolic_link(self, name: str, target: str) -> None:
        """A link that must stay inside the folder; it comes into being in ``close``."""
        self._count()
        path = self._checked(name)
        self._check_link_target(name, path, target)
        if self.as_npm:
            self._leave_link_out(name)
            return
        if not path or self._links.get(path) == target:
            return
        if path in self._files or path in self._links:
            raise refuse(f"{shown(name)} stands in it twice")
        self._claim(path)
        self._links[path] = target

    def read_packed(self, count_bytes: int) -> None:
        """Tells how much of the archive itself has been consumed, which the ratio is measured against."""
        self.packed_bytes += count_bytes

    def close(self) -> None:
        """Makes the links, looks where each really leads, and gives everything its constant time."""
        for path, target in self._links.items():
            (self.folder / path).symlink_to(target)
        inside = os.path.realpath(self.folder)
        for path, target in self._links.items():
            real = os.path.realpath(self.folder / path)
            if real != inside and not real.startswith(inside + os.sep):
                raise refuse(f"{shown(path)} is a link to {shown(target)}, which leads out of the folder")
        settle(self.folder)

    def _count(self) -> None:
        self.entries += 1
        if self.entries > self.limits.entries:
            raise refuse(f"it holds more than {self.limits.entries:,} entries")

    def _checked(self, name: str) -> str:
        """The name as a clean relative path, empty where it names the top (or is stripped away)."""
        if "\0" in name:
            raise refuse(f"the name {shown(name)} holds a NUL")
        if name.startswith("/"):
            raise refuse(f"the name {shown(name)} is absolute")
        parts = [part for part in name.split("/") if part not in {"", "."}]
        if ".." in parts:
            raise refuse(f"the name {shown(name)} climbs out with '..'")
        if self.as_npm:
            parts = parts[1:]
        self._check_sizes(name, parts)
        return "/".join(parts)

    def _check_sizes(self, name: str, parts: list[str]) -> None:
        try:
            lengths = [len(part.encode("utf-8")) for part in parts]
        except UnicodeEncodeError:
            raise refuse(f"the name {shown(name)} is not UTF-8") from None
        if len(parts) > self.limits.depth:
            raise refuse(f"{shown(name)} lies {len(parts)} folders deep; the limit is {self.limits.depth}")
        if max(lengths, default=0) > self.limits.name_bytes or sum(lengths) + len(parts) > self.limits.path_bytes:
            raise refuse(f"the name {shown(name)} is too long")
        if any(not character.isprintable() for part in parts for character in part):
            self.note(f"the name {shown(name)} holds unprintable characters")

    def _check_link_target(self, name: str, path: str, target: str) -> None:
        if "\0" in target or not target or len(target.encode("utf-8", "surrogatepass")) > self.limits.path_bytes:
            raise refuse(f"{shown(name)} is a link with an impossible target")
        lexical = posixpath.normpath(f"{path.rpartition('/')[0] or '.'}/{target}")
        if target.startswith("/") or lexical == ".." or lexical.startswith("../"):
            raise refuse(f"{shown(name)} is a link to {shown(target)}, which leads out of the folder")
        try:
            target.encode("utf-8")
        except UnicodeEncodeError:
            raise refuse(f"{shown(name)} is a link whose target is not UTF-8") from None

    def _claim(self, path: str) -> None:
        """Makes sure that nothing else stands at ``path``, and that folders stand above it."""
        if path in self._folders or path in self._links:
            raise refuse(f"{shown(path)} stands in it twice")
        self._ensure_folder(path.rpartition("/")[0])
        self._note_case(path)

    def _ensure_folder(self, path: str) -> None:
        if path in self._folders:
            return
        if path in self._files or path in self._links:
            raise refuse(f"{shown(path)} is both a file and a folder")
        self._ensure_folder(path.rpartition("/")[0])
        self._note_case(path)
        self._place_folder(path)
        self._folders.add(path)

    def _place_folder(self, path: str) -> None:
        (self.folder / path).mkdir(mode=_EXECUTABLE)

    def _note_case(self, path: str) -> None:
        key = unicodedata.normalize("NFC", path).casefold()
        other = self._folded.setdefault(key, path)
        if other != path:
            self.note(f"{shown(path)} and {shown(other)} are one name on file systems that ignore case")

    def _measured(self, name: str, size_bytes: int, chunks: Iterable[bytes]) -> Iterable[bytes]:
        """The chunks, held to the size that the header claims, to the total and to the ratio."""
        seen = 0
        for chunk in chunks:
            seen += len(chunk)
            self.total_bytes += len(chunk)
            if seen > size_bytes:
                raise refuse(f"{shown(name)} holds more than the {size_bytes:,} bytes that its header claims")
            self.check_growth(self.total_bytes)
            yield chunk
        if seen != size_bytes:
            raise refuse(f"{shown(name)} ends after {seen:,} of {size_bytes:,} bytes: the archive is cut short")

    def check_growth(self, total_bytes: int) -> None:
        """Refuses what has grown beyond the total, or out of proportion to what was read for it."""
        if total_bytes > self.limits.total_bytes:
            raise refuse(f"it unpacks to more than {self.limits.total_bytes:,} bytes")
        if total_bytes > self.limits.ratio_from_bytes and total_bytes > self.limits.ratio * self.packed_bytes:
            raise refuse(f"it unpacks to more than {self.limits.ratio} times its own size")

    def _write(self, path: str, mode: int, chunks: Iterable[bytes], origin: Origin) -> bytes:
        """The digest of what was written; ``origin`` matters only to those who choose what to keep."""
        del origin
        bits = _EXECUTABLE if mode & _ANY_EXECUTE else _PLAIN
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        digest = hashlib.sha256()
        with os.fdopen(os.open(self.folder / path, flags, bits), "wb") as file:
            os.fchmod(file.fileno(), bits)  # whatever the user's umask says
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        return digest.digest()

    def _compare(self, path: str, chunks: Iterable[bytes]) -> None:
        """Takes a repeated file for what it is: harmless when the bytes agree, two truths when they do not."""
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
        if digest.digest() != self._files[path]:
            raise refuse(f"{shown(path)} stands in it twice, with different contents")
        self.note(f"{shown(path)} stands in it twice, with the same contents")

    def _leave_link_out(self, name: str) -> None:
        self.note(f"{shown(name)} is a link and was left out, as npm does")

    def _skip(self, name: str, size_bytes: int, chunks: Iterable[bytes]) -> None:
        for _ in self._measured(name, size_bytes, chunks):
            pass
        self.note(f"{shown(name)} lies outside of the package's folder and was left out, as npm does")
