"""Characters that look like others: UTS #39's confusables, apostrophes, hyphens, slashes, dots."""

from __future__ import annotations

from countermark.model.marks import Pattern
from countermark.text.channels.record import Channel
from countermark.text.confusables import look_alike
from countermark.text.foreign import apostrophes, hyphens, mixed_words, odd_punctuation, whole_words
from countermark.text.pretenders import latin_letters, misplaced_punctuation


def _find(text: str) -> tuple[Pattern, ...]:
    if text.isascii():
        return apostrophes(LOOK_ALIKE.id, text) if "`" in text else ()
    kinds = (mixed_words, whole_words, apostrophes, hyphens, odd_punctuation, latin_letters, misplaced_punctuation)
    return tuple(pattern for kind in kinds for pattern in kind(LOOK_ALIKE.id, text))


LOOK_ALIKE = Channel(id="look-alike", title="Look-alike characters", canonical=look_alike, find=_find)
