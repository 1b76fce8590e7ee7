"""Everything that one text has in any channel, as it stands and in what it encodes."""

from __future__ import annotations

from countermark.model.marks import Pattern
from countermark.text.channels import ALL
from countermark.text.opened import Opened, Piece, opened

_OF_THE_SOURCE = frozenset({"escape"})
"""Channels of the encoding itself, which are gone once it is undone."""


def patterns(text: str, channels: frozenset[str] | None = None) -> tuple[Pattern, ...]:
    """What of ``text`` could carry something unseen, by channels (all, or those named) and kinds; total."""
    return tuple(
        pattern for channel in ALL if channels is None or channel.id in channels for pattern in channel.find(text)
    )


def everywhere(
    text: str, *, is_json: bool = False, channels: frozenset[str] | None = None
) -> tuple[tuple[Pattern, Opened], ...]:
    """The patterns of ``text`` and of what it encodes, each kind where it is strongest, and the text that has it."""
    plain = Opened(text, (Piece(0, 0, len(text), same=True),))
    found = {pattern.key: (pattern, plain) for pattern in patterns(text, channels)}
    if channels is not None and channels <= _OF_THE_SOURCE:
        return tuple(found.values())
    unfolded = opened(text, is_json=is_json)
    if unfolded.text != text:
        for pattern in patterns(unfolded.text, channels):
            known = found.get(pattern.key)
            if pattern.channel not in _OF_THE_SOURCE and (known is None or known[0].strength < pattern.strength):
                found[pattern.key] = (pattern, unfolded)
    return tuple(found.values())
