"""Decides whether a text is a list of things that a program could look for: hosts, zones, paths, words."""

from __future__ import annotations

import ipaddress
import json
import re
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import filterfalse, islice

from countermark.model.static import ListKind
from countermark.static.decoding.natural import NATURAL, half_bits, is_prose

MAX_TEXT = 4_000_000
"""Longer texts are archives, not lists; the largest public list of hosts in use has 2 MB."""

_MAX_ENTRY = 200
_MAX_PARTS = 200_000
_FEW, _SOME = 2, 3
"""Entries that make a list where each of them is unmistakable, and where they are merely words."""

_MIN_LETTERS = 10
_LETTERS_EACH = 2.5
_FIRST = 8
"""Where hardly any of so many first entries is anything that is looked up, the rest is not read."""

_MOST_OF = 0.8
_SEPARATORS = (
    "\n",
    ",",
    ";",
    "|",
    "\0",
    "\t",
    ":",
    " ",
    "\x1f",
    "\x1e",
    "\x01",
    "#",
    "^",
    "~",
    "!",
    "$",
    "&",
    "*",
    "@",
    "/",
    "=",
    "%",
    "+",
    "_",
)

_HOST = re.compile(
    r"(?:\*\.|\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?P<top>[a-z]{2,24})\.?(?::\d{1,5})?", re.IGNORECASE
)
_CAMEL = re.compile("[a-z][A-Z]|^[A-Z]")
_URL = re.compile(r"[a-z][a-z0-9+]{1,9}://[^\s/]+(?:/\S*)?", re.IGNORECASE)
# Ends of file names that are no top-level domains, or hardly ever where programs are concerned.
_FILE_END = re.compile(
    "[cm]?[jt]s|[jt]sx|json|pyc?|rb|go|rs|s?css|html?|xml|ya?ml|toml|ini|cfg|conf|txt|md|lock|log|exe|dll|sys|dylib|so|bin|"
    "dat|db|sqlite|png|jpe?g|gif|svg|ico|woff2?|ttf|wasm|map|node|sh|bat|ps1|zip|t?gz|tar|pem|crt|key",
    re.IGNORECASE,
)
# The generic domains with the most registrations, and the countries': what reads as a host both ways is one this way.
_COMMON_TOP = re.compile(
    r"\.(?:com|net|org|info|edu|gov|top|xyz|site|online|shop|app|dev|cloud|tech|test|example|local|internal|corp|"
    r"ai|io|cn|de|uk|ru|nl|br|eu|fr|it|au|co|in|us|ca|pl|jp|es|ch|kr|me|tv|cc|hk|tw|sg|so|to|gg|se|no|fi|at|be|cz)\.?(?::\d+)?$",
    re.IGNORECASE,
)
_NAME = r"[\w .@+~%$*-]+"
_PATH = re.compile(
    rf"(?:~|\.{{0,2}}|\$\w+)/(?:{_NAME}/)*(?:{_NAME})?|[\w.@+-]+(?:/{_NAME})+/?"
    rf"|(?:[A-Za-z]:|%\w+%|\\)\\(?:{_NAME}\\)*(?:{_NAME})?|[\w.@+-]{{2,}}(?:\\[\w .@+-]{{2,}})+"
)
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/\d+)?|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{2,41}(?:/\d+)?")
_LOCALE = re.compile(r"[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_][A-Z]{2}(?:\.UTF-8)?")
_WORD = re.compile(r"[^\W_](?:[\w.@+&'’/-]| (?! )){0,60}[^\W]?")
_CODE = re.compile(r"[{}()<>;=\[\]\\\"`]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A text that is a list: ``entries`` in their order, ``cost`` by ``natural.half_bits`` (lower reads better)."""

    kind: ListKind
    entries: tuple[str, ...]
    cost: float

    @property
    def is_clean(self) -> bool:
        """Whether nearly all entries are spelled as people spell names and words, in one case each."""
        return sum(bool(_CLEAN.fullmatch(entry)) for entry in self.entries) >= len(self.entries) * _CLEAN_SHARE

    @property
    def common_tops(self) -> float:
        """The share of entries that end in one of the commonest top-level domains."""
        return sum(bool(_COMMON_TOP.search(entry)) for entry in self.entries) / len(self.entries)


def as_list(text: str) -> ReadList | None:
    """The list that ``text`` is; ``None`` where it is something else."""
    if not 0 < len(text) <= MAX_TEXT:
        return None
    if text[0] in "^(" and "|" in text:
        return of_pattern(text)
    found = [one for parts in _splits(text.strip("\ufeff\r\n ")) if (one := of_entries(parts, text)) is not None]
    return max(found, key=lambda one: (one.kind != "words", len(one.entries)), default=None)


def of_entries(parts: tuple[str, ...], text: str = "") -> ReadList | None:
    """The list that ``parts`` are, if they are one; ``text`` is what they were split from."""
    entries = tuple(part for part in (part.strip(" \r\n\t\"'") for part in parts) if part)
    if len(entries) < max(_FEW, len(parts) * _MOST_OF) or len(set(entries)) < len(entries) * _MOST_OF:
        return None
    if max(map(len, entries)) > _MAX_ENTRY or not all(map(str.isprintable, entries)):
        return None
    few = entries[:_FIRST]
    if len(entries) > _FIRST and not any(sum(map(test, few)) * 2 >= _FIRST for test in (*_TESTS, _is_word)):
        return None
    for kind, test in _KINDS:
        if _are_mostly(test, entries) and len(set(entries)) >= _FEW:
            return ReadList(kind=kind, entries=entries, cost=half_bits(entries))
    return ReadList(kind="words", entries=entries, cost=half_bits(entries)) if _are_words(entries, text) else None


def _are_mostly(test: Callable[[str], bool], entries: tuple[str, ...]) -> bool:
    """Whether a test holds for most entries; those after too many misses are not looked at."""
    most = int(len(entries) - len(entries) * _MOST_OF)
    return sum(1 for _ in islice(filterfalse(test, entries), most + 1)) <= most


def _splits(text: str) -> Iterator[tuple[str, ...]]:
    if text[:1] in ("[", "{"):
        yield from _json_parts(text)
        return
    for separator in _SEPARATORS:
        if separator in text and text.count(separator) < _MAX_PARTS:
            yield tuple(text.split(separator))


_CLEAN_SHARE = 0.9
_CLEAN = re.compile(
    r"[./~]?(?:[a-z][a-z0-9]+|[A-Z][a-z0-9]+|[A-Z][A-Z0-9]+)"
    r"(?:[ ._@/-]?(?:[a-z0-9]{2,}|[A-Z][a-z0-9]+|[A-Z][A-Z0-9]+|\d+))*/?|[^\x00-\x7f]+"
)
_ALTERNATIVES = re.compile(r"[\^$()]|\?[:!=<]|\\[bB]")
_ESCAPED = re.compile(r"\\([^\w\s])")


def of_pattern(pattern: str) -> ReadList | None:
    """The alternatives of a regular expression, where they are a list."""
    return of_entries(tuple(_ESCAPED.sub(r"\1", part) for part in _ALTERNATIVES.sub("", pattern).split("|")))


def _json_parts(text: str) -> Iterator[tuple[str, ...]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield tuple(_strings(value))


def _strings(value: object) -> Iterator[str]:
    """The strings of a JSON array, or of an object whose members are arrays or mere marks; nothing of anything else."""
    if isinstance(value, list):
        for item in value:
            yield from _strings(item) if not isinstance(item, str) else (item,)
    elif isinstance(value, dict) and all(isinstance(item, list) or item in (0, 1, None) for item in value.values()):
        for name, item in value.items():
            yield from _strings(item) if isinstance(item, list) else (name,)


def _are_words(entries: tuple[str, ...], text: str) -> bool:
    if len(entries) < _SOME or not _are_mostly(_is_word, entries):
        return False
    letters = sum(char.isalpha() for entry in entries for char in entry)
    if letters < max(_MIN_LETTERS, _LETTERS_EACH * len(entries)) or is_prose(text or " ".join(entries)):
        return False
    foreign = sum(not entry.isascii() for entry in entries)
    # A sentence in another script cannot be told from a list whose separator is the blank.
    return half_bits(entries) <= NATURAL if foreign * 2 < len(entries) else text.count(" ") < len(entries) - 1


def _is_host(entry: str) -> bool:
    match = _HOST.fullmatch(entry)
    if match is None:
        return bool(_URL.fullmatch(entry))
    return not _FILE_END.fullmatch(match["top"]) and not _CAMEL.search(entry)


def is_host(entry: str) -> bool:
    """Whether a text is a host's name that stands for nothing else: it ends in a common top-level domain."""
    return bool(_COMMON_TOP.search(entry)) and bool(_HOST.fullmatch(entry)) and _is_host(entry)


def _is_address(entry: str) -> bool:
    if not _ADDRESS.fullmatch(entry):
        return False
    try:
        ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
    return True


def _is_zone(entry: str) -> bool:
    return entry in _zones()


def _is_locale(entry: str) -> bool:
    return bool(_LOCALE.fullmatch(entry))


def _is_path(entry: str) -> bool:
    return bool(_PATH.fullmatch(entry)) and any(map(str.isalpha, entry))


def _is_word(entry: str) -> bool:
    return bool(_WORD.fullmatch(entry)) and not _CODE.search(entry) and sum(map(str.isalpha, entry)) * 2 > len(entry)


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


_KINDS: tuple[tuple[ListKind, Callable[[str], bool]], ...] = (
    ("zones", _is_zone),
    ("addresses", _is_address),
    ("hosts", _is_host),
    ("locales", _is_locale),
    ("paths", _is_path),
)
_TESTS = tuple(test for _, test in _KINDS)
