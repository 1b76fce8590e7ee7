"""Reads marks as messages, by the framings that known tools use.

Sources, 2026-11: tag characters as ASCII (Unicode ch. 23.9); variation selectors as bytes (P. Butler, «Smuggling
arbitrary data through an emoji», paulbutler.org, 2025); two to four zero-width symbols as digits (K. Tsoi's and
others' zero-width steganography pages); StegCloak 1.1.1 (github.com/KuroLabs/stegcloak, zwcHuffMan and zwcOperations).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from countermark.model.marks import Reading
from countermark.text.lzutf8 import decompressed

TAG_OFFSET = 0xE0000
_FIRST_SELECTOR, _LAST_SELECTOR = 0xFE00, 0xFE0F
_FIRST_SUPPLEMENT = 0xE0100
_SHORTEST = 2
_SHORTEST_GUESSED = 4
"""Characters of a reading that several orders of symbols were tried for: shorter ones come about by chance."""

_LONG = 6
_FEWEST = 2
"""Different symbols without which nothing is said."""

_MOST_PERMUTED = 4
_BYTE = 256
_STEGCLOAK = "\u200c\u200d\u2061\u2062\u2063\u2064"


def read_tags(marks: str) -> tuple[Reading, ...]:
    """Tag characters as the ASCII that they repeat."""
    text = "".join(chr(ord(char) - TAG_OFFSET) for char in marks if " " <= chr(ord(char) - TAG_OFFSET) <= "~")
    return (Reading(framing="tag characters", text=text),) if text else ()


def read_selectors(marks: str) -> tuple[Reading, ...]:
    """Variation selectors as bytes: the sixteen of the first block, then those of the supplement."""
    data = bytes(map(_selector_byte, marks))
    if len(data) < _SHORTEST:
        return ()
    text = as_text(data)
    if text is not None:
        return (Reading(framing="variation selectors as bytes", text=text),)
    return (Reading(framing="variation selectors as bytes, hexadecimal", text=data.hex()),)


def _selector_byte(char: str) -> int:
    point = ord(char)
    return point - _FIRST_SELECTOR if point <= _LAST_SELECTOR else (point - _FIRST_SUPPLEMENT + 16) % _BYTE


def read_symbols(marks: str) -> tuple[Reading, ...]:
    """Invisible characters as digits of the base that their number gives; StegCloak's own way first."""
    cloaked = read_stegcloak(marks)
    if cloaked:
        return cloaked
    symbols = sorted(set(marks))
    if not _FEWEST <= len(symbols) <= _MOST_PERMUTED:
        return ()
    return read_digits([symbols.index(char) for char in marks], len(symbols)) or _separated(marks, symbols)


