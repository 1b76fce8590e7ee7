"""The pure pieces of a program: expressions that need nothing but constants, pure functions and pure built-ins.

A piece stands alone: with the definitions that it needs in front, it can be run outside of the program. Names are
followed to their bindings, so that the same short name elsewhere in a bundle means nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from countermark.static.bindings import Assignment, BindingKind
from countermark.static.evaluation.languages import DIALECTS, Dialect
from countermark.static.functions import binding_of_function
from countermark.static.program import Program

MAX_DEFINITIONS = 250
MAX_BYTES = 200_000
"""What a decoder needs is small: a closure that is larger is a library, and is looked into instead."""

MAX_NAMES = 400
"""Uses of names in one expression: with more it is a module in a wrapper, whose parts are looked at one by one."""

MAX_PIECE_BYTES = 1_500_000
"""The text of one piece with its definitions; a list of the largest size that is known has 2 MB."""

_MIN_DATA = 12
"""Characters of literals (or numbers) that a piece must hold for a list to come out of it."""

_DIGITS_A_CHARACTER = 2
_FOREIGN = frozenset({BindingKind.PARAMETER, BindingKind.CAUGHT})
_NOWHERE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An expression and the text that computes it; ``definitions`` are the nodes that it needs beside itself."""

    node: int
    definitions: tuple[int, ...]
    code: str


@dataclass(slots=True)
class _Closure:
    """What an expression needs, in an order in which it can be defined; ``lines`` are the definitions' texts."""

    seen: set[int] = field(default_factory=set)
    names: dict[str, int] = field(default_factory=dict)
    nodes: list[int] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    bytes: int = 0


