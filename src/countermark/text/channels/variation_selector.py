"""Variation selectors that follow what has no such variant."""

from __future__ import annotations

import re

from countermark.model.marks import Mark, Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.counted import counted, removed
from countermark.text.framings import read_selectors
from countermark.text.invisible import SELECTORS, beside_script, selector_explained
from countermark.text.stable import characters

_SELECTOR = re.compile(f"[{SELECTORS}]")
_STYLE = "\ufe0e\ufe0f"
_MONGOLIAN = frozenset({"Mongolian"})
_BITS_ALL, _BITS_FIRST = 8, 4
_FEWEST_BY_TURNS = 8
"""Fewer are two keyboards in one text, or a pasted line."""

_LAST_OF_SIXTEEN = "\ufe0f"


def _canonical(text: str) -> str:
    return text if text.isascii() else _SELECTOR.sub("", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """A style asked of a symbol that is no emoji happens in careless text, so it is a kind of its own."""
    if text.isascii() or characters(text).isdisjoint(SELECTORS):
        return ()
    styles: list[Mark] = []
    others: list[Mark] = []
    for match in _SELECTOR.finditer(text):
        place = match.start()
        if selector_explained(text, place) or beside_script(text, place, _MONGOLIAN):
            continue
        base = text[place - 1 : place]
        on_symbol = (
            text[place] in _STYLE and base and not base.isalnum() and not base.isspace() and base not in SELECTORS
        )
        (styles if on_symbol else others).append(removed(text, place))
    bits = _BITS_FIRST if all(mark.found <= _LAST_OF_SIXTEEN for mark in others) else _BITS_ALL
    name = VARIATION_SELECTOR.id
    return (
        *counted(name, "selector", others, bits=bits, read=read_selectors),
        *counted(name, "style-of-symbol", styles),
        *(alternation(name, "by-turns", slots) if len(slots := _by_turns(text)) >= _FEWEST_BY_TURNS else ()),
    )


def _by_turns(text: str) -> list[Slot]:
    """Characters that have a selector here and none, or another one, there."""
    bases = {
        text[match.start() - 1]
        for match in _SELECTOR.finditer(text)
        if match.start() and selector_explained(text, match.start())
    }
    if not bases:
        return []
    slots = []
    for match in re.finditer(f"[{re.escape(''.join(sorted(bases)))}]([{SELECTORS}]?)", text):
        if match.group().isascii() and not match[1]:
            continue  # a digit that is no keycap
        slots.append(
            Slot(start=match.start(), end=match.end(), found=match.group(), plain=match.group()[0], way=match[1])
        )
    return slots


VARIATION_SELECTOR = Channel(id="variation-selector", title="Variation selectors", canonical=_canonical, find=_find)