def read_digits(digits: Sequence[int], base: int) -> tuple[Reading, ...]:
    """Digits as bytes or as seven-bit characters: of all orders of symbols and digits the one that reads best."""
    if not _FEWEST <= base <= _MOST_PERMUTED:
        return ()
    shortest = _SHORTEST if base == _FEWEST else _SHORTEST_GUESSED
    best: tuple[float, Reading] | None = None
    for most, values in itertools.product((_BYTE, _BYTE // 2), itertools.permutations(range(base))):
        width = math.ceil(math.log(most, base))
        groups = [
            [values[digit] for digit in digits[at : at + width]] for at in range(0, len(digits) - width + 1, width)
        ]
        for step in (1, -1):
            numbers = [_number(group[::step], base) for group in groups]
            text = as_text(bytes(numbers)) if numbers and max(numbers) < _BYTE else None
            if text is None or len(text) < shortest or not _is_likely(text, most):
                continue
            score = _likeness(text)
            if best is None or score > best[0]:
                last = ", lowest first" if step < 0 else ""
                best = score, Reading(framing=f"{base} symbols, {width} to a character{last}", text=text)
    return () if best is None else (best[1],)


def _likeness(text: str) -> float:
    """How much a text looks like words: small letters and blanks most, capitals and digits less."""
    return sum(2 if char.islower() or char == " " else char.isalnum() for char in text) / len(text)


_WORDS = re.compile(r"[A-Za-z0-9 .,!?'-]+")


def _is_likely(text: str, most: int) -> bool:
    """Whether a text is no accident: half of all seven-bit numbers are letters, digits or blanks."""
    if 3 * len(set(text)) < min(len(text), 30):
        return False
    if most == _BYTE:
        return len(text) >= _SHORTEST_GUESSED or text.isalnum()
    lower = sum(char.islower() or char == " " for char in text)
    return len(text) >= _LONG and bool(_WORDS.fullmatch(text)) and 5 * lower >= 3 * len(text)


def _separated(marks: str, symbols: Sequence[str]) -> tuple[Reading, ...]:
    """Two symbols as bits, with a third one between the characters."""
    for separator in symbols if len(symbols) == 3 else ():  # noqa: PLR2004 -- zero, one, separator
        zero, one = (symbol for symbol in symbols if symbol != separator)
        for bits in (str.maketrans(zero + one, "01"), str.maketrans(zero + one, "10")):
            parts = [part for part in marks.translate(bits).split(separator) if part]
            if any(len(part) > 21 for part in parts):  # noqa: PLR2004 -- the bits of the last code point
                continue
            text = "".join(chr(min(int(part, 2), 0x10FFFF)) for part in parts)
            if len(text) >= _SHORTEST and _is_text(text):
                return (Reading(framing="2 symbols and a separator", text=text),)
    return ()


def read_snow(line_ends: Sequence[str]) -> tuple[Reading, ...]:
    """Blanks at line ends as SNOW writes them: after a first tab, as many spaces before each tab as three bits say."""
    bits: list[int] = []
    started = False
    for blanks in line_ends:
        if "\t" not in blanks and not started:
            continue
        runs = blanks.split("\t")
        for spaces in map(len, runs if started else runs[1:]):
            if spaces > 7:  # noqa: PLR2004 -- three bits
                return ()
            bits += [spaces >> 2 & 1, spaces >> 1 & 1, spaces & 1]
        started = True
    data = bytes(_number(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    text = as_text(data) if data else None
    return () if text is None or len(text) < _SHORTEST else (Reading(framing="SNOW", text=text),)


def _number(digits: Sequence[int], base: int) -> int:
    value = 0
    for digit in digits:
        value = value * base + digit
    return value


def as_text(data: bytes) -> str | None:
    """The text of ``data``, without padding zeros; ``None`` where it is none."""
    try:
        text = data.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return None
    return text if text and _is_text(text) else None


def _is_text(text: str) -> bool:
    """Whether a person would take it for words: no controls, and mostly letters, digits and blanks."""
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        return False
    return 5 * sum(char.isalnum() or char == " " for char in text) >= 3 * len(text)


def read_stegcloak(marks: str) -> tuple[Reading, ...]:
    """A message that StegCloak hid without a password; that there is one, where it was encrypted."""
    if len(marks) < len(_STEGCLOAK) or marks[0] not in _STEGCLOAK or not set(marks) <= set(_STEGCLOAK):
        return ()
    pairs = tuple(itertools.combinations(_STEGCLOAK[:4], 2))
    first, second = pairs[_STEGCLOAK.index(marks[0])]
    digits = marks[1:].replace(_STEGCLOAK[4], first * 2).replace(_STEGCLOAK[5], second * 2)
    flag, body = digits[0], [_STEGCLOAK.index(char) for char in digits[1:]]
    if len(body) % 4 or flag == _STEGCLOAK[3]:
        return ()
    data = bytes(0xFF - _number(body[at : at + 4], 4) for at in range(0, len(body), 4))
    if flag != _STEGCLOAK[2]:
        return (Reading(framing="StegCloak, encrypted, hexadecimal", text=data.hex()),) if len(data) > 8 else ()  # noqa: PLR2004 -- its salt
    plain = decompressed(data)
    text = None if plain is None else as_text(plain)
    return () if text is None else (Reading(framing="StegCloak", text=text),)
