"""The type that the readers of executables share."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 4096
"""Sections, notes or resources that are looked at; the most measured in an AI tool's executable is 55."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A named part of an executable.

    ``kind``: ``section``, ``segment`` (of an ELF file, nameless), ``note`` or ``resource``. ``address``: where an ELF
    segment lies in memory, 0 for all else.
    """

    kind: str
    name: str
    offset_bytes: int
    size_bytes: int
    address: int = 0
