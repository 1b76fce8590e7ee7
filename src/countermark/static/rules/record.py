"""What a rule is: a way of finding one kind of thing in a program's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.model.static import Finding, Where
from countermark.static.evaluation import SHARED, Engine
from countermark.static.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One file that is looked at; ``engine`` runs its pure parts."""

    file: str
    sha256: str
    program: Program
    engine: Engine = SHARED

    def where(self, start: int, end: int) -> Where:
        """A half-open range of bytes of the file."""
        return Where(file=self.file, sha256=self.sha256, start=start, end=end)

    def at(self, node: int) -> Where:
        """Where a node stands."""
        syntax = self.program.syntax
        return self.where(syntax.start[node], syntax.end[node])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``find`` is total, and gives the same findings in the same order for the same file."""

    id: str
    title: str
    find: Callable[[Subject], Iterator[Finding]]
