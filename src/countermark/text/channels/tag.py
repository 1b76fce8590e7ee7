"""Tag characters: an invisible copy of ASCII, which only three flags use."""

from __future__ import annotations

import re

from countermark.model.marks import Pattern
from countermark.text.channels.record import Channel
from countermark.text.counted import counted, removed
from countermark.text.framings import read_tags
from countermark.text.invisible import FLAG, TAGS
from countermark.text.stable import characters

_TAG = re.compile(f"[{TAGS}]")
_BITS = 7


def _canonical(text: str) -> str:
    return text if text.isascii() else _TAG.sub("", text)


def _find(text: str) -> tuple[Pattern, ...]:
    if text.isascii() or characters(text).isdisjoint(TAGS):
        return ()
    flags = {place for match in FLAG.finditer(text) for place in range(*match.span())}
    marks = [removed(text, match.start()) for match in _TAG.finditer(text) if match.start() not in flags]
    return counted(TAG.id, "tag", marks, bits=_BITS, read=read_tags)


TAG = Channel(id="tag", title="Tag characters", canonical=_canonical, find=_find)
