"""What is audited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file as it was shipped; ``name`` is its file name, without any address."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A package at an exact version, or local content, with every shipped file that it came from.

    ``purl`` is a package URL for registry packages; local content has ``file:sha256:<digest>``,
    where the digest of a folder covers relative names, modes and contents.
    ``platform`` is ``<os>-<cpu>`` in npm's words (``linux-x64``): what platform packages were resolved for.

    Source: https://github.com/package-url/purl-spec (read 2026-11).
    """

    purl: str
    name: str
    version: str
    platform: str
    artifacts: tuple[Artifact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """A target unpacked on this machine: ``root`` is the absolute folder that ``{artifact}`` stands for.

    ``commands`` are the launchers that the package declares (npm ``bin``, Python console scripts),
    each a path relative to ``root``.
    """

    target: Target
    root: str
    commands: tuple[Command, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A launcher that a package declares."""

    name: str
    path: str
