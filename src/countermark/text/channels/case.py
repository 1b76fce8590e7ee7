"""Upper and lower case."""

from __future__ import annotations

import re
from itertools import pairwise

from countermark.model.marks import Mark, Pattern
from countermark.text.channels.record import Channel
from countermark.text.framings import read_digits
from countermark.text.stable import case_folded

# No part of base64 or of a name. After 0x, forty digits in both cases are an address with its checksum (EIP-55, 2016).
_HEXADECIMAL = re.compile(
    r"(?:(?<![0-9A-Za-z_+/=-])|(?<=\b0[xX])(?![0-9A-Fa-f]{40}(?![0-9A-Za-z])))"
    r"(?=[0-9A-F]*[a-f])(?=[0-9a-f]*[A-F])(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{12,}(?![0-9A-Za-z_+/=-])"
)
_FEWEST_CHANGES = 2
_LETTER = re.compile(r"[A-Fa-f]")


def _find(text: str) -> tuple[Pattern, ...]:
    """Hexadecimal digits in both cases within one number: programs write them in one."""
    letters = [
        (match.start() + letter.start(), letter.group())
        for match in _HEXADECIMAL.finditer(text)
        for letter in _LETTER.finditer(match.group())
    ]
    if not letters:
        return ()
    upper = [char.isupper() for _, char in letters]
    changes = sum(one != other for one, other in pairwise(upper))
    if changes < _FEWEST_CHANGES:
        return ()  # all digits of both cases, listed one after the other
    return (
        Pattern(
            channel=CASE.id,
            kind="hexadecimal",
            marks=tuple(
                Mark(start=at, end=at + 1, found=char, plain=char.lower()) for at, char in letters if char.isupper()
            ),
            strength=float(changes),
            capacity_bits=float(len(letters)),
            readings=read_digits(list(map(int, upper)), 2),
        ),
    )


CASE = Channel(id="case", title="Case", canonical=case_folded, find=_find)
