"""What makes a language readable: one record, whose functions know its grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.static.bindings import Bindings
from countermark.static.constants import Step
from countermark.static.grammar import Grammar
from countermark.static.literals import Literal
from countermark.static.syntax import Span, Syntax


@dataclass(frozen=True, slots=True)
class Member:
    """A part of an object: ``name`` if it is spelled out; else ``index`` is the node that says which."""

    object: int
    name: str
    index: int


# What a kind of node says for the digest of a unit, beside being there. Plain numbers: millions of nodes are asked.
MARK_NAME = 1
"""An identifier."""
MARK_TEXT = 2
"""It counts as it is spelled."""
MARK_PARTS = 4
"""The texts around its children count as they are spelled."""
MARK_LABEL = 8
"""A name that may be anything, as long as it is the same in all its places."""
MARK_SHORT = 16
"""It may abbreviate: ``{a}`` for ``{a: a}``. May stand together with MARK_NAME."""
MARK_UNIT = 32
"""It is a unit; may stand together with the others."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One node, as it counts for the digest of a unit: its kind, its field, and how many nodes are right below it."""

    kind: int
    field: int
    arity: int


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What an abbreviating node stands for.

    ``shapes`` are in preorder, and stand for the node and ``replaced - 1`` nodes after it. ``named``: the node whose
    text is also the name of a property (0: none).
    """

    shapes: tuple[Shape, ...]
    replaced: int
    named: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that can be read.

    ``functions`` and ``calls`` are the kinds of nodes that are such. ``unwrap`` gives the expression inside of one that
    only passes its value on, or the node itself. ``imported`` gives the path of the name that an import binds at a
    target, ``required`` that of a call that loads a module, ``taken`` the names by which a destructuring takes a part.

    ``marks`` holds the marks of each kind; ``spelled_out`` says what a node with MARK_SHORT stands for. Names that
    stand below a kind of ``spelled_in``, or live in a scope made by one, count as they are spelled as well as by their
    order; so do those that the file itself declares at or below a node of ``exported``. A ``variable`` is a unit only
    if it has the field ``value``. Statements stand in ``blocks`` and in the file; those that are ``declarations`` are
    no units of their own, since what they declare is.
    """

    id: str
    grammar: Grammar
    functions: frozenset[int]
    calls: frozenset[int]
    marks: bytes
    spelled_out: Callable[[Syntax, int], Abbreviation | None]
    spelled_in: frozenset[int]
    variable: int
    value: int
    blocks: frozenset[int]
    declarations: frozenset[int]
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
    prepare: Callable[[bytes], tuple[bytes, tuple[Span, ...]]] | None = None
    """Makes a text of the same length out of one in another language, and says which spans it could not read."""
    exported: Callable[[Syntax], Iterator[int]] = lambda _: iter(())

    @property
    def engine(self) -> str:
        """The language in which an engine takes the text."""
        return self.grammar.id


def marks(names: dict[int, tuple[int, ...]], units: frozenset[int]) -> bytes:
    """The table of marks; a kind that is not named says nothing but that it is there."""
    table = bytearray(0x10000)
    for mark, kinds in names.items():
        for kind in kinds:
            table[kind] |= mark
    for kind in units:
        table[kind] |= MARK_UNIT
    return bytes(table)
