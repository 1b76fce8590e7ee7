"""The pieces of a program, hashed so that renaming its local names changes nothing, and what of them is new.

A unit is a function, a class, a variable with its value, or a statement of the file itself (or of a block as long as a
file). ``own`` is the digest of a unit without the units inside of it, ``whole`` that with them: one change makes one
new ``own``, and a new ``whole`` for all that stands around it. Names that the file declares count by their order of
appearance, labels and private names too; free names, exported ones, property names and literals count as they are
spelled. Whether a name still stands for the same piece is told by ``references``.

The digests hold for one version of the grammars: compare only what the same installation made.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from countermark.static.language import MARK_LABEL, MARK_NAME, MARK_PARTS, MARK_SHORT, MARK_UNIT
from countermark.static.program import Program
from countermark.static.references import Links, References, link, rewired
from countermark.static.syntax import Span, Syntax

_DIGEST_BYTES = 16
_SPELLED = 0xFFFFFFFF
"""Stands in the list of a unit's names for one that counts as it is spelled."""
_UNIT = 0
"""Stands among the kinds of a unit's nodes for a unit inside. No node has it: it is tree-sitter's end of file."""
_LONG_BLOCK = 100
"""A block of more statements is a file in a wrapper: each of its statements is a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units of a file as columns; those inside of a unit stand before it, and the file itself is the last."""

    node: array[int]
    own: tuple[bytes, ...]
    whole: tuple[bytes, ...]
    references: References
    links: Links

    def __len__(self) -> int:
        return len(self.node)

    @property
    def digests(self) -> Digests:
        """What is to be remembered of a program that others are compared with."""
        return Digests(frozenset(self.own), frozenset(self.whole), self.links.digests())


