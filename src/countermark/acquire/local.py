"""Targets that are on this machine already: a file, a folder, an installed command."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.archives import WHEEL, Archive
from countermark.acquire.cache import Cache, Tree
from countermark.acquire.digests import digest_file, digest_tree
from countermark.acquire.limits import DEFAULT_LIMITS
from countermark.acquire.npm_tree import read_manifest
from countermark.acquire.unpack import find_kind, unpack
from countermark.acquire.unpacking import settle, shown
from countermark.errors import TargetError, TargetNotFound, UnsafeArchive
from countermark.model.target import Artifact

_SHEBANG_BYTES = 256
_VENV = "pyvenv.cfg"
_ODD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Local content: where it is unpacked (or stands), what it came from, and the kind of archive it was."""

    root: Path
    artifact: Artifact
    kind: Archive | None
    notes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """What the content is called, wherever it lies."""
        return f"file:sha256:{self.artifact.sha256}"


def find_path(text: str) -> Path:
    """The file or folder that is meant; raises ``TargetNotFound``."""
    path = Path(text).expanduser()
    try:
        there = path.resolve(strict=True)
        mode = there.stat().st_mode
    except (OSError, RuntimeError) as error:
        raise TargetNotFound(
            f"there is no file or folder {shown(text)}",
            why=str(getattr(error, "strerror", "") or error)[:200],
            hint=f"for a package write npm:{text[:80]} or pypi:{text[:80]}" if "/" not in text else "check the path",
        ) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise TargetNotFound(f"{shown(text)} is neither a file nor a folder")
    return there


def read_folder(folder: Path) -> Found:
    """A folder where it stands, told by the digest of everything in it."""
    digest = digest_tree(folder)
    if not digest.files:
        raise TargetNotFound(f"the folder {shown(folder.name)} holds no files")
    odd = ", ".join(shown(name) for name in digest.odd[:_ODD])
    notes = (f"neither file, folder nor link, and not read: {odd}",) if odd else ()
    artifact = Artifact(name=folder.name or "/", sha256=digest.sha256, size_bytes=digest.size_bytes)
    return Found(root=folder, artifact=artifact, kind=None, notes=notes)


def read_file(path: Path, cache: Cache) -> Found:
    """A file, unpacked in the cache where it is an archive, else copied there alone."""
    size = path.stat().st_size
    if size > DEFAULT_LIMITS.archive_bytes:
        raise UnsafeArchive(
            f"{shown(path.name)} is too large",
            why=f"{size:,} bytes; the limit is {DEFAULT_LIMITS.archive_bytes:,}",
        )
    try:
        kind = find_kind(path)
        sha256 = digest_file(path)["sha256"]
    except OSError as error:
        raise TargetError(f"{shown(path.name)} cannot be read", why=str(error.strerror)) from None
    artifact = Artifact(name=path.name, sha256=sha256, size_bytes=size)
    tree = _unpacked(path, sha256, kind, cache) if kind else _alone(path, sha256, cache)
    return Found(root=tree.root, artifact=artifact, kind=kind, notes=tree.notes)


def find_command(name: str) -> tuple[Path, str]:
    """The file or package folder that a command belongs to, and the launcher's path below it (empty for a file).

    A launcher inside an npm package means that package; one of a virtual environment means the environment;
    anything else is a program of its own.
    """
    found = shutil.which(name)
    if not found:
        raise TargetNotFound(
            f"no command {shown(name)} is installed",
            why="it is on none of the folders of your PATH",
            hint="for a file write its path; for a package npm:NAME or pypi:NAME",
        )
    program = Path(found).resolve()
    for folder in program.parents:
        if (folder / "package.json").is_file() and _is_package(read_manifest(folder)):
            return folder, str(program.relative_to(folder))
    # A script keeps its environment's bin; only its interpreter is linked out of it.
    environment = program.parent.parent
    if (environment / _VENV).is_file():
        return environment, str(program.relative_to(environment))
    return program, ""


def describe_wrapper(program: Path) -> str:
    """A note where a command is a small script that starts something else, which is then not looked at."""
    with program.open("rb") as file:
        head = file.read(_SHEBANG_BYTES)
    if not head.startswith(b"#!"):
        return ""
    return f"{shown(program.name)} is a script; what it starts elsewhere on this machine is not part of the target"


def _is_package(manifest: Mapping[str, object]) -> bool:
    return isinstance(manifest.get("name"), str) and isinstance(manifest.get("version"), str)


def _unpacked(path: Path, sha256: str, kind: Archive, cache: Cache) -> Tree:
    def build(folder: Path) -> tuple[str, ...]:
        notes = unpack(path, folder, kind, as_npm=False)
        if kind is not WHEEL:
            _lift(folder)
        if digest_file(path)["sha256"] != sha256:
            raise TargetError(f"{shown(path.name)} changed while it was being read")
        return notes

    return cache.tree(f"{kind.id}-{sha256}", build)


def _lift(folder: Path) -> None:
    """Takes away a lone folder around everything, which is how releases are packed (npm's is ``package``)."""
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not inside[0].is_symlink():
        around = folder.with_name("around")
        folder.rename(around)
        (around / inside[0].name).rename(folder)
        around.rmdir()


def _alone(path: Path, sha256: str, cache: Cache) -> Tree:
    def build(folder: Path) -> tuple[str, ...]:
        folder.mkdir()
        copy = folder / path.name
        shutil.copyfile(path, copy)
        copy.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
        if digest_file(copy)["sha256"] != sha256:
            raise TargetError(f"{shown(path.name)} changed while it was being read")
        settle(folder)
        return ()

    mode = "program" if os.access(path, os.X_OK) else "file"
    name_digest = path.name.encode("utf-8", "surrogateescape").hex()[:64]
    return cache.tree(f"{mode}-{sha256}-{name_digest}", build)
