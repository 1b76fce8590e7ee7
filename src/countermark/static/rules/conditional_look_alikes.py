"""Choices between texts that a reader takes for the same: look-alikes, invisibles, blanks, separators, order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from countermark.model.static import Choice
from countermark.static.choices import PLACEHOLDERS, Alternatives, Chooser
from countermark.static.rules.record import Rule, Subject
from countermark.static.texts.operations import shown, spelled_out
from countermark.text.classify import alike_under
from countermark.text.confusables import skeleton

_MAX_TEXT = 2_000
_MAX_CONDITION = 200
_MAX_PAIRS = 500

# ASCII look-alikes fold together before anything dear is asked: what still differs in letters is plainly different.
_FOLDED = str.maketrans({"1": "l", "i": "l", "|": "l", "0": None, "o": None})
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
_PLACES = re.compile(_PLACE)
_DATE = re.compile(f"(?<!{_PLACE})({_PLACE})([-/. ])({_PLACE})\\2({_PLACE})(?!{_PLACE})")
# Colours and screens of terminals, what frames and tall brackets are drawn with, and numbers as engines spell zero and
# the infinite. Source: Unicode 16.0, Blocks.txt (Miscellaneous Technical; Box Drawing; Block Elements).
_ORDINARY = (
    re.compile("\x1b[\\[P\\]_^X]").search,
    re.compile("[\u2300-\u23ff\u2500-\u259f\\s]+").fullmatch,
    re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?").fullmatch,
)
_OPEN_AND_CLOSE = ({"Pi", "Pf"}, {"Ps", "Pe"})
_DULL = frozenset({"case"})
"""Programs choose between upper and lower case all the time, and for good reasons."""

_VISIBLE = frozenset({"control", "order", "typography", "case"})
"""What programs make of parts differs like this for many good reasons."""

_LONGER = re.compile(r"[A-Za-z]{2,}")
_BYTE_ORDER = "\ufeff"
_MANY = 6
"""So many characters, alone or by twos, are a table of them, however it is written down."""

_FEW = 2

_SIGNS = ("-", "+", "-+", "+-")
_TABS = (2, 4, 8)
_BETWEEN = ",;|&\n"
"""What stands between the items of a row."""

_SOME = 3
"""So many words make a text for a reader."""

_SAYING = re.compile(r"\w\w|\d|%")
_WORDS = re.compile(f"(?:(?!{_PLACE})\\w){{2,}}")
_UNUSUAL = re.compile(f"(?!{_PLACE})[^\\x00-\\x7f]")


def _find(subject: Subject) -> Iterator[Choice]:
    seen: set[tuple[int, frozenset[str]]] = set()
    told: set[int] = set()
    chooser = Chooser(subject.program, _could_be_alike)
    for one in chooser.alternatives():
        if one.within and one.node in told:
            continue
        channels, texts = _alike(one, partial(chooser.dependence.on_machine, one.condition))
        function = subject.program.function_of(one.node)
        key = function, frozenset(texts)
        if channels and key not in seen:
            seen.add(key)
            told.add(one.node)
            yield _choice(subject, chooser, one, channels, texts)


def _choice(
    subject: Subject, chooser: Chooser, one: Alternatives, channels: tuple[str, ...], texts: tuple[str, ...]
) -> Choice:
    every = {text for pair in one.pairs for text in pair}
    is_table = not one.within and len(every) > _MANY and all(len(text) <= _FEW for text in every)
    form = one.form
    if form == "table" and chooser.dependence.on_machine(one.condition):
        form = "index"
    condition = subject.program.text(one.condition)[:_MAX_CONDITION] if one.condition else b""
    return Choice(
        form="table" if is_table else form,
        texts=tuple(map(shown, texts)),
        channels=channels,
        condition=condition.decode("utf-8", "replace"),
        where=subject.at(one.node),
    )


def _alike(one: Alternatives, machine: Callable[[], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The channels that tell the alike texts of a choice apart, and those texts."""
    channels: dict[str, None] = {}
    texts: dict[str, None] = {}
    for first, second in one.pairs[:_MAX_PAIRS]:
        found = _channels(one, first, second, machine)
        if found:
            channels.update(dict.fromkeys(found))
            texts.update({first: None, second: None})
    return tuple(channels), tuple(texts)


def _channels(one: Alternatives, first: str, second: str, machine: Callable[[], bool]) -> tuple[str, ...]:
    before = first, second
    first, second = spelled_out(first, second)
    if first == second or not _could_be_alike(first, second):
        return ()
    if one.form == "replacement" and _SEPARATOR.fullmatch(first) and _SEPARATOR.fullmatch(second):
        found = next(filter(None, (alike_under((probe.format(first), probe.format(second))) for probe in _PROBES)), ())
        if found:
            return found
    is_made_up = (first, second) != before
    is_weak = is_made_up or (one.within and not _is_unusual(first, second))
    if (_says_nothing(first) and _says_nothing(second)) or (is_weak and not machine()):
        return ()
    found = alike_under((_dated(first), _dated(second))) or ()
    if is_made_up and set(found) <= _DULL:
        return ()  # what is compared later is made small first
    is_weak |= (one.within and not _VISIBLE.isdisjoint(found)) or _is_ordinary(first, second, found)
    is_weak |= _marks_order_of_bytes(first, second)
    return found if not is_weak or (_is_telling(one, first, second, found) and machine()) else ()