@dataclass(frozen=True, slots=True)
class Digests:
    """Every digest of an older program's files, and nothing else."""

    own: frozenset[bytes]
    whole: frozenset[bytes]
    links: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit that the older program lacks; ``node`` is its place in the columns of its file.

    ``itself``: its own code is new. Else the unit is as before, but ``names`` stand in it for something else of the
    file than they did; or, where there are none, it holds other units than it did. ``parts`` are the spans of its own
    code, without the units inside.
    """

    node: int
    span: Span
    itself: bool
    parts: tuple[Span, ...]
    names: tuple[str, ...] = ()


def read_units(program: Program) -> Units:
    """The units of a file."""
    return _Reader(program).read()


def new_units(program: Program, units: Units, older: Digests) -> tuple[NewUnit, ...]:
    """The smallest units that show each change since ``older``, in the order of the file; never the file itself."""
    size = program.syntax.size
    nodes = array("I", sorted(units.node))
    named = rewired(units.links, units.references, older.links)
    shown: list[NewUnit] = []
    changed: list[int] = []
    for unit, (node, own, whole) in enumerate(zip(units.node, units.own, units.whole, strict=True)):
        itself, is_known = own not in older.own, whole in older.whole
        names = () if itself else tuple(map(program.bindings.name, named.get(unit, ())))
        if not node or (is_known and not names):
            continue
        inside = len(changed)
        while inside and node < changed[inside - 1] < node + size[node]:
            inside -= 1
        if itself or names or inside == len(changed):
            parts = tuple(_parts(program.syntax, node, nodes))
            span = _span(program.syntax, node)
            shown.append(NewUnit(node=node, span=span, itself=itself, parts=parts, names=names))
        if not is_known:
            del changed[inside:]
            changed.append(node)
    return tuple(sorted(shown, key=lambda unit: unit.node))


def _span(syntax: Syntax, node: int) -> Span:
    return Span(syntax.start[node], syntax.end[node])


def _parts(syntax: Syntax, node: int, nodes: array[int]) -> Iterator[Span]:
    """The spans of a unit that no unit inside of it covers; ``nodes`` are those of all units, sorted."""
    start, last = syntax.start[node], node + syntax.size[node]
    place = bisect_left(nodes, node + 1)
    while place < len(nodes) and nodes[place] < last:
        inner = nodes[place]
        if syntax.start[inner] > start:
            yield Span(start, syntax.start[inner])
        start = syntax.end[inner]
        place = bisect_left(nodes, inner + syntax.size[inner], place)
    if syntax.end[node] > start:
        yield Span(start, syntax.end[node])


@dataclass(slots=True)
class _Open:
    """A unit that is being read: ``start`` is where the present stretch of its own nodes began.

    Kinds and numbers of children in preorder are all that it takes to draw a tree.
    """

    node: int
    last: int
    start: int
    names: dict[int, int] = field(default_factory=dict)
    labels: dict[bytes, int] = field(default_factory=dict)
    order: array[int] = field(default_factory=lambda: array("I"))
    texts: list[bytes] = field(default_factory=list)
    kinds: array[int] = field(default_factory=lambda: array("H"))
    fields: array[int] = field(default_factory=lambda: array("B"))
    arities: array[int] = field(default_factory=lambda: array("I"))
    inside: list[tuple[bytes, list[int]]] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    first: int = 0


class _Reader:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.source, self.syntax, self.language = program.source, program.syntax, program.language
        self.bindings = program.bindings
        self.arity = _arities(self.syntax)
        self.node = array("I")
        self.own: list[bytes] = []
        self.whole: list[bytes] = []
        self.references = References(wide={0})
        self.exported = frozenset(self._exported())

    def read(self) -> Units:
        size = self.syntax.size
        units = [_Open(0, size[0], 0)]
        unit = units[0]
        for node, mark in enumerate(self._marks()):
            if not mark:
                continue
            while node >= unit.last:
                units.pop()
                self._close(unit, units[-1])
                unit = units[-1]
            if mark >= MARK_UNIT and node:
                self._stretch(unit, node)
                unit = _Open(node, node + size[node], node, first=len(self.references.unit))
                units.append(unit)
                mark -= MARK_UNIT  # noqa: PLW2901 -- what is left of it
            if mark:
                self._note(unit, node, mark)
        while units:
            unit = units.pop()
            self._close(unit, units[-1] if units else None)
        links = link(self.program, self.references, self.node, self.own, self.whole)
        return Units(
            node=self.node, own=tuple(self.own), whole=tuple(self.whole), references=self.references, links=links
        )

    def _marks(self) -> bytearray:
        syntax, language = self.syntax, self.language
        marks = bytearray(map(language.marks.__getitem__, syntax.kind))
        for node in syntax.of_kinds(language.variable):
            if not syntax.child(node, language.value):
                marks[node] &= ~MARK_UNIT
        for block in (0, *syntax.of_kinds(*language.blocks)):
            statements = tuple(syntax.children(block)) if not block or syntax.size[block] > _LONG_BLOCK else ()
            if block and len(statements) <= _LONG_BLOCK:
                continue
            self.references.wide |= {block, syntax.parent[block]}
            for node in statements:
                if syntax.kind[node] not in language.declarations:
                    marks[node] |= MARK_UNIT
        return marks

    def _stretch(self, unit: _Open, end: int) -> None:
        """Takes down the shape of a unit's own nodes up to ``end``."""
        if end > unit.start:
            unit.kinds.extend(self.syntax.kind[unit.start : end])
            unit.fields.extend(self.syntax.field[unit.start : end])
            unit.arities.extend(self.arity[unit.start : end])
            unit.start = end

    def _spell_out(self, unit: _Open, node: int) -> None:
        """Takes down an abbreviation as what it stands for, so that renaming can bring it about or undo it."""
        short = self.language.spelled_out(self.syntax, node)
        if short is None:
            return
        self._stretch(unit, node)
        for shape in short.shapes:
            unit.kinds.append(shape.kind)
            unit.fields.append(shape.field)
            unit.arities.append(shape.arity)
        unit.start = node + short.replaced
        if short.named:
            unit.texts.append(self._text(short.named))

    def _note(self, unit: _Open, node: int, mark: int) -> None:
        """Takes down what one node says beside being there."""
        if mark >= MARK_SHORT:
            self._spell_out(unit, node)
            mark -= MARK_SHORT
        if mark == MARK_NAME:
            self._note_name(unit, node)
        elif mark == MARK_PARTS:
            unit.texts.extend(self._gaps(node))
        elif mark == MARK_LABEL:
            unit.order.append(unit.labels.setdefault(self._text(node), len(unit.labels)))
        elif mark:
            unit.texts.append(self._text(node))

    def _note_name(self, unit: _Open, node: int) -> None:
        binding = self.bindings.of[node]
        if binding < 0:
            unit.texts.append(self._text(node))
        elif not self.bindings.kinds[binding]:
            unit.order.append(_SPELLED)
            unit.texts.append(self.bindings.names[binding])
        else:
            unit.order.append(unit.names.setdefault(binding, len(unit.names)))
            if binding in self.exported or (self.language.spelled_in and self._is_spelled(node, binding)):
                unit.texts.append(self.bindings.names[binding])

    def _exported(self) -> Iterator[int]:
        """The bindings that others know by their names."""
        first, scope = self.bindings.first, self.bindings.scope
        for declaration in self.language.exported(self.syntax):
            for node in range(declaration, declaration + self.syntax.size[declaration]):
                binding = self.bindings.of[node]
                if binding >= 0 and first[binding] == node and not scope[binding]:
                    yield binding

    def _is_spelled(self, node: int, binding: int) -> bool:
        kinds = self.syntax.kind
        around, home = kinds[self.syntax.parent[node]], kinds[self.bindings.scope[binding]]
        return around in self.language.spelled_in or home in self.language.spelled_in

    def _text(self, node: int) -> bytes:
        return self.source[self.syntax.start[node] : self.syntax.end[node]]

    def _gaps(self, node: int) -> Iterator[bytes]:
        """The texts around the computed parts of a template."""
        start = self.syntax.start[node]
        for child in self.syntax.children(node):
            yield self.source[start : self.syntax.start[child]]
            start = self.syntax.end[child]
        yield self.source[start : self.syntax.end[node]]

    def _close(self, unit: _Open, around: _Open | None) -> None:
        self._stretch(unit, unit.last)
        own = blake2b(digest_size=_DIGEST_BYTES)
        for column in (unit.kinds, unit.fields, unit.arities, unit.order, array("I", map(len, unit.texts))):
            own.update(len(column).to_bytes(4, "little"))
            own.update(column.tobytes())
        own.update(b"".join(unit.texts))
        whole = own.copy()
        self._refer(unit)
        for digest, names in unit.inside:
            whole.update(digest)
            whole.update(array("I", (unit.names.setdefault(name, len(unit.names)) for name in names)).tobytes())
        self.node.append(unit.node)
        self.own.append(own.digest())
        self.whole.append(whole.digest())
        if around is not None:
            first = self.bindings.first
            outer = [name for name in unit.names if not unit.node <= first[name] < unit.last]
            around.inside.append((self.whole[-1], outer))
            around.units.append(len(self.own) - 1)
            around.start = unit.last
            around.kinds.append(_UNIT)
            around.fields.append(self.syntax.field[unit.node])
            around.arities.append(0)

    def _refer(self, unit: _Open) -> None:
        """Takes down the names of a unit's own code that the file declares outside of it.

        Of names that a function around it declares, ``whole`` of that function tells.
        """
        rows, first, scope, wide = self.references, self.bindings.first, self.bindings.scope, self.references.wide
        this = len(self.own)
        for name, nth in unit.names.items():
            if scope[name] in wide and not unit.node <= first[name] < unit.last:
                rows.unit.append(this)
                rows.nth_name.append(nth)
                rows.binding.append(name)
        rows.first.append(unit.first)
        rows.last.append(len(rows.unit))
        rows.around.append(this)
        rows.nth.append(0)
        for nth, inner in enumerate(unit.units):
            rows.around[inner], rows.nth[inner] = this, nth


def _arities(syntax: Syntax) -> array[int]:
    """How many nodes stand right below each node."""
    arities = array("I", bytes(4 * len(syntax.kind)))
    for parent in syntax.parent:
        arities[parent] += 1
    arities[0] -= 1
    return arities
