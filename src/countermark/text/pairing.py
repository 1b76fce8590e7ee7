"""Pairs the leaves of two texts: what is said at the same place, wherever ordinary edits have moved it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from countermark.text.edits import bag, similarity
from countermark.text.leaves import Leaf
from countermark.text.punctuation import APOSTROPHES
from countermark.text.tokens import loose

_SIMILAR = 0.5
"""Share of common words from which two values of one name are versions of one another."""

_MOST_COMPARED = 4_000
"""Pairs of values of one name that are weighed; of more, each is compared with the one at its own place."""

_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
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
    in another order; then between neighbours that are paired; then of one name and similar; then at one place.
    """
    pairing = _Pairing(first, second)
    pairing.pair(lambda leaf: (leaf.kind, leaf.row, leaf.pointer, _gist(leaf)))
    pairing.pair(lambda leaf: (*_general(leaf), _gist(leaf)))
    pairing.pair_between()
    pairing.pair_similar()
    pairing.pair(lambda leaf: (leaf.kind, leaf.row, leaf.pointer))
    pairing.pair_text()
    return Pairs(
        together=tuple((leaf, pairing.partners[leaf]) for leaf in first if leaf in pairing.partners),
        first_alone=tuple(pairing.first),
        second_alone=tuple(pairing.second),
    )


def _gist(leaf: Leaf) -> str:
    """Letters and digits without case; what is written for an apostrophe is no letter."""
    text = leaf.said.text
    return loose(text if text.isascii() else text.translate(_NO_APOSTROPHES))


def _general(leaf: Leaf) -> tuple[str, str]:
    """The pointer without its numbers."""
    return leaf.kind, _NUMBER.sub("/*", leaf.pointer)


class _Pairing:
    """Leaves that are still alone, and the partners of the others; a leaf is known by itself, not by what it says."""

    def __init__(self, first: Sequence[Leaf], second: Sequence[Leaf]) -> None:
        self.first, self.second = list(first), list(second)
        self.partners: dict[Leaf, Leaf] = {}
        self._ours, self._theirs = _grouped(first, _general), _grouped(second, _general)

    def pair(self, key: Callable[[Leaf], Hashable]) -> None:
        """Those of one key, in order."""
        waiting = {name: iter(group) for name, group in _grouped(self.second, key).items()}
        found = ((leaf, next(waiting.get(key(leaf), iter(())), None)) for leaf in self.first)
        self._take((leaf, other) for leaf, other in found if other is not None)

    def pair_between(self) -> None:
        """Those of one name that stand between the same neighbours: similar ones, then, if equally many, in order."""
        found: list[tuple[Leaf, Leaf]] = []
        for name, group in self._ours.items():
            for ours, theirs in self._gaps(group, self._theirs.get(name, [])):
                similar = list(_similar(ours, theirs))
                found += similar
                gone = {leaf for pair in similar for leaf in pair}
                rest = [leaf for leaf in ours if leaf not in gone], [leaf for leaf in theirs if leaf not in gone]
                if len(rest[0]) == len(rest[1]):
                    found += zip(*rest, strict=True)
        self._take(found)

    def _gaps(self, ours: Sequence[Leaf], theirs: Sequence[Leaf]) -> Iterator[tuple[list[Leaf], list[Leaf]]]:
        at = {leaf: number for number, leaf in enumerate(theirs)}
        taken = set(self.partners.values())
        gap: list[Leaf] = []
        start = 0
        for leaf in (*ours, None):
            partner = self.partners.get(leaf) if leaf else None
            stop = len(theirs) if leaf is None else at.get(partner, -1) if partner else -1
            if leaf and not partner:
                gap.append(leaf)
            elif stop >= start:
                if gap:
                    yield gap, [other for other in theirs[start:stop] if other not in taken]
                gap, start = [], stop + 1

    def pair_similar(self) -> None:
        """Those of one name that have most words in common, each with the first that will do."""
        theirs = _grouped(self.second, _general)
        groups = _grouped(self.first, _general).items()
        self._take(pair for name, group in groups for pair in _similar(group, theirs.get(name, [])))

    def pair_text(self) -> None:
        """What is left of the text around JSON, in order."""
        rest = [[leaf for leaf in leaves if leaf.kind == "text"] for leaves in (self.first, self.second)]
        self._take(zip(*rest, strict=False))

    def _take(self, pairs: Iterable[tuple[Leaf, Leaf]]) -> None:
        found = dict(pairs)
        self.partners |= found
        gone = set(found.values())
        self.first = [leaf for leaf in self.first if leaf not in found]
        self.second = [leaf for leaf in self.second if leaf not in gone]


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
