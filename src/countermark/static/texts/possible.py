"""Texts that something may be, each with the decisions that lead to it; unknown parts stand as letters of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

PLACEHOLDERS = range(0xA000, 0xA48D)
"""What is not constant stands as one letter (a Yi syllable) that no channel touches: one for each expression."""

# What was done to an unknown part is a letter before it (Lisu): what that comes to is made up when texts are compared.
PADDED, GROUPED, COMPOSED, DECOMPOSED, RAISED, LOWERED = "\ua4d0\ua4d1\ua4d2\ua4d3\ua4d4\ua4d5"
DONE_TO = frozenset((PADDED, GROUPED, COMPOSED, DECOMPOSED, RAISED, LOWERED))

MAX_TEXTS = 24
"""What may be more texts than this says something by its size, and is no mark."""

MAX_LENGTH = 4_000

Decision = tuple[bytes, int]
"""A condition, as it is spelled, and which of its branches was taken."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and the decisions that lead to it."""

    text: str
    taken: frozenset[Decision] = frozenset()

    def under(self, decision: Decision) -> Text | None:
        """The same text where one more decision is taken; nothing if an earlier one says otherwise."""
        if decision in self.taken:
            return self
        contradicts = any(key == decision[0] for key, _ in self.taken)
        return None if contradicts else Text(self.text, self.taken | {decision})


Texts = tuple[Text, ...]


def under(texts: Texts, decision: Decision) -> Texts:
    """Those of some texts that are left where a decision is taken."""
    return tuple(one for text in texts if (one := text.under(decision)) is not None)


def distinct(texts: Iterable[Text]) -> Texts:
    """At most so many texts, each once."""
    return tuple(itertools.islice(dict.fromkeys(texts), MAX_TEXTS))


def joined(parts: Sequence[Texts]) -> Texts:
    """The texts that parts make one after another, where the decisions agree."""
    whole: Texts = (Text(""),)
    for part in parts:
        longer = (_sum(first, second) for first in whole for second in part)
        whole = distinct(text for text in longer if text is not None and len(text.text) <= MAX_LENGTH)
    return whole


def changed(texts: Texts, change: Callable[[str], str]) -> Texts:
    """What something makes of each text."""
    return distinct(Text(change(one.text), one.taken) for one in texts)


def otherwise(guard: frozenset[Decision]) -> Iterator[Decision]:
    """The decision that leads around a guard, where it is one of two."""
    if len(guard) == 1:
        ((key, branch),) = guard
        if branch in (0, 1):
            yield key, 1 - branch


def agreed(first: frozenset[Decision], second: frozenset[Decision]) -> frozenset[Decision] | None:
    """All decisions of both; nothing where they contradict each other."""
    if not first or not second:
        return first or second
    both = first | second
    return both if len({key for key, _ in both}) == len(both) else None


def _sum(first: Text, second: Text) -> Text | None:
    taken = agreed(first.taken, second.taken)
    return None if taken is None else Text(first.text + second.text, taken)


def is_placeholder(text: str) -> bool:
    """Whether a text is one unknown part, whatever was done to it."""
    plain = text.lstrip("".join(DONE_TO))
    return len(plain) == 1 and ord(plain) in PLACEHOLDERS


def is_unknown(text: str) -> bool:
    """Whether nothing at all of a text is known."""
    return all(char in DONE_TO or ord(char) in PLACEHOLDERS for char in text) and bool(text)
