"""What a rule is: a way of finding one kind of thing in a program's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from countermark.model.static import Finding, Where
from countermark.static.evaluation import SHARED, Engine
from countermark.static.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One file that is looked at; ``engine`` runs its pure parts.

    ``earlier`` is, for late rules, what the others found in it: a comparison can so be joined with the hidden list that
    it looks things up in. A rule must find its own without it.
    """

    file: str
    sha256: str
    program: Program
    engine: Engine = SHARED
    earlier: tuple[Finding, ...] = ()

    def where(self, start: int, end: int) -> Where:
        """A half-open range of bytes of the file."""
        return Where(file=self.file, sha256=self.sha256, start=start, end=end)

    def at(self, node: int) -> Where:
        """Where a node stands."""
        syntax = self.program.syntax
        return self.where(syntax.start[node], syntax.end[node])


Part = Callable[[Subject], Iterator[Finding]]
Join = Callable[[Subject, Sequence[tuple[Finding, ...]]], Iterator[Finding]]


def _one_after_the_other(_: Subject, found: Sequence[tuple[Finding, ...]]) -> Iterator[Finding]:
    return chain.from_iterable(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``find`` is total, and gives the same findings in the same order for the same file.

    A rule that takes long may have ``parts``, which different processes can do at once; ``join`` makes the findings
    out of what they found, in their order. One that ``is_late`` is told what all that are not have found.
    One that ``takes_long`` is begun before those that do not, where two processes share the work.
    """

    id: str
    title: str
    find: Part
    parts: tuple[Part, ...] = ()
    join: Join = _one_after_the_other
    is_late: bool = False
    takes_long: bool = False

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """What there is to do, the longest first."""
        return self.parts or (self.find,)
