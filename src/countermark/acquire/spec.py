"""What a user may name as a target, parsed without looking at the machine or at any index.

Source: purl, https://github.com/package-url/purl-spec; npm names, https://github.com/npm/validate-npm-package-name;
Python names, https://packaging.python.org/en/latest/specifications/name-normalization/ (all read 2026-11).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from countermark.errors import UsageError

LATEST = "latest"
FORMS = "npm:NAME@VERSION, pypi:NAME==VERSION, pkg:npm/NAME@VERSION, pkg:pypi/NAME@VERSION, command:NAME, or a path"

# No part may begin with a hyphen: clients would take it for an option.
_NPM_NAME = re.compile(r"(@[A-Za-z0-9~_][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_][A-Za-z0-9._~-]*")
_NPM_NAME_CHARACTERS = 214
_PYPI_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_EXTRAS = re.compile(r"\[([A-Za-z0-9._,\s-]+)\]")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+!_-]*")
_VERSION_CHARACTERS = 256
_COMMAND = re.compile(r"[A-Za-z0-9_.+@][A-Za-z0-9_.+@-]*")


class Ecosystem(StrEnum):
    """A package index and the client that knows it."""

    NPM = "npm"
    PYPI = "pypi"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSpec:
    """A package of an index; ``version`` is exact, a distribution tag of npm, or ``latest``."""

    ecosystem: Ecosystem
    name: str
    version: str
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSpec:
    """A file or a folder of this machine."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """A command that is installed on this machine."""

    name: str


Spec = PackageSpec | LocalSpec | CommandSpec


def parse_target(spec: str) -> Spec:
    """What ``spec`` names; raises ``UsageError`` where it is of no known form."""
    if "\0" in spec or not spec.strip():
        raise _unreadable(spec, "it is empty or holds a NUL")
    kind, colon, rest = spec.strip().partition(":")
    if not colon:
        return LocalSpec(path=spec)
    if kind.lower() in _KINDS:
        return _KINDS[kind.lower()](spec, rest)
    if "/" not in kind and rest.startswith("//"):
        raise _unreadable(spec, "addresses are not fetched: packages come through your own npm and pip")
    return LocalSpec(path=spec)


def is_npm_name(name: str) -> bool:
    """Whether a client may be given this name of a package."""
    return len(name) <= _NPM_NAME_CHARACTERS and _NPM_NAME.fullmatch(name) is not None


def is_version(version: str) -> bool:
    """Whether a client may be given this version (or tag): one, not a range of them."""
    return len(version) <= _VERSION_CHARACTERS and _VERSION.fullmatch(version) is not None


def _npm(spec: str, rest: str) -> PackageSpec:
    at = rest.find("@", 1)
    name, version = (rest, LATEST) if at < 0 else (rest[:at], rest[at + 1 :])
    if not is_npm_name(name):
        raise _unreadable(spec, "that is no name of an npm package")
    return PackageSpec(ecosystem=Ecosystem.NPM, name=name, version=_version(version, spec))


def _pypi(spec: str, rest: str) -> PackageSpec:
    left, equals, version = rest.partition("==")
    if not equals:
        left, equals, version = rest.partition("@")
    extras: tuple[str, ...] = ()
    if found := _EXTRAS.search(left):
        left = left.replace(found[0], "")
        extras = tuple(sorted({extra.strip() for extra in found[1].split(",") if extra.strip()}))
    name = _matching(_PYPI_NAME, left.strip(), spec, "that is no name of a Python package")
    for extra in extras:
        _matching(_PYPI_NAME, extra, spec, "that is no name of an extra")
    version = _version(version.strip() if equals else LATEST, spec)
    return PackageSpec(ecosystem=Ecosystem.PYPI, name=_python_name(name), version=version, extras=extras)


def _purl(spec: str, rest: str) -> PackageSpec:
    body, _, qualifiers = rest.partition("#")[0].partition("?")
    if qualifiers:
        raise _unreadable(spec, "qualifiers are not followed: packages come through your own npm and pip")
    kind, _, path = body.lstrip("/").partition("/")
    at = path.rfind("@")
    # An unescaped scope is common and clear: pkg:npm/@scope/name.
    left, version = (path[:at], path[at + 1 :]) if at > 0 and "/" not in path[at:] else (path, LATEST)
    name, version = unquote(left.strip("/")), unquote(version)
    match kind.lower():
        case "npm":
            return _npm(spec, f"{name}@{version}")
        case "pypi":
            return _pypi(spec, f"{name}=={version}")
    raise _unreadable(spec, "only packages of npm and PyPI can be fetched")


def _command(spec: str, rest: str) -> CommandSpec:
    return CommandSpec(name=_matching(_COMMAND, rest, spec, "that is no name of a command"))


def _file(spec: str, rest: str) -> LocalSpec:
    if rest.startswith("//"):
        raise _unreadable(spec, "a file is named by its path, without slashes in front")
    if rest.startswith("sha256:"):
        raise _unreadable(spec, "that says what a file or folder holds, not where it is: give its path")
    if not rest:
        raise _unreadable(spec, "it names no file")
    return LocalSpec(path=rest)


_KINDS: dict[str, Callable[[str, str], Spec]] = {
    "npm": _npm,
    "pypi": _pypi,
    "pkg": _purl,
    "command": _command,
    "file": _file,
}


def _python_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(version: str, spec: str) -> str:
    if not is_version(version):
        raise _unreadable(spec, "its version is not one exact version (or tag, such as latest)")
    return version


def _matching(pattern: re.Pattern[str], text: str, spec: str, why: str) -> str:
    if not pattern.fullmatch(text):
        raise _unreadable(spec, why)
    return text


def _unreadable(spec: str, why: str) -> UsageError:
    return UsageError(f"{spec[:200]!a} names no target", why=why, hint=f"write {FORMS}")
