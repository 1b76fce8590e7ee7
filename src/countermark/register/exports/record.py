"""What a format of export is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.register.bans import Bans


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file of an export."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The files of an export, and what could not be said in them."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A format; ``render`` gives the same files for the same bans."""

    id: str
    title: str
    render: Callable[[Bans], Exported]
