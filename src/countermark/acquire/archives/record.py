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
    ``used_as_is``: a program runs it, or runs from it, without unpacking. So does the lab; only reading looks inside.
    Several such kinds may match one file, and then hand over what each finds there, which may be nothing.
    ``compresses``: what comes out may be many times what went in.
    """

    id: str
    title: str
    matches: Callable[[bytes, str], bool]
    unpack: Callable[[BinaryIO, Unpacking], None]
    used_as_is: bool = False
    compresses: bool = True
