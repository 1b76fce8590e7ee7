"""What methods make of texts that are partly known: the known parts are worked out, the unknown ones are marked."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

from countermark.static.texts.possible import (
    COMPOSED,
    DECOMPOSED,
    DONE_TO,
    GROUPED,
    LOWERED,
    MAX_LENGTH,
    PADDED,
    PLACEHOLDERS,
    RAISED,
    is_placeholder,
)

_PLACE = f"[{''.join(sorted(DONE_TO))}]*[{chr(PLACEHOLDERS[0])}-{chr(PLACEHOLDERS[-1])}]"
_UNKNOWN = re.compile(f"({_PLACE})")
_NUMBER = re.compile(r"-?\d{4,30}(\.\d{1,30})?")
_SIMPLE_PATTERN = re.compile(rb"/(?P<plain>(?:[^\\/\[\](){}.*+?|^$\n]|\\[^\w\n]){1,40})/(?P<flags>[gimuy]*)")
_ZEROS = re.compile(r"0[>=]?(?P<width>\d{1,3})[dn]?$")
_FORMS = {"NFC": COMPOSED, "NFKC": COMPOSED, "NFD": DECOMPOSED, "NFKD": DECOMPOSED}


def _each(text: str, known: Callable[[str], str], mark: str) -> str:
    parts = _UNKNOWN.split(text)
    return "".join(mark + part if place % 2 else known(part) for place, part in enumerate(parts))


def raised(text: str) -> str:
    """All in capitals."""
    return _each(text, str.upper, RAISED)


def lowered(text: str) -> str:
    """All in small letters."""
    return _each(text, str.lower, LOWERED)


def normalised(text: str, form: str) -> str:
    """In a normal form; as it is if there is no such form."""
    mark = _FORMS.get(form)
    if mark is None:
        return text
    return _each(text, lambda part: unicodedata.normalize(form, part), mark)  # type: ignore[arg-type]


def grouped(text: str) -> str:
    """A number with separators of thousands, as the United States write it."""
    if is_placeholder(text):
        return GROUPED + text
    whole, point, part = text.partition(".")
    return f"{int(whole):,}{point}{part}" if _NUMBER.fullmatch(text) else text


def padded(text: str, width: str, fill: str) -> str:
    """At least so wide; of what is unknown it is only said if it is filled with zeros."""
    if is_placeholder(text):
        return PADDED + text if fill == "0" else text
    known = width.isdecimal() and len(width) <= len(str(MAX_LENGTH)) and not _UNKNOWN.search(text)
    return text.rjust(min(int(width), MAX_LENGTH), fill) if known and len(fill) == 1 else text


def specified(text: str, spec: str) -> str:
    """As a format specification of Python asks: separators of thousands and leading zeros are understood."""
    if "," in spec or "_" in spec:
        return grouped(text)
    zeros = _ZEROS.match(spec)
    return padded(text, zeros["width"], "0") if zeros else text


def character(code: str) -> str | None:
    """The character of a code point that is given as a number."""
    if not (code.isascii() and code.isdecimal() and len(code) <= len("1114111")):
        return None
    return chr(int(code)) if int(code) <= 0x10FFFF else None  # noqa: PLR2004 -- the last code point


def simple_pattern(raw: bytes) -> tuple[str, bool] | None:
    """The plain text that a regular expression of JavaScript stands for, and whether it means every place."""
    match = _SIMPLE_PATTERN.fullmatch(raw)
    return (match["plain"].decode("utf-8", "replace").replace("\\", ""), b"g" in match["flags"]) if match else None


def as_json(entries: list[tuple[str, str]], *, is_object: bool) -> str:
    """An object or array as JSON; what is unknown stands as a text."""
    values = [value if value.isdecimal() else json.dumps(value, ensure_ascii=False) for _, value in entries]
    if not is_object:
        return f"[{','.join(values)}]"
    keys = [json.dumps(key, ensure_ascii=False) for key, _ in entries]
    return "{" + ",".join(f"{key}:{value}" for key, value in zip(keys, values, strict=True)) + "}"


def shown(text: str) -> str:
    """A text for people, without the letters that say what was done to unknown parts."""
    return "".join(char for char in text if char not in DONE_TO)


def spelled_out(first: str, second: str) -> tuple[str, str]:
    """Two texts, with something made up for each unknown part to which only one of them did something."""
    marked = {place[-1]: place[:-1] for text in (first, second) for place in _UNKNOWN.findall(text) if len(place) > 1}
    if not marked:
        return first, second

    def one(match: re.Match[str]) -> str:
        done, letter = match.group()[:-1], match.group()[-1]
        return _made_up(marked[letter], done) if letter in marked else letter

    return _UNKNOWN.sub(one, first), _UNKNOWN.sub(one, second)


def _made_up(kinds: str, done: str) -> str:
    if PADDED in kinds:
        return "07" if done else "7"
    if GROUPED in kinds:
        return "1,234,567" if done else "1234567"
    if COMPOSED in kinds or DECOMPOSED in kinds:
        return "Re\u0301sume\u0301" if DECOMPOSED in done else "R\u00e9sum\u00e9"
    return "SAMPLE" if RAISED in done else "sample" if LOWERED in done else "Sample"
