"""npm's lock file, read without trust: which packages it puts where, and which of them this platform gets (pure).

Source: npm docs, package-lock.json, lockfileVersion 3, https://docs.npmjs.com/cli/configuring-npm/package-lock-json
(read 2026-11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from countermark.acquire.digests import Promise, read_integrity
from countermark.acquire.platforms import Platform, suits
from countermark.acquire.spec import is_npm_name, is_version
from countermark.acquire.unpacking import shown
from countermark.errors import TargetError

_NAME = r"(?:@[^/@]+/)?[^/@]+"
_PATH = re.compile(rf"node_modules/{_NAME}(?:/node_modules/{_NAME})*")
_MODULES = "node_modules/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A package and its place below the root, ``node_modules/…``."""

    path: str
    name: str
    version: str
    promise: Promise | None
    from_index: bool
    bundled: bool
    optional: bool
    os: tuple[str, ...]
    cpu: tuple[str, ...]
    libc: tuple[str, ...]
    needs: tuple[str, ...]

    def suits(self, platform: Platform) -> bool:
        """Whether npm would install it there."""
        return suits(platform, os=self.os, cpu=self.cpu, libc=self.libc)

    @property
    def for_platform(self) -> bool:
        """Whether it is made for some platforms only."""
        return bool(self.os or self.cpu or self.libc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What is to be installed, by path, and what of the lock is meant for other platforms."""

    packages: tuple[Locked, ...]
    elsewhere: tuple[str, ...]


def read_lock(text: str) -> tuple[Locked, ...]:
    """Every package of a lock file by path, without the root; raises ``TargetError`` where it is not of the form."""
    try:
        packages = json.loads(text).get("packages", {})
        items = [(str(path), entry) for path, entry in packages.items() if path]
    except (ValueError, AttributeError, RecursionError):
        raise TargetError("npm's lock file cannot be read", hint="update npm: version 8 or later is needed") from None
    return tuple(_read_entry(path, entry) for path, entry in sorted(items))


def choose(packages: tuple[Locked, ...], roots: frozenset[str], platform: Platform) -> Installation:
    """The packages that are reached from ``roots`` by Node's own way of looking, over those that suit ``platform``."""
    by_path = {each.path: each for each in packages}
    chosen: dict[str, Locked] = {}
    elsewhere: set[str] = set()
    pending = [("", name) for name in sorted(roots)]
    while pending:
        found = _look_up(by_path, *pending.pop())
        if found is None or found.path in chosen:
            continue
        if found.optional and not found.suits(platform):
            elsewhere.add(found.name)
            continue
        chosen[found.path] = found
        pending += [(found.path, name) for name in found.needs]
        # What a package brings along inside of itself has needs, too.
        pending += [(path, "") for path in by_path if found.path + "/" in path and by_path[path].bundled]
    return Installation(packages=tuple(chosen[path] for path in sorted(chosen)), elsewhere=tuple(sorted(elsewhere)))


def _look_up(by_path: Mapping[str, Locked], above: str, name: str) -> Locked | None:
    if not name:
        return by_path.get(above)
    while True:
        found = by_path.get(f"{above}/{_MODULES}{name}" if above else f"{_MODULES}{name}")
        if found or not above:
            return found
        above = above.rpartition(f"/{_MODULES}")[0]


def _read_entry(path: str, entry: object) -> Locked:
    if not isinstance(entry, dict):
        raise _strange(path, "its entry is no object")
    name = str(entry.get("name") or path.rpartition(_MODULES)[2])
    version = str(entry.get("version", ""))
    resolved = str(entry.get("resolved", ""))
    # npm may be told to leave out where an archive came from; what is left then is the digest.
    from_index = not entry.get("link") and (not resolved or resolved.startswith(("https:", "http:")))
    parts = path.split("/")
    if not _PATH.fullmatch(path) or "." in parts or ".." in parts or "\0" in path:
        raise _strange(path, "it would be installed outside of node_modules")
    if from_index and not (is_npm_name(name) and is_version(version)):
        raise _strange(path, "its name or version is none")
    return Locked(
        path=path,
        name=name,
        version=version,
        promise=read_integrity(str(entry.get("integrity", ""))),
        from_index=from_index,
        bundled=bool(entry.get("inBundle")),
        optional=bool(entry.get("optional")),
        os=words(entry.get("os")),
        cpu=words(entry.get("cpu")),
        libc=words(entry.get("libc")),
        needs=_needs(entry),
    )


def words(value: object) -> tuple[str, ...]:
    """A field that may be one text or a list of them, as npm reads it."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def names(value: object) -> tuple[str, ...]:
    """The names of a map of dependencies."""
    return tuple(str(name) for name in value) if isinstance(value, dict) else ()


def _needs(entry: Mapping[str, object]) -> tuple[str, ...]:
    kinds = ("dependencies", "optionalDependencies", "peerDependencies")
    return tuple(sorted({name for kind in kinds for name in names(entry.get(kind))}))


def _strange(path: str, why: str) -> TargetError:
    return TargetError(f"npm's lock file places {shown(path)} in a way that is not followed", why=why)