class Closures:
    """Finds the pieces of one program."""

    def __init__(self, program: Program) -> None:
        """Nothing is worked out before it is asked for."""
        self._program = program
        self._syntax = program.syntax
        self._bindings = program.bindings
        self._dialect: Dialect = DIALECTS[program.language.engine]
        self._impure: set[int] = set()
        self._known: dict[int, tuple[tuple[int, int], ...]] = {}
        self._paths: dict[int, tuple[str, ...]] = {}
        self._statements: dict[int, int] = {}

    def pieces(self, within: int = 0) -> Iterator[Piece]:
        """The outermost pure calls that hold data below a node, in the order of the file."""
        size, calls = self._syntax.size, self._candidates
        last = 0
        for index in range(bisect_left(calls, within + 1), bisect_left(calls, within + size[within])):
            node = calls[index]
            if node >= last:
                piece = self._piece(node)
                if piece is not None:
                    last = node + size[node]
                    yield piece

    @cached_property
    def _candidates(self) -> array[int]:
        return array("I", self._syntax.of_kinds(*self._program.language.calls, *self._dialect.collections))

    @cached_property
    def _references(self) -> array[int]:
        return array("I", (node for node, binding in enumerate(self._bindings.of) if binding >= 0))

    @cached_property
    def _before(self) -> array[int]:
        """How many of the references stand before each node."""
        return array("I", accumulate(map((-1).__lt__, self._bindings.of), initial=0))

    @cached_property
    def _data(self) -> array[int]:
        """How many characters of literals stand before each node; a number counts as those that it could stand for."""
        weights = array("I", bytes(4 * (len(self._syntax.kind) + 1)))
        start, end = self._syntax.start, self._syntax.end
        for literal in self._program.literals():
            weights[literal.node + 1] += len(literal.value)
        for node in self._syntax.of_kinds(*self._dialect.numbers):
            weights[node + 1] += max(1, (end[node] - start[node]) // _DIGITS_A_CHARACTER)
        return array("L", accumulate(weights))

    def _piece(self, node: int) -> Piece | None:
        syntax = self._syntax
        if syntax.end[node] - syntax.start[node] > MAX_PIECE_BYTES:
            return None
        names = self._names_below(node)
        if names > MAX_NAMES or (not names and syntax.kind[node] in self._dialect.written_out):
            return None
        if not self._could_be_pure(node) or self._dialect.is_plain(self._program, node):
            return None
        closure = _Closure()
        if not self._gather(node, closure):
            return None
        held = self._held((node, *closure.nodes))
        expression = self._program.text(node)
        computes = self._dialect.computing.search
        if held < _MIN_DATA or not (computes(expression) or any(map(computes, closure.lines))):
            return None
        self._mutate(closure)
        code = b"".join((*closure.lines, self._dialect.result(expression)))
        return Piece(node=node, definitions=tuple(closure.nodes), code=code.decode("utf-8", "replace"))

    def lazy(self, piece: Piece) -> tuple[str, ...]:
        """The texts of functions in a piece that take nothing and have data in reach from which a list could come."""
        size, functions = self._syntax.size, self._program.language.functions
        found: dict[str, None] = {}
        for node in (piece.node, *piece.definitions):
            for inner in range(node, node + size[node]):
                if self._syntax.kind[inner] in functions and not self._program.parameters(inner):
                    closure = _Closure()
                    if not self._gather(inner, closure) or self._held((inner, *closure.nodes)) >= _MIN_DATA:
                        found[self._program.text(inner).decode("utf-8", "replace")] = None
        return tuple(found)

    def _held(self, nodes: Iterable[int]) -> int:
        """How much data stands below nodes."""
        data, size = self._data, self._syntax.size
        return sum(data[node + size[node]] - data[node] for node in nodes)

    # ------------------------------------------------------------------------------------------ what it needs

    def _gather(self, node: int, closure: _Closure) -> bool:
        """Whether all that stands below ``node`` is pure; what it needs is added to ``closure``."""
        if not self._could_be_pure(node) or self._has_outer_this(node, node + self._syntax.size[node]):
            return False
        return all(self._need(binding, reference, closure) for binding, reference in self._outer(node))

    def _could_be_pure(self, node: int) -> bool:
        """Whether nothing below ``node`` forbids it at once: a kind, a global, a parameter of what it stands in."""
        last = node + self._syntax.size[node]
        if self._impurities[last] > self._impurities[node]:
            return False
        (impure, homes), start, end = self._foreign, self._before[node], self._before[last]
        return impure[end] == impure[start] and (start == end or min(homes[start:end]) >= node)

    @cached_property
    def _foreign(self) -> tuple[array[int], array[int]]:
        """Of the references: how many before each mean impure globals, and where those declared that have no value."""
        bindings, of = self._bindings, self._bindings.of
        impure = bytearray(len(bindings))
        homes = array("I", [_NOWHERE]) * len(bindings)
        for binding, kind in enumerate(bindings.kinds):
            if kind == BindingKind.FREE:
                impure[binding] = not self._dialect.is_pure_global(bindings.name(binding))
            elif kind in _FOREIGN and bindings.first[binding] >= 0:
                homes[binding] = bindings.first[binding]
        meant = array("I", map(of.__getitem__, self._references))
        counts = array("I", accumulate(map(impure.__getitem__, meant), initial=0))
        return counts, array("I", map(homes.__getitem__, meant))

    @cached_property
    def _impurities(self) -> array[int]:
        """How many nodes before each one cannot stand in a piece, whatever their names mean."""
        impure = self._dialect.impure
        return array("I", accumulate(map(impure.__contains__, self._syntax.kind), initial=0))

    def _has_outer_this(self, node: int, last: int) -> bool:
        """Whether a ``this`` below ``node`` means what is outside of it."""
        nodes, owners = self._this
        return any(owners[index] < node for index in range(bisect_left(nodes, node), bisect_left(nodes, last)))

    @cached_property
    def _this(self) -> tuple[array[int], array[int]]:
        """Every ``this``, and the function or class that gives it its meaning."""
        nodes = array("I", self._syntax.of_kinds(*self._dialect.this) if self._dialect.this else ())
        kind, parent, own = self._syntax.kind, self._syntax.parent, self._dialect.own_this
        owners = array("I")
        for node in nodes:
            above = parent[node]
            while above and kind[above] not in own:
                above = parent[above]
            owners.append(above)
        return nodes, owners

    def _names_below(self, node: int) -> int:
        return self._before[node + self._syntax.size[node]] - self._before[node]

    def _outer(self, node: int) -> Iterable[tuple[int, int]]:
        """The bindings that are used below ``node`` and not made there, each once, with a place of its use."""
        known = self._known.get(node)
        return self._found(node) if known is None else known

    def _found(self, node: int) -> Iterator[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for one in self._searched(node):
            found.append(one)
            yield one
        self._known[node] = tuple(found)

    def _searched(self, node: int) -> Iterator[tuple[int, int]]:
        references, of, first = self._references, self._bindings.of, self._bindings.first
        last = node + self._syntax.size[node]
        seen: set[int] = set()
        for index in range(self._before[node], self._before[last]):
            reference = references[index]
            binding = of[reference]
            if binding not in seen and not node <= first[binding] < last:
                seen.add(binding)
                yield binding, reference

    def _need(self, binding: int, reference: int, closure: _Closure) -> bool:
        if binding in closure.seen:
            return True
        if binding in self._impure:
            return False
        closure.seen.add(binding)
        if self._define(binding, reference, closure):
            return True
        if self._bindings.kinds[binding] != BindingKind.FREE:
            self._impure.add(binding)
        return False

    def _define(self, binding: int, reference: int, closure: _Closure) -> bool:
        kind, name = self._bindings.kind(binding), self._bindings.name(binding)
        if kind == BindingKind.IMPLICIT:
            return True
        if kind == BindingKind.FREE:
            return self._dialect.is_pure_global(name)
        if kind in _FOREIGN:
            return False
        path = self._path(binding, reference)
        if path and path[0].startswith("import:"):
            line = self._dialect.imported(name, path)
            return line is not None and self._claim(name, binding, closure) and self._add(line, closure)
        return self._claim(name, binding, closure) and self._define_by_value(binding, name, closure)

    def _path(self, binding: int, reference: int) -> tuple[str, ...]:
        """What a binding is called outside of the file; the same for each of its references."""
        if binding not in self._paths:
            self._paths[binding] = self._program.path(reference)
        return self._paths[binding]

    def _define_by_value(self, binding: int, name: str, closure: _Closure) -> bool:
        value = self._bindings.only_value(binding)
        if not value:
            return self._define_by_values(binding, name, closure)
        if not self._fits(value, closure) or not self._gather(value, closure):
            return False
        closure.nodes.append(value)
        return self._add(self._dialect.definition(self._program, name, value), closure)

    def _define_by_values(self, binding: int, name: str, closure: _Closure) -> bool:
        """A name that is assigned several times: its first value, as long as the others are given by pure code."""
        assignments = list(self._bindings.assignments(binding))
        declared = [one for one in assignments if one.whole and one.value and self._is_declared(one)]
        if len(declared) > 1 or not assignments:
            return False
        for one in declared:
            if not self._fits(one.value, closure) or not self._gather(one.value, closure):
                return False
            closure.nodes.append(one.value)
            self._add(self._dialect.definition(self._program, name, one.value), closure)
        if not declared:
            self._add(self._dialect.declaration(name), closure)
        return all(self._is_within(one.target, closure) for one in assignments if one not in declared)

    def _is_declared(self, one: Assignment) -> bool:
        parent, kind = self._syntax.parent, self._syntax.kind
        return parent[one.target] == one.value or kind[parent[one.target]] in self._dialect.declarators

    def _is_within(self, target: int, closure: _Closure) -> bool:
        """Whether an assignment stands in a function that is needed anyway, or in a statement of the file itself."""
        function = self._program.function_of(target)
        if not function:
            return True
        if any(node <= target < node + self._syntax.size[node] for node in closure.nodes):
            return True
        return binding_of_function(self._program, function) in closure.seen

    def _fits(self, node: int, closure: _Closure) -> bool:
        closure.bytes += self._syntax.end[node] - self._syntax.start[node]
        return len(closure.seen) <= MAX_DEFINITIONS and closure.bytes <= MAX_BYTES

    def _claim(self, name: str, binding: int, closure: _Closure) -> bool:
        """Whether ``name`` is free in the piece: two bindings of one name cannot both be defined there."""
        return closure.names.setdefault(name, binding) == binding

    @staticmethod
    def _add(line: bytes, closure: _Closure) -> bool:
        closure.lines.append(line)
        return True

    # -------------------------------------------------------------------------------- what changes it meanwhile

    def _mutate(self, closure: _Closure) -> None:
        """Statements beside the definitions that change what they made (an array that is turned) become part of it."""
        added: set[int] = set()
        for binding in closure.seen:
            value = self._bindings.only_value(binding) if self._bindings.first[binding] > 0 else 0
            references = self._bindings.references(binding) if value and self._is_changeable(value) else array("I")
            if len(references) <= MAX_DEFINITIONS:
                added.update(self._changes(binding, references, closure))
        for statement in sorted(added):
            trial = _Closure(seen=set(closure.seen), names=dict(closure.names), bytes=closure.bytes)
            if self._fits(statement, trial) and self._gather(statement, trial):
                closure.seen, closure.names, closure.bytes = trial.seen, trial.names, trial.bytes
                closure.nodes += trial.nodes
                closure.lines += (*trial.lines, self._program.text(statement) + b"\n;\n"[self._dialect.plain_end :])

    def _is_changeable(self, value: int) -> bool:
        """Arrays, objects and what calls gave can be changed later; so can what a small function keeps."""
        if self._syntax.kind[value] in self._program.language.functions:
            return self._syntax.size[value] <= MAX_NAMES
        return self._syntax.size[value] > 1

    def _changes(self, binding: int, references: array[int], closure: _Closure) -> Iterator[int]:
        if not references:
            return
        home, size = self._program.function_of(self._bindings.first[binding]), self._syntax.size
        for reference in references:
            if reference not in self._statements:
                self._statements[reference] = self._statement(reference)
            statement = self._statements[reference]
            if not statement or self._syntax.kind[statement] not in self._dialect.changing:
                continue
            if self._program.function_of(statement) != home:
                continue
            if not any(node <= reference < node + size[node] for node in closure.nodes):
                yield statement

    def _statement(self, node: int) -> int:
        """The outermost statement of the file, or of a function's body, that a node stands in."""
        parent, kind, blocks = self._syntax.parent, self._syntax.kind, self._dialect.blocks
        found = 0
        while node:
            if kind[parent[node]] in blocks:
                found = node
                above = parent[parent[node]]
                if not parent[node] or kind[above] in self._program.language.functions:
                    # An immediately called function that turns a table is one statement from the outside.
                    outer = self._statement(above) if parent[node] else 0
                    return outer if outer and kind[outer] in self._dialect.changing else found
            node = parent[node]
        return found
