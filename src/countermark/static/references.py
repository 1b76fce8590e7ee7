"""What the units of a program name outside of themselves, hashed by what the names stand for.

The digest of a unit says that it names something, and not what: renaming must change nothing. So a call that goes to
another function than before, with both of them in both versions, shows here alone. A name stands for the unit that is
its only value; or for a place of the unit that gives it its only value, as bundlers write modules that are made when
first needed. It is followed one name further, since many functions are alike but for what they call.

Only links between what the older program had as well are compared: what is new is told by itself, and whatever names it
is not news a second time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from countermark.static.bindings import BindingKind
from countermark.static.program import Program

_LABEL_BYTES = 8
_LIVING = frozenset({BindingKind.VARIABLE, BindingKind.LEXICAL, BindingKind.FUNCTION, BindingKind.CLASS})
_MOST_FOLLOWED = 2000
"""Names in one unit that are followed: a file in a wrapper names everything, and is nobody's callee."""
_ALIKE_NODES = 16
"""Units of no more nodes are often alike (``() => name``), so that their place in what is around them counts too."""


@dataclass(slots=True)
class References:
    """Columns, a row for each name outside of a unit: which unit, which of its names in order, and the binding.

    ``wide`` are the nodes whose names are the file's own, or a wrapper's that is as long as a file: others are no rows.
    ``first``: for each unit, where its rows and those of the units inside of it begin; ``last``: where they end.
    ``around`` and ``nth``: which unit is the innermost around it, and how many others of that stand before it.
    """

    wide: set[int]
    unit: array[int] = field(default_factory=lambda: array("I"))
    nth_name: array[int] = field(default_factory=lambda: array("I"))
    binding: array[int] = field(default_factory=lambda: array("I"))
    first: array[int] = field(default_factory=lambda: array("I"))
    last: array[int] = field(default_factory=lambda: array("I"))
    around: array[int] = field(default_factory=lambda: array("I"))
    nth: array[int] = field(default_factory=lambda: array("I"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The links of a program, a row for each reference; 0 where there is nothing to compare.

    ``labels`` are digests of what is named, ``links`` of those together with what names them. ``near`` by the named
    unit alone, ``far`` with what that one names; ``placed`` with the place of the unit that names. ``labels`` are also
    of what nothing names yet.
    """

    labels: frozenset[int]
    near_labels: array[int]
    far_labels: array[int]
    near: array[int]
    far: array[int]
    places: array[int]
    placed: array[int]

    def digests(self) -> frozenset[int]:
        """All of them in one: they are of different kinds, and never equal."""
        return self.labels.union(self.near, self.far, self.places, self.placed)


def link(
    program: Program, references: References, nodes: array[int], own: Sequence[bytes], whole: Sequence[bytes]
) -> Links:
    """What the names of all units stand for; ``nodes``, ``own`` and ``whole`` are the columns of the units."""
    return _Linker(program, references, nodes, own, whole).links()


def rewired(links: Links, references: References, older: frozenset[int]) -> dict[int, list[int]]:
    """For each unit, the bindings that it names where the older program named something else that it had."""
    found: dict[int, list[int]] = {}
    columns = (
        (links.near_labels, links.near, None),
        (links.far_labels, links.far, None),
        (links.near_labels, links.placed, links.places),
    )
    for labels, linked, places in columns:
        for row, one in enumerate(linked):
            if one and one not in older and labels[row] in older and (places is None or places[row] in older):
                named = found.setdefault(references.unit[row], [])
                if references.binding[row] not in named:
                    named.append(references.binding[row])
    return found


class _Linker:
    def __init__(
        self, program: Program, references: References, nodes: array[int], own: Sequence[bytes], whole: Sequence[bytes]
    ) -> None:
        self.syntax, self.bindings, self.language = program.syntax, program.bindings, program.language
        self.references, self.nodes, self.own, self.whole = references, nodes, own, whole

    def links(self) -> Links:
        rows = self.references
        stands = dict(self._stands())
        near_of = self._near(stands)
        far_of = dict(self._far(near_of, stands))
        near_labels = array("Q", (near_of.get(one, 0) for one in rows.binding))
        far_labels = array("Q", (far_of.get(one, 0) for one in rows.binding))
        places = array("Q", self._places())
        return Links(
            labels=frozenset(near_of.values()).union(far_of.values()),
            near_labels=near_labels,
            far_labels=far_labels,
            near=array("Q", self._linked(b"near", near_labels)),
            far=array("Q", self._linked(b"far", far_labels)),
            places=places,
            placed=array("Q", self._placed(places, near_labels)),
        )

    def _stands(self) -> Iterator[tuple[int, int]]:
        """The unit that gives each of the file's names its only value; -1 - unit where it is a part of that."""
        units = {node: unit for unit, node in enumerate(self.nodes)}
        parent, kind, wide, kinds = self.syntax.parent, self.syntax.kind, self.references.wide, self.bindings.kinds
        for binding, scope in enumerate(self.bindings.scope):
            value = self.bindings.only_value(binding) if scope in wide and kinds[binding] in _LIVING else 0
            if not value:
                continue
            node = value
            while node not in units:
                node = parent[node]
            is_all = node == value or (node == parent[value] and kind[node] == self.language.variable)
            yield binding, units[node] if is_all else -1 - units[node]

    def _near(self, stands: dict[int, int]) -> dict[int, int]:
        """What each binding stands for, by its unit alone."""
        whole, own, rows = self.whole, self.own, self.references
        found = {binding: _mixed(b"unit", whole[unit]) for binding, unit in stands.items() if unit >= 0}
        for unit, nth, binding in zip(rows.unit, rows.nth_name, rows.binding, strict=True):
            if stands.get(binding) == -1 - unit:
                found[binding] = _mixed(b"part", own[unit], nth.to_bytes(4, "little"))
        return found

    def _far(self, near: dict[int, int], stands: dict[int, int]) -> Iterator[tuple[int, int]]:
        """What each binding stands for, with what that names in turn."""
        rows = self.references
        for binding, unit in stands.items():
            first, last = (rows.first[unit], rows.last[unit]) if unit >= 0 else (0, 0)
            if first < last <= first + _MOST_FOLLOWED:
                named = array("Q", (near.get(rows.binding[row], 0) for row in range(first, last)))
                yield binding, _mixed(b"far", near[binding].to_bytes(8, "little"), named.tobytes())

    def _linked(self, kind: bytes, labels: array[int]) -> Iterator[int]:
        own, rows = self.own, self.references
        for unit, nth, label in zip(rows.unit, rows.nth_name, labels, strict=True):
            yield _mixed(kind, own[unit], nth.to_bytes(4, "little"), label.to_bytes(8, "little")) if label else 0

    def _places(self) -> Iterator[int]:
        """Where a small unit stands in what is around it; 0 for large ones, and for those of the file itself."""
        own, rows, size, last = self.own, self.references, self.syntax.size, len(self.nodes) - 1
        for unit in rows.unit:
            around = rows.around[unit] if unit != last else last
            if around == last or size[self.nodes[unit]] > _ALIKE_NODES:
                yield 0
            else:
                yield _mixed(b"place", own[around], rows.nth[unit].to_bytes(4, "little"), own[unit])

    def _placed(self, places: array[int], labels: array[int]) -> Iterator[int]:
        for place, nth, label in zip(places, self.references.nth_name, labels, strict=True):
            if place and label:
                yield _mixed(
                    b"placed", place.to_bytes(8, "little"), nth.to_bytes(4, "little"), label.to_bytes(8, "little")
                )
            else:
                yield 0


def _mixed(*parts: bytes) -> int:
    return int.from_bytes(blake2b(b"\0".join(parts), digest_size=_LABEL_BYTES).digest(), "little")
