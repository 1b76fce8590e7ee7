"""The releases of a package that its index has, in the order of their versions, with the days they were published."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.cache import Cache
from countermark.acquire.npm import Npm
from countermark.acquire.spec import Ecosystem, PackageSpec, is_version, parse_target
from countermark.errors import TargetNotFound, UsageError

# Source: https://semver.org/ 2.0.0, items 2, 9, 10 and 11 (read 2026-11).
_SEMVER = re.compile(
    r"(?P<numbers>(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})(?:-(?P<before>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version, and when the index got it, as it says (empty where it does not)."""

    version: str
    published: str

    @property
    def is_early(self) -> bool:
        """Whether it is a pre-release, which comes before the release that it is named after."""
        found = _SEMVER.fullmatch(self.version)
        return found is not None and found["before"] is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Every version of a package in a range, the oldest first."""

    name: str
    releases: tuple[Published, ...]


def list_releases(spec: str, first: str, last: str, *, cache: Path, progress: Callable[[str], None]) -> Releases:
    """The versions of the npm package that ``spec`` names from ``first`` to ``last``, both included.

    Raises ``UsageError`` for what is no npm package or version, and the ``TargetError`` family for what npm says.
    """
    named = parse_target(spec)
    if not isinstance(named, PackageSpec) or named.ecosystem is not Ecosystem.NPM:
        raise UsageError(f"{spec[:80]!a} is no npm package", hint="write npm:NAME; other indexes have no history here")
    low, high = _key(first), _key(last)
    if low > high:
        raise UsageError(f"{first} comes after {last}", hint="give the older version first")
    with Cache(cache).staging() as folder:
        progress(f"asking npm which versions of {named.name} there are")
        found = Npm(folder).versions(named.name)
    known = [Published(version=version, published=day) for version, day in found.items() if _is_semver(version)]
    chosen = sorted((one for one in known if low <= _key(one.version) <= high), key=lambda one: _key(one.version))
    if not chosen:
        raise TargetNotFound(
            f"npm:{named.name} has no version from {first} to {last}",
            why=f"{len(known):,} versions exist",
            hint="npm view NAME versions lists them",
        )
    return Releases(name=named.name, releases=tuple(chosen))


def _is_semver(version: str) -> bool:
    return is_version(version) and _SEMVER.fullmatch(version) is not None


def _key(version: str) -> tuple[object, ...]:
    """Sorts as the precedence of versions does: numbers, then pre-releases before their release."""
    found = _SEMVER.fullmatch(version)
    if found is None or not is_version(version):
        raise UsageError(f"{version[:80]!a} is not a version", hint="write one as npm does: 1.2.3")
    numbers = tuple(map(int, found["numbers"].split(".")))
    if found["before"] is None:
        return (*numbers, 1)
    return (*numbers, 0, tuple(_part(part) for part in found["before"].split(".")))


def _part(part: str) -> tuple[int, int, str]:
    """Numbers come before words, and as numbers."""
    return (0, int(part), "") if part.isdigit() else (1, 0, part)
