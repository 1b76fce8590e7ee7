"""A Python package and everything it needs, as one folder: ``site-packages``, ``bin``, and what wheels put beside.

Caches of bytecode are made as an installer makes them.
"""

from __future__ import annotations

import configparser
import contextlib
import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.archives import WHEEL
from countermark.acquire.archives.wheel import BIN, SITE_PACKAGES
from countermark.acquire.bytecode import cache_bytecode
from countermark.acquire.cache import Cache, Tree
from countermark.acquire.clients import Progress
from countermark.acquire.digests import Promise, check_promise, digest_file
from countermark.acquire.pip import Pip, Wheel, canonical
from countermark.acquire.unpack import unpack
from countermark.acquire.unpacking import refuse, settle, shown
from countermark.errors import IntegrityError
from countermark.model.target import Artifact, Command

_LAYOUT = "countermark.pypi-tree/2"
_ENTRY_POINTS_BYTES = 1 << 20
_COMMAND_NAME = re.compile(r"[A-Za-z0-9_.+-]+")
_OBJECT = re.compile(r"([A-Za-z_][\w.]*)\s*:\s*([A-Za-z_][\w.]*)\s*(?:\[[^\]]*\])?", re.ASCII)
# What the package brought comes before what this machine has, as in an environment of its own.
_LAUNCHER = """\
#!/usr/bin/env python3
import os
import site
import sys

before = len(sys.path)
site.addsitedir(os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "site-packages"))
sys.path[:] = sys.path[before:] + sys.path[:before]

import {module}

sys.exit({module}.{attribute}())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A wheel in the cache."""

    wheel: Wheel
    file: Path
    artifact: Artifact


def fetch_wheels(pip: Pip, cache: Cache, wheels: tuple[Wheel, ...], progress: Progress) -> tuple[Kept, ...]:
    """Every wheel, its bytes checked; what the cache has is not asked for again."""
    have = {each: found for each in wheels if each.promise and (found := cache.find(each.promise))}
    missing = tuple(each for each in wheels if each not in have)
    if missing:
        progress(f"downloading {len(missing):,} wheels with pip")
        with cache.staging() as folder:
            pip.download(missing, folder, progress)
            for each in missing:
                have[each] = _keep(cache, each, folder / each.file_name)
    return tuple(_kept(each, *have[each]) for each in wheels)


def build_wheel_tree(cache: Cache, kept: tuple[Kept, ...], progress: Progress) -> Tree:
    """The tree of all wheels; the first one is the package itself and has the last word where two disagree."""
    lines = "".join(f"{each.artifact.name} {each.artifact.sha256}\n" for each in kept)
    key = hashlib.sha256(f"{_LAYOUT}\n{lines}".encode()).hexdigest()

    def build(folder: Path) -> tuple[str, ...]:
        progress(f"unpacking {len(kept):,} wheels")
        (folder / SITE_PACKAGES).mkdir(parents=True)
        notes: list[str] = []
        for each in reversed(kept):
            part = folder.parent / "part"
            notes += [f"{each.artifact.name}: {note}" for note in unpack(each.file, part, WHEEL)]
            notes += _merge(part, folder, each.artifact.name)
            shutil.rmtree(part)
        notes += _write_launchers(folder)
        notes += cache_bytecode(folder)
        settle(folder)
        return tuple(notes)

    return cache.tree(key, build)


def find_wheel_commands(root: Path, name: str) -> tuple[Command, ...]:
    """The console scripts of one package of the tree, as launchers under ``bin``."""
    found = [
        Command(name=script, path=f"{BIN}/{script}")
        for info in sorted((root / SITE_PACKAGES).glob("*.dist-info"))
        if canonical(info.name.partition("-")[0]) == name
        for script, _, _ in _console_scripts(info)
        if (root / BIN / script).is_file()
    ]
    return tuple(found)


def own_modules(root: Path, name: str) -> frozenset[str]:
    """What one package of the tree itself put right below ``site-packages``; nothing where it says nothing of it.

    Source: PyPA, "Recording installed projects", the file RECORD (read 2026-11).
    """
    found: set[str] = set()
    for info in (root / SITE_PACKAGES).glob("*.dist-info"):
        if canonical(info.name.partition("-")[0]) == name:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                lines = (info / "RECORD").read_text("utf-8").splitlines()
                found.update(line.partition(",")[0].partition("/")[0] for line in lines)
    return frozenset(found)


def _keep(cache: Cache, wheel: Wheel, path: Path) -> tuple[str, Path]:
    if "/" in wheel.file_name or not path.is_file():
        raise IntegrityError(f"pip brought nothing called {shown(wheel.file_name)}")
    if wheel.promise:
        sha256 = check_promise(path, wheel.promise, wheel.file_name)
        return sha256, cache.keep(path, sha256, wheel.promise)
    sha256 = digest_file(path)["sha256"]
    return sha256, cache.keep(path, sha256, Promise(algorithm="sha256", hex=sha256))


def _kept(wheel: Wheel, sha256: str, file: Path) -> Kept:
    artifact = Artifact(name=wheel.file_name, sha256=sha256, size_bytes=file.stat().st_size)
    return Kept(wheel=wheel, file=file, artifact=artifact)


def _merge(part: Path, folder: Path, name: str) -> list[str]:
    """Moves what one wheel brought into the tree, over what another may have put at the same place."""
    notes: list[str] = []
    for here in sorted(path for path in part.rglob("*") if path.is_file()):
        place = folder / here.relative_to(part)
        _make_folders(folder, place.parent)
        if place.is_dir():
            raise refuse(f"{name} has a file where another wheel has the folder {shown(place.name)}")
        if place.exists() and digest_file(place) != digest_file(here) and len(notes) < 1:
            notes.append(f"{name} replaces a file of another wheel: {shown(str(here.relative_to(part)))}")
        here.replace(place)
    return notes


def _make_folders(top: Path, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise refuse(f"two wheels disagree about {shown(str(folder.relative_to(top)))}") from None


def _write_launchers(folder: Path) -> list[str]:
    """A program under ``bin`` for every console script of every wheel; a script that a wheel shipped stays."""
    notes: list[str] = []
    for info in sorted((folder / SITE_PACKAGES).glob("*.dist-info")):
        for script, module, attribute in _console_scripts(info):
            place = folder / BIN / script
            if place.exists():
                notes.append(f"two packages bring a command called {script}")
                continue
            place.parent.mkdir(exist_ok=True)
            place.write_text(_LAUNCHER.format(module=module, attribute=attribute), "utf-8")
            place.chmod(0o755)
    return notes


def _console_scripts(info: Path) -> list[tuple[str, str, str]]:
    """Name, module and attribute of each console script; what is malformed is passed over, as pip would fail on it.

    Source: PyPA, "Entry points specification" (read 2026-11).
    """
    path = info / "entry_points.txt"
    parser = configparser.RawConfigParser(delimiters=("=",), strict=False)
    # Names of commands have a case, which the parser would else drop.
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        if path.stat().st_size > _ENTRY_POINTS_BYTES:
            return []
        parser.read_string(path.read_text("utf-8"))
        items = parser.items("console_scripts") if parser.has_section("console_scripts") else []
    except (OSError, UnicodeDecodeError, configparser.Error):
        return []
    matched = [(name, _OBJECT.fullmatch(str(value).strip())) for name, value in items]
    return [(name, found[1], found[2]) for name, found in matched if found and _COMMAND_NAME.fullmatch(name)]
