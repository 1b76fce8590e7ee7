"""Characters that print nothing: joiners, fillers, variation selectors, tags, bidi controls."""

from __future__ import annotations

import re

from countermark.text._generated import BIDI_CONTROL, DEFAULT_IGNORABLE, VARIATION_SELECTOR
from countermark.text.channels.record import Channel
from countermark.text.stable import character_class

# Source: Default_Ignorable_Code_Point, Bidi_Control and Variation_Selector of UAX #44, 2026-11.
_INVISIBLE = re.compile(
    f"[{character_class(DEFAULT_IGNORABLE)}{character_class(BIDI_CONTROL)}{character_class(VARIATION_SELECTOR)}]+"
)


def _canonical(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


ZERO_WIDTH = Channel(id="zero-width", title="Invisible characters", canonical=_canonical)
