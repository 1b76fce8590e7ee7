"""The record that one kind of archive is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from countermark.acquire.unpacking import Unpacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A kind of archive.

    ``matches`` gets the first bytes (at least 512 where there are as many) and the file's name.
    ``unpack`` streams the entries into an ``Unpacking`` and raises nothing but ``UnsafeArchive``.
    """

    id: str
    title: str
    matches: Callable[[bytes, str], bool]
    unpack: Callable[[BinaryIO, Unpacking], None]
