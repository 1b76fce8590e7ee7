"""The same number in other digits, with other separators, padding, sign or exponent."""

from __future__ import annotations

import re

from countermark.model.marks import Mark, Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.counted import counted
from countermark.text.stable import ascii_digits, characters

# Source: grouping by threes with comma, point, apostrophe: CLDR «Number Elements»; with a thin or no-break space: SI
# Brochure 5.4.4; underscore and exponent: ECMA-262 «NumericLiteral». An ordinary space may part two numbers.
_NUMBER = re.compile(
    r"(?<![\w.,])(?<![0-9]['’\u00a0\u2009\u202f])(?P<sign>[+-](?=[0-9])|−)?"
    r"(?:0[xX](?P<hex>[0-9a-fA-F]{1,16})"
    r"|(?P<grouped>[0-9]{1,3}(?:(?P<sep>[,.'’_\u00a0\u2009\u202f])[0-9]{3})(?:(?P=sep)[0-9]{3})*)(?:(?!(?P=sep))[.,](?P<cents>[0-9]+))?"
    r"|(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?(?:[eE](?P<exponent>[+-]?[0-9]{1,6}))?)"
    r"(?![\w]|[.,][0-9])"
)
_MAX_PLAIN = 40
"""A number of more digits than this, written out, is given with an exponent."""


def _canonical(text: str) -> str:
    """Plain digits, no padding. ``1,234`` and ``1.234`` are both read as grouped; ``0.234`` and ``1.23`` are not."""
    return _NUMBER.sub(_plain, ascii_digits(text))


def _plain(match: re.Match[str]) -> str:
    sign = "-" if match["sign"] in ("-", "−") else ""
    if match["hex"]:
        return sign + str(int(match["hex"], 16))
    if match["grouped"]:
        if match["grouped"].startswith("0") and match["sep"] in ".,":
            whole, part = "0", match["grouped"][1:].replace(match["sep"], "")
            return match.group() if len(match["grouped"]) != len("0.000") else _written(sign, whole, part, 0)
        return _written(sign, re.sub(r"[^0-9]", "", match["grouped"]), match["cents"] or "", 0)
    return _written(sign, match["whole"], match["part"] or "", int(match["exponent"] or 0))


def _written(sign: str, whole: str, part: str, exponent: int) -> str:
    """The one way in which a number is written: its digits without padding, moved by ``exponent`` places."""
    exponent -= len(part)
    digits = (whole + part).lstrip("0")
    stripped = digits.rstrip("0")
    exponent += len(digits) - len(stripped)
    if not stripped:
        return "0"
    if 0 <= exponent <= _MAX_PLAIN - len(stripped):
        return f"{sign}{stripped}{'0' * exponent}"
    point = len(stripped) + exponent
    if exponent < 0 < point and -exponent != len("000"):
        return f"{sign}{stripped[:point]}.{stripped[point:]}"
    return f"{sign}{stripped}e{exponent}"


# From five digits on, of which every usage groups all or none (SI Brochure 5.4.4); no part of an identifier.
_LARGE = re.compile(
    r"(?<![\w.,:/#-])(?:(?P<bare>[1-9][0-9]{4,8})|[1-9][0-9]{1,2}(?P<sep>[,'\u2019\u00a0\u2009\u202f])[0-9]{3}(?:(?P=sep)[0-9]{3})*)"
    r"(?![\w:/#-]|[.,][0-9])"
)


def _find(text: str) -> tuple[Pattern, ...]:
    """Large numbers, grouped at some places and not at others, or with several signs."""
    slots = [
        Slot(
            start=match.start(),
            end=match.end(),
            found=match.group(),
            plain=match.group() if match["bare"] else match.group().replace(match["sep"], ""),
            way=match["sep"] or "",
        )
        for match in _LARGE.finditer(text)
    ]
    return (
        *alternation(NUMBER_FORMAT.id, "grouping", slots),
        *alternation(NUMBER_FORMAT.id, "json-number", _members(text)),
        *_digits(text),
    )


_MEMBER = re.compile(
    r"\"(?P<name>[^\"\\\n]{1,60})\":\s*(?P<number>-?(?:0|[1-9][0-9]*)(?:\.0+)?(?:[eE][+-]?[0-9]{1,2})?)(?=\s*[,}\]\n])"
)


def _members(text: str) -> list[Slot]:
    """Whole numbers of the member of JSON objects that writes them in most ways: bare, with a fraction, an exponent."""
    if ".0" not in text and "e" not in text and "E" not in text:
        return []
    found: dict[str, list[Slot]] = {}
    for match in _MEMBER.finditer(text):
        number = match["number"]
        way = "exponent" if "e" in number.lower() else "fraction" if "." in number else "whole"
        start, end = match.span("number")
        found.setdefault(match["name"], []).append(
            Slot(start=start, end=end, found=number, plain=_canonical(number), way=way)
        )
    changing = [slots for slots in found.values() if len({slot.way for slot in slots}) > 1]
    return max(changing, key=lambda slots: len({slot.start for slot in slots}), default=[])


_RUN = re.compile(r"\d+")


def _digits(text: str) -> tuple[Pattern, ...]:
    """Digits of several scripts within one number; whole numbers in one script here and in another there."""
    if not any(char.isdecimal() and not char.isascii() for char in characters(text)):
        return ()
    mixed: list[Mark] = []
    slots: list[Slot] = []
    for match in _RUN.finditer(text):
        run = match.group()
        sets = {_zero(char) for char in run}
        if len(sets) > 1:
            mixed += [
                Mark(start=at, end=at + 1, found=char, plain=ascii_digits(char))
                for at, char in enumerate(run, match.start())
                if not char.isascii()
            ]
        else:
            slots.append(
                Slot(start=match.start(), end=match.end(), found=run, plain=ascii_digits(run), way=chr(sets.pop()))
            )
    return (
        *counted(NUMBER_FORMAT.id, "mixed-digits", mixed),
        *alternation(NUMBER_FORMAT.id, "digits", slots),
    )


def _zero(digit: str) -> int:
    """The code point of the zero of a digit's set."""
    return ord(digit) - int(ascii_digits(digit)) if ascii_digits(digit).isascii() else ord(digit)


NUMBER_FORMAT = Channel(id="number-format", title="Number formats", canonical=_canonical, find=_find)
