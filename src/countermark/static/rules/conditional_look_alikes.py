"""Choices between texts that a reader takes for the same: look-alikes, invisibles, blanks, separators, order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from countermark.model.static import Choice
from countermark.static.choices import PLACEHOLDERS, Alternatives, Chooser
from countermark.static.rules.record import Rule, Subject
from countermark.text.classify import alike_under
from countermark.text.confusables import skeleton

_MAX_TEXT = 2_000
_MAX_CONDITION = 200
_MAX_PAIRS = 500

# ASCII look-alikes fold together before anything dear is asked: what still differs in letters is plainly different.
_FOLDED = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o"})
_LETTERS = re.compile(r"[^a-z0-9]+")

# Where dates and numbers stand in a pattern of letters. Source: POSIX strftime; UTS #35, 8 «Date Format Patterns».
_TOKENS = (
    (re.compile(r"%Y|\bY{4}\b|\by{4}\b"), "2026"),
    (re.compile(r"%m|\bMM\b"), "04"),
    (re.compile(r"%d|\bDD\b|\bdd\b"), "23"),
)
_SEPARATOR = re.compile(r"[^\w\s]")
_PROBES = ("2026{0}04{0}23", "12{0}50")
_PLACE = f"[{chr(PLACEHOLDERS[0])}-{chr(PLACEHOLDERS[-1])}]"
_DATE = re.compile(f"(?<!{_PLACE})({_PLACE})([-/. ])({_PLACE})\\2({_PLACE})(?!{_PLACE})")
# Colours and screens of terminals, what frames are drawn with, and numbers as engines spell zero and the infinite.
_ORDINARY = (
    re.compile("\x1b[\\[P\\]]").search,
    re.compile("[\u2500-\u259f\\s]+").fullmatch,
    re.compile(r"[-+]?\d+(?:e[-+]?\d+)?").fullmatch,
)
_DULL = frozenset({"case"})
"""Programs choose between upper and lower case all the time, and for good reasons."""

_LONGER = re.compile(r"[A-Za-z]{2,}")
_MARKS_ORDER_OF_BYTES = "\ufeff"
_MANY = 6
"""So many single characters are a table of them, however it is written down."""

_WORDS = re.compile(f"(?:(?!{_PLACE})\\w){{2,}}")
_UNUSUAL = re.compile(f"(?!{_PLACE})[^\\x00-\\x7f]")


def _find(subject: Subject) -> Iterator[Choice]:
    seen: set[tuple[int, frozenset[str]]] = set()
    for one in Chooser(subject.program).alternatives():
        channels, texts = _alike(one)
        if set(texts) == {"", _MARKS_ORDER_OF_BYTES} and b"bom" in subject.program.text(one.condition).lower():
            continue
        function = subject.program.function_of(one.node)
        key = function, frozenset(texts)
        if channels and key not in seen:
            seen.add(key)
            is_table = len(texts) > _MANY and all(len(text) == 1 for text in texts)
            condition = subject.program.text(one.condition)[:_MAX_CONDITION] if one.condition else b""
            yield Choice(
                form="table" if is_table else one.form,
                texts=texts,
                channels=channels,
                condition=condition.decode("utf-8", "replace"),
                where=subject.at(one.node),
            )


def _alike(one: Alternatives) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The channels that tell the alike texts of a choice apart, and those texts."""
    channels: dict[str, None] = {}
    texts: dict[str, None] = {}
    pairs = list(combinations(one.texts, 2))[:_MAX_PAIRS]
    for first, second in pairs:
        found = _channels(first, second, replaced=one.form == "replacement")
        if found:
            channels.update(dict.fromkeys(found))
            texts.update({first: None, second: None})
    return tuple(channels), tuple(texts)


def _channels(first: str, second: str, *, replaced: bool) -> tuple[str, ...]:
    if not _could_be_alike(first, second):
        return ()
    separators = _SEPARATOR.fullmatch(first) and _SEPARATOR.fullmatch(second)
    for probe in _PROBES if separators and replaced else ():
        found = alike_under((probe.format(first), probe.format(second)))
        if found:
            return found
    found = alike_under((_dated(first), _dated(second))) or ()
    return found if found and not _is_ordinary(first, second, found) else ()


def _could_be_alike(first: str, second: str) -> bool:
    """Whether two texts may pass for one another; cheap, and true too often rather than too rarely."""
    if max(len(first), len(second)) > _MAX_TEXT:
        return False
    if first.isascii() and second.isascii():
        return _kept(first) == _kept(second)
    return True


def _kept(text: str) -> list[str]:
    return sorted(_LETTERS.sub("", text.lower().translate(_FOLDED)))


def _dated(text: str) -> str:
    for pattern, value in _TOKENS:
        text = pattern.sub(value, text)
    return _DATE.sub(r"2026\g<2>04\g<2>23", text)


def _is_ordinary(first: str, second: str, channels: tuple[str, ...]) -> bool:
    """Whether programs choose between such texts for reasons that anyone can see."""
    if set(channels) <= _DULL or any(test(first) and test(second) for test in _ORDINARY):
        return True
    if _is_pair_of_quotes(first, second):
        return True
    if _UNUSUAL.search(first) or _UNUSUAL.search(second):
        return False
    if "look-alike" in channels:
        return len(first) < 4 or skeleton(first) != skeleton(second)  # noqa: PLR2004 -- 0 and O, 1 and l
    if "order" in channels or channels == ("white-space",):
        return len(_LONGER.findall(first)) < 2  # noqa: PLR2004 -- one word is in no order, and stands where it stands
    # Plain blanks, brackets and signs with nothing around them lay code or a table out.
    is_written = "date-format" in channels or "number-format" in channels
    return not is_written and not (_WORDS.search(first) and _WORDS.search(second))


def _is_pair_of_quotes(first: str, second: str) -> bool:
    """Whether one text opens what the other closes."""
    kinds = {unicodedata.category(char) for text in (first, second) for char in text if len(text) == 1}
    return kinds in ({"Pi", "Pf"}, {"Ps", "Pe"})


CONDITIONAL_LOOK_ALIKES = Rule(
    id="conditional-look-alikes", title="Choices between texts that look the same", find=_find
)
