"""What the names of a file mean: every reference leads to its binding, in columns like the syntax itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import accumulate


class BindingKind(IntEnum):
    """How a name came to be.

    ``FREE``: nothing in the file declares it, it is a global or a builtin. ``VARIABLE``: ``var``, and a name that
    Python makes by assigning. ``LEXICAL``: ``let``, ``const``, ``using``. ``CAUGHT``: what ``catch`` or ``except``
    names. ``IMPLICIT``: ``arguments``.
    """

    FREE = 0
    VARIABLE = 1
    LEXICAL = 2
    FUNCTION = 3
    CLASS = 4
    PARAMETER = 5
    CAUGHT = 6
    IMPORT = 7
    IMPLICIT = 8


@dataclass(frozen=True, slots=True)
class Assignment:
    """A place where a binding gets a value.

    ``target`` is the identifier, ``value`` the node that the value comes from (0: from nowhere in particular, as with
    ``x++``). ``whole``: the binding gets just that value. Else a part of it (destructured, iterated, imported), or
    something made with it (``+=``), or it is a parameter's default.
    """

    target: int
    value: int
    whole: bool


@dataclass(slots=True)
class Scopes:
    """The scopes while they are being read: ``names`` of a scope that declares nothing is nothing."""

    node: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    names: list[dict[bytes, int] | None] = field(default_factory=list)

    def add(self, node: int, above: int) -> int:
        """A scope made by a node; the file's own is 0, and stands above itself."""
        self.node.append(node)
        self.above.append(above)
        self.names.append(None)
        return len(self.node) - 1


@dataclass(kw_only=True)
class Bindings:
    """The bindings of a file, as indices; ``of`` says for each node which one it means (-1: none).

    ``first`` is the node that declared a binding first (-1: free or implicit), ``scope`` the node that makes the scope
    it lives in (0: the file). ``free`` are the bindings of kind FREE by name. ``dynamic`` are the nodes (a ``with``, a
    direct ``eval``, an ``exec``, a star import) because of which names may mean something else than what is said here.
    """

    names: list[bytes] = field(default_factory=list)
    kinds: array[int] = field(default_factory=lambda: array("B"))
    first: array[int] = field(default_factory=lambda: array("i"))
    scope: array[int] = field(default_factory=lambda: array("I"))
    of: array[int] = field(default_factory=lambda: array("i"))
    free: dict[str, int] = field(default_factory=dict)
    dynamic: list[int] = field(default_factory=list)
    assigned: array[int] = field(default_factory=lambda: array("I"))
    targets: array[int] = field(default_factory=lambda: array("I"))
    values: array[int] = field(default_factory=lambda: array("I"))
    whole: array[int] = field(default_factory=lambda: array("B"))

    def __len__(self) -> int:
        return len(self.names)

    def name(self, binding: int) -> str:
        """The name, as the program spells it (escapes read)."""
        return self.names[binding].decode("utf-8", "replace")

    def kind(self, binding: int) -> BindingKind:
        """How the name came to be."""
        return BindingKind(self.kinds[binding])

    def references(self, binding: int) -> array[int]:
        """Every node that means the binding, declarations included, in the order of the file."""
        starts, nodes = self._references
        return nodes[starts[binding] : starts[binding + 1]]

    def assignments(self, binding: int) -> Iterator[Assignment]:
        """Every place where the binding gets a value, in the order of the file but for names bound by hoisting."""
        starts, order = self._assignments
        for index in order[starts[binding] : starts[binding + 1]]:
            yield Assignment(self.targets[index], self.values[index], bool(self.whole[index]))

    def only_value(self, binding: int) -> int:
        """The one node whose value the binding always has, once it has one; 0 if there is no such node."""
        if self.kinds[binding] in _FROM_OUTSIDE:
            return 0
        starts, order = self._assignments
        if starts[binding + 1] - starts[binding] != 1:
            return 0
        index = order[starts[binding]]
        return self.values[index] if self.whole[index] else 0

    def add(self, name: bytes, kind: BindingKind, first: int, scope: int) -> int:
        """A new binding; only the readers of a language make them."""
        self.names.append(name)
        self.kinds.append(kind)
        self.first.append(first)
        self.scope.append(scope)
        return len(self.names) - 1

    def add_free(self, name: bytes) -> int:
        """The free binding of a name, made when first seen."""
        text = name.decode("utf-8", "replace")
        if text not in self.free:
            self.free[text] = self.add(name, BindingKind.FREE, -1, 0)
        return self.free[text]

    def assign(self, binding: int, target: int, value: int, *, whole: bool) -> None:
        """A place where a binding gets a value; only the readers of a language make them."""
        self.assigned.append(binding)
        self.targets.append(target)
        self.values.append(value)
        self.whole.append(whole)

    @cached_property
    def _references(self) -> tuple[array[int], array[int]]:
        nodes = array("I", (node for node, binding in enumerate(self.of) if binding >= 0))
        return _grouped(array("I", map(self.of.__getitem__, nodes)), nodes, len(self))

    @cached_property
    def _assignments(self) -> tuple[array[int], array[int]]:
        return _grouped(self.assigned, array("I", range(len(self.assigned))), len(self))


_FROM_OUTSIDE = frozenset({BindingKind.FREE, BindingKind.PARAMETER, BindingKind.CAUGHT, BindingKind.IMPLICIT})


def _grouped(groups: array[int], items: array[int], count: int) -> tuple[array[int], array[int]]:
    """The items sorted by group, stably, and where each group starts (one more start than groups)."""
    sizes = array("I", bytes(4 * (count + 1)))
    for group in groups:
        sizes[group + 1] += 1
    starts = array("I", accumulate(sizes))
    free = starts[:]
    order = array("I", bytes(4 * len(items)))
    for group, item in zip(groups, items, strict=True):
        order[free[group]] = item
        free[group] += 1
    return starts, order
