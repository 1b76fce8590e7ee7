"""Compares two texts or captures that a user names."""

from __future__ import annotations

from countermark import __version__
from countermark.drive.sources_of_text import STANDARD_INPUT
from countermark.drive.whole_text import whole_text
from countermark.errors import UsageError
from countermark.model.compared_texts import ComparedTexts
from countermark.text.comparing import compared


def compare(first: str, second: str) -> ComparedTexts:
    """What differs between two texts without showing.

    Raises:
        UsageError: there is no such file, or both are standard input.
    """
    if first == second == STANDARD_INPUT:
        raise UsageError("both texts would be standard input", hint="name a file for one of them")
    (ours, our_gaps), (theirs, their_gaps) = whole_text(first), whole_text(second)
    found = compared(ours, theirs)
    notes = []
    if found.is_same_bytes and not our_gaps + their_gaps:
        notes.append("the texts are the same, byte for byte")
    if found.is_in_other_order:
        notes.append("members of JSON stand in another order, which programs do not promise to keep")
    if not found.unseen and not found.open_total and not found.is_same_bytes and not found.is_in_other_order:
        notes.append("the texts say the same and are written otherwise: encoded, escaped or laid out")
    return ComparedTexts(
        first=first,
        second=second,
        unseen=found.unseen,
        open_total=found.open_total,
        notes=tuple(notes),
        unread=our_gaps + their_gaps,
        version=__version__,
    )
