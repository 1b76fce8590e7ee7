"""What makes a language readable: one record, whose functions know its grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.static.grammar import Grammar
from countermark.static.literals import Literal
from countermark.static.syntax import Syntax


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that can be read."""

    id: str
    grammar: Grammar
    literals: Callable[[bytes, Syntax], Iterator[Literal]]
