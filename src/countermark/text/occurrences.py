"""Finds a value in a text in whichever form it was put there: clear, in a list, encoded or hashed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from countermark.text.digests import MIN_PREFIX, DigestForm, digest_forms
from countermark.text.encodings import ALL
from countermark.text.encodings.base64 import cores, stands_at
from countermark.text.encodings.json_string import JSON_STRING
from countermark.text.encodings.record import utf8

MIN_LENGTH = 4
"""Shorter values are looked for only as whole words, and never inside of encodings: they occur by accident."""

_LONGEST_LOSS = 6
"""No text that holds a value, clear or encoded, is shorter than it by more: base64 of whatever stands around a value
leaves out what it shares with its neighbours, and is longer by a third."""

MAX_OF_A_FORM = 20
"""Occurrences of one form that are reported."""

_HEX_RUN = re.compile(r"(?<![0-9A-Za-z])(?:0x)?([0-9A-Fa-f]{8,128})(?![0-9A-Za-z])")
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")
_DECIMAL_RUN = re.compile(r"(?<![0-9A-Za-z.])[0-9]{5,20}(?![0-9A-Za-z])")
_LONG_RUN = re.compile(r"[A-Za-z0-9+/_-]{22,}")
"""A digest in base64 has 22 characters or more (128 bits)."""

_HEX_OR_UUID = re.compile(r"[0-9a-f-]*")
"""What no digest in base64 consists of: the chance of it is (17/64)^22, and captures are full of random ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Where a value stands, half-open in code points, and in which form.

    Forms: ``clear``, ``other case``, ``part of a list``, the ids of encodings, ``json-string, twice``, names of
    digests (``sha256``, ``md5, first 16 digits``, ``sha1, base64``).
    """

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Haystack:
    """A text, prepared once for many values."""

    text: str
    folded: str
    hashes: dict[str, list[tuple[str, int, int, str]]]
    decimals: dict[str, tuple[int, int]]
    long_runs: bool

    @property
    def may_hold_digests(self) -> bool:
        """Whether anything in it is long enough to be a digest, or the beginning of one."""
        return self.long_runs or bool(self.hashes) or bool(self.decimals)


def find_value(value: str, text: str) -> tuple[Occurrence, ...]:
    """Every occurrence of ``value`` in ``text``, clear ones first; at most ``MAX_OF_A_FORM`` of a form.

    Total. Several values are best looked for in one text after the other: a text is prepared once.
    """
    if not value or not text:
        return ()
    haystack = _prepared(text)
    found: list[Occurrence] = []
    if len(text) >= len(value) - _LONGEST_LOSS:  # so it is seldom, of the many short texts of a capture
        found += [*_clear(value, haystack), *_encoded(value, haystack)]
    if haystack.may_hold_digests:
        found += _hashed(value, haystack)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16)
def _prepared(text: str) -> _Haystack:
    hashes: dict[str, list[tuple[str, int, int, str]]] = {}
    for match in _HEX_RUN.finditer(text):
        digits = match[1].lower()
        hashes.setdefault(digits[:MIN_PREFIX], []).append((digits, *match.span(1), ""))
    for match in _UUID.finditer(text):
        digits = match.group().replace("-", "").lower()
        hashes.setdefault(digits[:MIN_PREFIX], []).append((digits, *match.span(), ", as a UUID"))
    decimals = {match.group(): match.span() for match in _DECIMAL_RUN.finditer(text)}
    long_runs = any(not _HEX_OR_UUID.fullmatch(run) for run in _LONG_RUN.findall(text))
    return _Haystack(text, _folded(text), hashes, decimals, long_runs)


def _folded(text: str) -> str:
    """``text`` in lower case, of the same length: a letter that would become several is left as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _places(needle: str, text: str, *, whole_words: bool = False) -> Iterator[tuple[int, int]]:
    place = text.find(needle)
    count = 0
    while place >= 0 and count < MAX_OF_A_FORM:
        end = place + len(needle)
        if not whole_words or _is_word(text, place, end):
            yield place, end
            count += 1
        place = text.find(needle, end)


def _is_word(text: str, start: int, end: int) -> bool:
    joins_left = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    return not joins_left and not (end < len(text) and (text[end].isalnum() or text[end] == "_"))


