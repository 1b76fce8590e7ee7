"""Characters that look like others: UTS #39's confusables, apostrophes, hyphens, slashes, dots."""

from __future__ import annotations

from countermark.model.marks import Pattern
from countermark.text.channels.record import Channel
from countermark.text.confusables import look_alike
from countermark.text.foreign import apostrophes, hyphens, mixed_words, odd_punctuation, whole_words


def _find(text: str) -> tuple[Pattern, ...]:
    if text.isascii():
        return ()
    kinds = (mixed_words, whole_words, apostrophes, hyphens, odd_punctuation)
    return tuple(pattern for kind in kinds for pattern in kind(LOOK_ALIKE.id, text))


LOOK_ALIKE = Channel(id="look-alike", title="Look-alike characters", canonical=look_alike, find=_find)
