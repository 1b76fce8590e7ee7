"""What reading the program text adds to an audit: findings, the lists that are put to the proof, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.inspection import Excerpt, Findings, StaticCoverage
from countermark.model.observation import Address

OriginKind = Literal["choice", "flow", "list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticEvidence:
    """What was read before the first run; ``incomplete_because`` says what of the program text could not be."""

    findings: Findings
    coverage: StaticCoverage
    excerpts: tuple[Excerpt, ...]
    incomplete_because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embodiment:
    """The levels of a factor that hold a text as a program may look for it, the likeliest first."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCheck:
    """How a hidden list is put to the proof.

    ``number`` counts the hidden lists of the findings from 1. ``near_misses`` are texts that look like its entries and
    are none: where they move the same bytes, it is not the list that moves them. ``first`` entries are tried before all
    others, which follow only where one of these moved something (0: all at once): the factor is a guess.
    """

    number: int
    factor: str
    entries: tuple[Embodiment, ...]
    near_misses: tuple[Embodiment, ...]
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOutcome:
    """What the lab showed of a list.

    ``moved`` and ``unmoved`` are the entries that were tried: at ``where`` stood something else than with every near
    miss, or not. Without ``where`` no place told any entry from the near misses. ``signal`` is the id of the covert
    signal that stands there, if one does. ``reason`` says why nothing was tried, or not everything.
    """

    number: int
    factor: str
    moved: tuple[str, ...]
    unmoved: tuple[str, ...]
    near_misses: tuple[str, ...]
    near_misses_moved: tuple[str, ...]
    where: Address | None
    signal: str = ""
    reason: str = ""

    @property
    def confirmed(self) -> bool | None:
        """Whether every entry that was tried moves the same bytes and no near miss does; ``None``: nothing tried."""
        if not self.moved and not self.unmoved:
            return None
        return bool(self.moved) and not self.unmoved and not self.near_misses_moved


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Origin:
    """A finding that a signal comes from; ``number`` counts the findings of its kind from 1."""

    kind: OriginKind
    number: int
