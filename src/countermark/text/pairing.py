"""Pairs the leaves of two texts: what is said at the same place, wherever ordinary edits have moved it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from countermark.text.edits import bag, similarity
from countermark.text.leaves import Leaf
from countermark.text.tokens import loose

_SIMILAR = 0.5
"""Share of common words from which two values of one name are versions of one another."""

_MOST_COMPARED = 4_000
"""Pairs of values of one name that are weighed; of more, each is compared with the one at its own place."""

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Leaves that belong together, in the order of the first text, and those that are left alone on either side."""

    together: tuple[tuple[Leaf, Leaf], ...]
    first_alone: tuple[Leaf, ...]
    second_alone: tuple[Leaf, ...]


def paired(first: Sequence[Leaf], second: Sequence[Leaf]) -> Pairs:
    """The leaves of two texts in pairs.

    At one place with the same letters and digits; then elsewhere, as where something was put in before or members are
    in another order; then at one place; then of one name and similar.
    """
    pairing = _Pairing(first, second)
    pairing.pair(lambda leaf: (leaf.kind, leaf.row, leaf.pointer, loose(leaf.said.text)))
    pairing.pair(lambda leaf: (leaf.kind, _general(leaf), loose(leaf.said.text)))
    pairing.pair_similar(_general)
    pairing.pair(lambda leaf: (leaf.kind, leaf.row, leaf.pointer))
    pairing.pair_text()
    return Pairs(
        together=tuple(sorted(pairing.found, key=lambda pair: pair[0].start)),
        first_alone=tuple(pairing.first),
        second_alone=tuple(pairing.second),
    )


def _general(leaf: Leaf) -> tuple[str, str]:
    """The pointer without its numbers."""
    return leaf.kind, _NUMBER.sub("/*", leaf.pointer)


class _Pairing:
    def __init__(self, first: Sequence[Leaf], second: Sequence[Leaf]) -> None:
        self.found: list[tuple[Leaf, Leaf]] = []
        self.first, self.second = list(first), list(second)

    def pair(self, key: Callable[[Leaf], Hashable]) -> None:
        """Those of one key, in order."""
        waiting = _grouped(self.second, key)
        self._take((leaf, waiting[name].pop(0)) for leaf in self.first if waiting.get(name := key(leaf)))

    def pair_similar(self, key: Callable[[Leaf], Hashable]) -> None:
        """Those of one key that have most words in common, each with the first that will do."""
        ours, theirs = _grouped(self.first, key), _grouped(self.second, key)
        self._take(pair for name, group in ours.items() for pair in _similar(group, theirs.get(name, [])))

    def pair_text(self) -> None:
        """What is left of the text around JSON, in order."""
        self._take(
            zip(
                [leaf for leaf in self.first if leaf.kind == "text"],
                [leaf for leaf in self.second if leaf.kind == "text"],
                strict=False,
            )
        )

    def _take(self, pairs: Iterable[tuple[Leaf, Leaf]]) -> None:
        found = list(pairs)
        gone = {id(leaf) for pair in found for leaf in pair}
        self.found += found
        self.first = [leaf for leaf in self.first if id(leaf) not in gone]
        self.second = [leaf for leaf in self.second if id(leaf) not in gone]


def _grouped(leaves: Iterable[Leaf], key: Callable[[Leaf], Hashable]) -> dict[Hashable, list[Leaf]]:
    groups: dict[Hashable, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        groups[key(leaf)].append(leaf)
    return groups


def _similar(ours: Sequence[Leaf], theirs: Sequence[Leaf]) -> Iterator[tuple[Leaf, Leaf]]:
    if len(ours) * len(theirs) > _MOST_COMPARED:
        return
    left = [(leaf, bag(leaf.said.text)) for leaf in theirs]
    for leaf in ours:
        own = bag(leaf.said.text)
        likeness = [similarity(own, other) for _, other in left]
        if likeness and max(likeness) >= _SIMILAR:
            yield leaf, left.pop(likeness.index(max(likeness)))[0]