def _says_nothing(text: str) -> bool:
    """Whether a text is plain signs and blanks, without a word, a number, or the parts of a date."""
    known = _PLACES.sub("", text)
    return known.isascii() and not _SAYING.search(known) and len(text) - len(known) < _SOME


def _marks_order_of_bytes(first: str, second: str) -> bool:
    """Whether a text starts with what may say how a file is encoded, or does not."""
    return _BYTE_ORDER + first == second or _BYTE_ORDER + second == first


def _apart(first: str, second: str) -> tuple[str, str]:
    """What two texts hold between what they start and end with together."""
    least = min(len(first), len(second))
    start = next((place for place in range(least) if first[place] != second[place]), least)
    least -= start
    end = next((place for place in range(least) if first[-1 - place] != second[-1 - place]), least)
    return first[start : len(first) - end], second[start : len(second) - end]


def _is_unusual(first: str, second: str) -> bool:
    """Whether what tells two texts apart is not all ASCII."""
    return bool(_UNUSUAL.search("".join(_apart(first, second))))


def _could_be_alike(first: str, second: str) -> bool:
    """Whether two texts may pass for one another; cheap, and true too often rather than too rarely."""
    if max(len(first), len(second)) > _MAX_TEXT:
        return False
    known, other = _PLACES.sub("", first), _PLACES.sub("", second)
    if known.isascii() and other.isascii():
        return _kept(known) == _kept(other) and sorted(_PLACES.findall(first)) == sorted(_PLACES.findall(second))
    return True


def _kept(text: str) -> list[str]:
    return sorted(_LETTERS.sub("", text.lower().translate(_FOLDED)))


def _dated(text: str) -> str:
    for pattern, value in _TOKENS:
        text = pattern.sub(value, text)
    return _DATE.sub(r"2026\g<2>04\g<2>23", text)


def _is_ordinary(first: str, second: str, channels: tuple[str, ...]) -> bool:
    """Whether programs choose between such texts for reasons that anyone can see."""
    is_moved = channels == ("order",) and not _is_reordered(first, second)
    if set(channels) <= _DULL or _is_known(first, second) or is_moved:
        return True
    changed = "".join(_apart(first, second))
    if _UNUSUAL.search(changed) or _is_laid_out(first, second):
        return not _UNUSUAL.search(changed)
    if "look-alike" in channels:
        return len(first) < 4 or skeleton(first) != skeleton(second)  # noqa: PLR2004 -- 0 and O, 1 and l
    if "order" in channels and not _is_reordered(first, second):
        return True  # words in another order are other sentences
    if "order" in channels or channels == ("white-space",):
        return len(_LONGER.findall(first)) < 2  # noqa: PLR2004 -- one word is in no order, and stands where it stands
    # Plain blanks, brackets and signs with nothing around them lay code or a table out.
    is_written = "date-format" in channels or "number-format" in channels
    return not is_written and not (_WORDS.search(first) and _WORDS.search(second))


def _is_reordered(first: str, second: str) -> bool:
    """Whether two texts are rows of the same items, or JSON."""
    if first[:1] in ("{", "["):
        return True
    rows = ((sorted(map(str.strip, text.split(by))) for text in (first, second)) for by in _BETWEEN if by in first)
    return any(one == other for one, other in rows)


def _is_laid_out(first: str, second: str) -> bool:
    """Whether one text has a line more, a sign before a number, or lines that start further in, as anyone sees."""
    changed = "".join(_apart(first, second))
    if changed in _SIGNS or not changed.strip("\n"):
        return True
    one, two = first.split("\n")[1:], second.split("\n")[1:]
    are_moved = [line.lstrip(" \t") for line in one] == [line.lstrip(" \t") for line in two]
    return are_moved and all(_indents(one, width) != _indents(two, width) for width in _TABS)


def _indents(lines: list[str], width: int) -> list[int]:
    """How far in lines start where a tab is so wide."""
    return [len(line.expandtabs(width)) - len(line.expandtabs(width).lstrip(" ")) for line in lines]


def _is_telling(one: Alternatives, first: str, second: str, channels: tuple[str, ...]) -> bool:
    """Whether programs choose so for good reasons, but hardly by what machine they run on."""
    if _is_known(first, second):
        return False
    if set(channels) <= _DULL:
        return not one.within and bool(_WORDS.search(first))
    if "order" in channels and not _is_reordered(first, second):
        return False
    if channels == ("white-space",):
        return one.within and sum(bool(_WORDS.search(word)) for word in first.split()) >= _SOME
    is_said = "typography" in channels and bool(_WORDS.search(first))
    return is_said or not {"number-format", "date-format", "order", "normalisation"}.isdisjoint(channels)


def _is_known(first: str, second: str) -> bool:
    """Whether both texts are of a kind that programs exchange, or one of them opens what the other closes."""
    kinds = {unicodedata.category(char) for text in (first, second) for char in text if len(text) == 1}
    return kinds in _OPEN_AND_CLOSE or any(test(first) and test(second) for test in _ORDINARY)


CONDITIONAL_LOOK_ALIKES = Rule(
    id="conditional-look-alikes", title="Choices between texts that look the same", find=_find, takes_long=True
)
