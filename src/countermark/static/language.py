"""What makes a language readable: one record, whose functions know its grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.static.bindings import Bindings
from countermark.static.constants import Step
from countermark.static.grammar import Grammar
from countermark.static.literals import Literal
from countermark.static.syntax import Syntax


@dataclass(frozen=True, slots=True)
class Member:
    """A part of an object: ``name`` if it is spelled out; else ``index`` is the node that says which."""

    object: int
    name: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that can be read.

    ``functions`` and ``calls`` are the kinds of nodes that are such. ``unwrap`` gives the expression inside of one that
    only passes its value on, or the node itself. ``imported`` gives the path of the name that an import binds at a
    target, ``required`` that of a call that loads a module, ``taken`` the names by which a destructuring takes a part.
    """

    id: str
    grammar: Grammar
    functions: frozenset[int]
    calls: frozenset[int]
    literals: Callable[[bytes, Syntax], Iterator[Literal]]
    bind: Callable[[bytes, Syntax], Bindings]
    step: Callable[[bytes, Syntax, Bindings, int], Step]
    callee: Callable[[Syntax, int], int]
    arguments: Callable[[Syntax, int], tuple[int, ...]]
    parameters: Callable[[Syntax, int], tuple[int, ...]]
    returns: Callable[[Syntax, int], tuple[int, ...]]
    unwrap: Callable[[Syntax, bytes, int], int]
    member: Callable[[Syntax, bytes, int], Member | None]
    imported: Callable[[Syntax, bytes, int], tuple[str, ...]]
    required: Callable[[Syntax, bytes, Bindings, int], tuple[str, ...]]
    taken: Callable[[Syntax, bytes, int], tuple[str, ...] | None]
