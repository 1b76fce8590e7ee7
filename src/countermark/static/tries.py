"""Lists that a program carries as a tree of single characters, to be walked and never read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from countermark.model.static import HiddenList, Where
from countermark.static.constants import Record, Value
from countermark.static.decoding.lists import ReadList, of_entries
from countermark.static.program import Program

_TREE = re.compile(rb"\{\s*[\"']?[^\"'\s][\"']?\s*:\s*\{\s*[\"']?[^\"'\s][\"']?\s*:\s*\{\s*[\"']?[^\"'\s][\"']?\s*:")
_MAX_WORDS = 100_000
_MAX_DEPTH = 100
_KINDS = frozenset({"object", "dictionary"})


def spelled_lists(program: Program, where: Callable[[int, int], Where]) -> Iterator[HiddenList]:
    """Every object of objects whose keys, put together, are a list; forwards or backwards."""
    syntax, done = program.syntax, 0
    for match in _TREE.finditer(program.source):
        node = bisect_right(syntax.start, match.start()) - 1
        while node > done and syntax.grammar.kind_name(syntax.kind[node]) not in _KINDS:
            node = syntax.parent[node]
        if node <= done:
            continue
        constant = program.constant(node)
        if constant is None or not isinstance(constant.value, Record):
            continue
        done = node + syntax.size[node] - 1
        words = tuple(_words(constant.value))
        turned = tuple(word[::-1] for word in words)
        forwards, backwards = of_entries(words), of_entries(turned)
        found, steps = (forwards, ()) if _reads_better(forwards, backwards) else (backwards, ("reversed",))
        if found is not None:
            yield HiddenList(
                kind=found.kind,
                count=len(found.entries),
                entries=found.entries,
                decoder=("tree of characters", *steps),
                where=where(syntax.start[node], syntax.end[node]),
            )


def _reads_better(first: ReadList | None, second: ReadList | None) -> bool:
    if first is None or second is None:
        return second is None
    return (first.common_tops, -first.cost) >= (second.common_tops, -second.cost)


def _words(tree: Record) -> Iterator[str]:
    """What the branches spell: each branch ends at a key that is no character, or at a value that is no branch."""
    waiting: list[tuple[str, Value]] = [("", tree)]
    count = 0
    while waiting and count < _MAX_WORDS:
        before, value = waiting.pop()
        if not isinstance(value, Record) or not value.entries:
            yield before
            count += 1
            continue
        for key, inner in reversed(value.entries):
            name = str(key)
            is_branch = isinstance(inner, Record) and len(name) == 1 and len(before) < _MAX_DEPTH
            waiting.append((before + name if is_branch else before, inner if is_branch else None))
