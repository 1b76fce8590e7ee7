"""Variation selectors that follow what has no such variant."""

from __future__ import annotations

import re

from countermark.model.marks import Mark, Pattern
from countermark.text.channels.record import Channel
from countermark.text.counted import counted, removed
from countermark.text.framings import read_selectors
from countermark.text.invisible import SELECTORS, beside_script, selector_explained

_SELECTOR = re.compile(f"[{SELECTORS}]")
_STYLE = "\ufe0e\ufe0f"
_MONGOLIAN = frozenset({"Mongolian"})
_BITS_ALL, _BITS_FIRST = 8, 4
_LAST_OF_SIXTEEN = "\ufe0f"


def _canonical(text: str) -> str:
    return text if text.isascii() else _SELECTOR.sub("", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """A style asked of a symbol that is no emoji happens in careless text, so it is a kind of its own."""
    if text.isascii():
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
    )


VARIATION_SELECTOR = Channel(id="variation-selector", title="Variation selectors", canonical=_canonical, find=_find)