def _clear(value: str, haystack: _Haystack) -> Iterator[Occurrence]:
    short = len(value) < MIN_LENGTH
    for start, end in _places(_folded(value), haystack.folded, whole_words=short):
        if haystack.text[start:end] != value:
            yield Occurrence(form="other case", start=start, end=end)
        elif _in_list(haystack.text, start, end):
            yield Occurrence(form="part of a list", start=start, end=end)
        else:
            yield Occurrence(form="clear", start=start, end=end)


_BEFORE = re.compile(r"(?P<sep>[,;|]) ?[\"']?$|(?P<edge>^|[\[({=:\"'])$")
_AFTER = re.compile(r"(?P<sep>[\"']? ?[,;|])|(?P<edge>$|[\])}\"'\n])")


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether a separator of lists stands on one side, and on the other one too, or an edge."""
    left, right = _BEFORE.search(text[max(start - 3, 0) : start]), _AFTER.match(text, end)
    if left and left["edge"] == "" and start > 0:
        left = None  # the window began here, not the text
    return bool(left and right and (left["sep"] or right["sep"]))


def _encoded(value: str, haystack: _Haystack) -> Iterator[Occurrence]:
    if len(value) < MIN_LENGTH:
        return
    for form, needle in _needles(value):
        for start, end in _places(needle, haystack.folded):
            yield Occurrence(form=form, start=start, end=end)
    data = utf8(value) or b""
    for shift, core in _cores(value):
        for start, end in _places(core, haystack.text):
            if stands_at(data, haystack.text, start, shift):
                yield Occurrence(form="base64", start=start, end=end)


@lru_cache(maxsize=8192)
def _needles(value: str) -> tuple[tuple[str, str], ...]:
    """Encoded forms in lower case; those of base64, where case counts, are looked for by their cores."""
    forms = [
        (encoding.id, form) for encoding in ALL if encoding.id != "base64" for form in encoding.encode_forms(value)
    ]
    once = JSON_STRING.encode_forms(value)
    forms += [(f"{JSON_STRING.id}, twice", twice) for form in once for twice in JSON_STRING.encode_forms(form)]
    needles = ((form, _folded(needle)) for form, needle in forms if len(needle) >= MIN_LENGTH)
    return tuple((form, needle) for form, needle in dict.fromkeys(needles) if needle != _folded(value))


@lru_cache(maxsize=8192)
def _cores(value: str) -> tuple[tuple[int, str], ...]:
    data = utf8(value)
    return tuple(cores(data)) if data else ()


def _hashed(value: str, haystack: _Haystack) -> Iterator[Occurrence]:
    hexadecimal, decimal = _starts(value)
    if not haystack.long_runs and hexadecimal.isdisjoint(haystack.hashes) and decimal.isdisjoint(haystack.decimals):
        return  # so it is nearly always, for each of the many digests
    for form in digest_forms(value):
        if form.is_hex:
            yield from _hex_digest(form, haystack)
        elif form.text.isdecimal():
            span = haystack.decimals.get(form.text)
            if span:
                yield Occurrence(form=form.name, start=span[0], end=span[1])
        elif haystack.long_runs:
            yield from (Occurrence(form=form.name, start=s, end=e) for s, e in _places(form.text, haystack.text))


@lru_cache(maxsize=8192)
def _starts(value: str) -> tuple[frozenset[str], frozenset[str]]:
    """How the hexadecimal digests of ``value`` start, and all those that are numbers."""
    forms = digest_forms(value)
    hexadecimal = frozenset(form.text[:MIN_PREFIX] for form in forms if form.is_hex)
    return hexadecimal, frozenset(form.text for form in forms if not form.is_hex and form.text.isdecimal())


def _hex_digest(form: DigestForm, haystack: _Haystack) -> Iterator[Occurrence]:
    for digits, start, end, note in haystack.hashes.get(form.text[:MIN_PREFIX], ())[:MAX_OF_A_FORM]:
        if form.text.startswith(digits):
            cut = "" if digits == form.text else f", first {len(digits)} digits"
            yield Occurrence(form=f"{form.name}{note or cut}", start=start, end=end)
