"""Digests: of files, of trees, and those that an index promises."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.unpacking import shown
from countermark.errors import IntegrityError, TargetError

# Strongest first; sha1 stands in old metadata of private mirrors and is better than nothing, and noted.
_ALGORITHMS = ("sha512", "sha384", "sha256", "sha1")
_CHUNK = 1 << 20
_EXECUTE = 0o111


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Promise:
    """A digest that an index gave for a file: the algorithm's name and the digest in hex."""

    algorithm: str
    hex: str

    @property
    def is_weak(self) -> bool:
        """Whether somebody could have made another file with this digest."""
        return self.algorithm == "sha1"


def read_integrity(text: str) -> Promise | None:
    """The strongest digest of an SRI text (``sha512-<base64> …``), or ``None``.

    Source: https://www.w3.org/TR/SRI/ (read 2026-11); npm keeps several, separated by spaces.
    """
    found: dict[str, str] = {}
    for word in text.split():
        algorithm, _, value = word.partition("-")
        try:
            raw = base64.b64decode(value.partition("?")[0], validate=True)
        except (binascii.Error, ValueError):
            continue
        if algorithm in _ALGORITHMS and len(raw) == hashlib.new(algorithm, usedforsecurity=False).digest_size:
            found.setdefault(algorithm, raw.hex())
    return next((Promise(algorithm=name, hex=found[name]) for name in _ALGORITHMS if name in found), None)


def digest_file(path: Path, *algorithms: str) -> dict[str, str]:
    """The digests (hex) of a file under each algorithm, and under SHA-256 always; read once."""
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in {"sha256", *algorithms}}
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for each in hashes.values():
                each.update(chunk)
    return {name: each.hexdigest() for name, each in hashes.items()}


def check_promise(path: Path, promise: Promise, name: str) -> str:
    """The SHA-256 of a file whose bytes are those promised; raises ``IntegrityError`` otherwise."""
    digests = digest_file(path, promise.algorithm)
    if digests[promise.algorithm] != promise.hex:
        raise IntegrityError(
            f"{name} is not what the package index promised",
            why=f"{promise.algorithm} {digests[promise.algorithm][:16]}… instead of {promise.hex[:16]}…",
            hint="clear your client's cache and try again; if it stays, the mirror in between altered it",
        )
    return digests["sha256"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeDigest:
    """What a folder holds; ``odd`` names what is neither file, folder nor link (it was not opened)."""

    sha256: str
    size_bytes: int
    files: int
    odd: tuple[str, ...]


def digest_tree(folder: Path) -> TreeDigest:
    """The digest of a folder: sorted relative names, kinds, whether executable, and contents; never of times.

    A link counts with the text of its target and is not followed. Raises ``TargetError`` for what cannot be read.
    """
    total = hashlib.sha256(b"countermark.tree/1\n")
    size = files = 0
    odd: list[str] = []
    for name, status in _walk(folder):
        path = folder / name
        kind, content = "other", ""
        if stat.S_ISLNK(status.st_mode):
            kind, content = "link", os.fsencode(_read_link(path)).hex()
        elif stat.S_ISDIR(status.st_mode):
            kind = "folder"
        elif stat.S_ISREG(status.st_mode):
            kind = "program" if status.st_mode & _EXECUTE else "file"
            content = _digest_readable(path)
            size, files = size + status.st_size, files + 1
        else:
            odd.append(name)
        total.update(f"{kind} {content} ".encode() + os.fsencode(name) + b"\0")
    return TreeDigest(sha256=total.hexdigest(), size_bytes=size, files=files, odd=tuple(odd))


def _walk(folder: Path) -> list[tuple[str, os.stat_result]]:
    found: list[tuple[str, os.stat_result]] = []
    pending = [""]
    while pending:
        here = pending.pop()
        try:
            with os.scandir(folder / here) as entries:
                listed = [(f"{here}/{entry.name}".lstrip("/"), entry.stat(follow_symlinks=False)) for entry in entries]
        except OSError as error:
            raise _unreadable(here or folder.name, error) from error
        found += listed
        pending += [name for name, status in listed if stat.S_ISDIR(status.st_mode)]
    return sorted(found, key=lambda item: os.fsencode(item[0]))


def _read_link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError as error:
        raise _unreadable(path.name, error) from error


def _digest_readable(path: Path) -> str:
    try:
        return digest_file(path)["sha256"]
    except OSError as error:
        raise _unreadable(path.name, error) from error


def _unreadable(name: str, error: OSError) -> TargetError:
    return TargetError(
        f"{shown(name)} of the target cannot be read",
        why=str(error.strerror),
        hint="what cannot be read cannot be examined: give yourself the right to read it",
    )
