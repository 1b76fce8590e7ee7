"""Texts whose letters were turned: written backwards, rotated, shifted; nothing that reads well as it is."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import pairwise

from countermark.static.decoding.ciphers import byte_ciphers
from countermark.static.decoding.lists import ReadList, as_list, of_entries
from countermark.static.decoding.natural import evidence_bits, half_bits

Texts = tuple[str, ...]

_MIN_CHARS = 16
_MAX_CHARS = 20_000
_MIN_WORDS, _MIN_LETTERS = 6, 40
"""Fewer words may read well backwards, or rotated, by accident: they are left to evaluation."""

_READS_WELL = 8.6
_GAIN = 1.2
"""Half bits a letter by which turned words must read better than they do as they stand."""
_AS_IT_IS = 7.9
"""What reads so well is not looked at."""
_SURE_BITS = 32.0
"""A hundred turns (2^7) of each of 100,000 texts (2^17), as a large bundle has: by chance in one of 256 bundles."""
_MOST_HOSTS = 0.7
_SAMPLE = 300
_ROW = re.compile(r"[\x21-\x7e]{2,80}")
_LIST = re.compile(r"[,;|\s#~:]?[^\s,;|:#~]{2,80}(?:[,;|\n\t:#~ ][^\s,;|:#~]{1,80})+\s?")

_LETTERS_OF_A_WORD = re.compile("[a-z]+")
_COMMON_LETTERS = "etaoinsrhlETAOINSRHL"
# The share of English's ten commonest letters among letters is 0.69 in English, 0.6 in names, 0.38 in random letters.
_UNTURNED_SHARE = 0.6
_NOT_COMMON = str.maketrans("", "", _COMMON_LETTERS)
_NOT_LETTERS = str.maketrans("", "", string.ascii_letters)
_SEPARATORS = frozenset(",;|\n\t:#~ ")

_UPPER, _LOWER = string.ascii_uppercase, string.ascii_lowercase
_ROTATIONS = {
    count: str.maketrans(_UPPER + _LOWER, _UPPER[count:] + _UPPER[:count] + _LOWER[count:] + _LOWER[:count])
    for count in range(1, 26)
}
_ATBASH = str.maketrans(_UPPER + _LOWER, _UPPER[::-1] + _LOWER[::-1])
_ROT47 = str.maketrans({chr(33 + index): chr(33 + (index + 47) % 94) for index in range(94)})


def reversed_all(texts: Texts) -> Texts:
    """Each text backwards."""
    return tuple(text[::-1] for text in texts)


def rot13(texts: Texts) -> Texts:
    """Each text with its Latin letters turned by half the alphabet."""
    return tuple(text.translate(_ROTATIONS[13]) for text in texts)


def turned(texts: Texts) -> Iterator[tuple[str, ReadList]]:
    """The lists that ``texts`` are once their letters are turned back, with the name of the turn."""
    joined = texts[0] if len(texts) == 1 else ",".join(texts)
    if not _MIN_CHARS <= len(joined) <= _MAX_CHARS or not joined.isascii() or _SEPARATORS.isdisjoint(joined):
        return
    letters = len(joined) - len(joined.translate(_NOT_LETTERS))
    if letters * 2 < len(joined) or not all(map(_ROW.fullmatch if len(texts) > 1 else _LIST.fullmatch, texts)):
        return
    if "." not in joined and "/" not in joined and half_bits((joined[:_SAMPLE],)) <= _AS_IT_IS:
        return
    common = len(joined) - len(joined.translate(_NOT_COMMON))
    before = _costs(texts)
    for name, other in _candidates(texts, rotate=common < letters * _UNTURNED_SHARE):
        if len(other) > 1 or _SEPARATORS.intersection(other[0]):
            found = as_list(other[0]) if len(other) == 1 else of_entries(other)
            if found is not None and _is_better(found, before) and not (found.kind == "words" and _is_index(texts)):
                yield name, found


def _is_index(texts: Texts) -> bool:
    """Whether most neighbours begin with one letter, as in an index: such words are meant to be read as they stand.

    Of words that stand in no order, neighbours do so one time in twelve.
    """
    pairs = tuple(pairwise(word for text in texts for word in _LETTERS_OF_A_WORD.findall(text.lower())))
    alike: int = sum(one[0] == other[0] for one, other in pairs)
    return alike * 2 > len(pairs)


def _candidates(texts: Texts, *, rotate: bool) -> Iterator[tuple[str, Texts]]:
    yield "reversed", reversed_all(texts)
    if not rotate:
        return
    for count, table in _ROTATIONS.items():
        yield f"rot{26 - count}", tuple(text.translate(table) for text in texts)
    yield "atbash", tuple(text.translate(_ATBASH) for text in texts)
    yield "rot47", tuple(text.translate(_ROT47) for text in texts)
    for name, opened in byte_ciphers(tuple(text.encode("ascii") for text in texts)):
        yield name, tuple(data.decode("latin-1") for data in opened)


def _costs(texts: Texts) -> tuple[float, float]:
    """How badly ``texts`` read as they stand, and how far they are hosts already."""
    found = as_list(texts[0]) if len(texts) == 1 else of_entries(texts)
    return half_bits(texts), found.common_tops if found is not None and found.kind == "hosts" else 0.0


def _is_better(found: ReadList, before: tuple[float, float]) -> bool:
    cost, hosts = before
    if found.kind == "zones":
        return True
    if found.kind == "hosts":
        # Two letters turned are another country as often as not: what reads better as it stands was not turned.
        return found.common_tops >= _MOST_HOSTS and hosts < 1 - _MOST_HOSTS and found.cost <= cost
    letters = sum(map(len, found.entries))
    if found.kind != "words" or len(found.entries) < _MIN_WORDS or letters < _MIN_LETTERS:
        return False
    return (
        found.cost <= min(_READS_WELL, cost - _GAIN) and found.is_clean and evidence_bits(found.entries) >= _SURE_BITS
    )
