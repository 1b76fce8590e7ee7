"""Upper and lower case."""

from __future__ import annotations

import re
from itertools import pairwise

from countermark.model.marks import Mark, Pattern
from countermark.text.alternation import Slot, alternation
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


# Digits of UUIDs, too (RFC 9562, 4); of percent escapes (RFC 3986, 2.1) and of escapes in JSON (RFC 8259, 7).
_UUID = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z-])")
_PERCENT = re.compile(r"%(?=[0-9A-Fa-f]{0,1}[A-Fa-f])[0-9A-Fa-f]{2}")
_UNICODE = re.compile(r"\\u(?=[0-9A-Fa-f]{0,3}[A-Fa-f])[0-9A-Fa-f]{4}")
_HEADER = re.compile(r"(?m)^(?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*):(?= )")
_FEWEST_OF_A_NAME = 2


def _find(text: str) -> tuple[Pattern, ...]:
    """Digits, escapes and names that a program would write in one case."""
    name = CASE.id
    return (
        *_hexadecimal(text),
        *alternation(name, "percent-escape", _cases(_PERCENT, text) if "%" in text else []),
        *alternation(name, "unicode-escape", _cases(_UNICODE, text) if "\\u" in text else []),
        *alternation(name, "name", _names(text)),
    )


def _cases(pattern: re.Pattern[str], text: str) -> list[Slot]:
    return [
        Slot(
            start=match.start(),
            end=match.end(),
            found=match.group(),
            plain=match.group()[:2] + match.group()[2:].lower() if "u" in match.group()[:2] else match.group().upper(),
            way="upper" if any(char in "ABCDEF" for char in match.group()) else "lower",
        )
        for match in pattern.finditer(text)
    ]


def _names(text: str) -> list[Slot]:
    """Names before a colon, each in the way in which its own letters are written, where it stands more than once."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in _HEADER.finditer(text):
        found.setdefault(match["name"].lower(), []).append(match)
    matches = [
        match
        for group in found.values()
        if len(group) >= _FEWEST_OF_A_NAME and len({match["name"] for match in group}) > 1
        for match in group
    ]
    matches.sort(key=lambda match: match.start())
    return [
        Slot(
            start=match.start("name"),
            end=match.end("name"),
            found=match["name"],
            plain=found[match["name"].lower()][0]["name"],
            way="lower" if match["name"].islower() else "upper" if match["name"].isupper() else "both",
        )
        for match in matches
    ]


def _hexadecimal(text: str) -> tuple[Pattern, ...]:
    """Hexadecimal digits in both cases within one number."""
    letters = [
        (match.start() + letter.start(), letter.group())
        for match in sorted((*_HEXADECIMAL.finditer(text), *_mixed_uuids(text)), key=lambda one: one.start())
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


def _mixed_uuids(text: str) -> list[re.Match[str]]:
    return [
        match for match in _UUID.finditer(text) if match.group() not in {match.group().lower(), match.group().upper()}
    ]


CASE = Channel(id="case", title="Case", canonical=case_folded, find=_find)
