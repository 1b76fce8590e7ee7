"""Finds blanks that could say something: at line ends, between sentences and words, before lines; odd ones anywhere.

Sources, 2026-11: blanks at line ends as bits: M. Kwan, «SNOW», darkside.com.au/snow; two of them as a line break:
CommonMark 0.31.2, 6.7; one of them on an empty line of a diff: POSIX «diff -u»; «-- » before a signature: RFC 3676,
4.3; widths of spaces: Unicode ch. 6.2.2.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from countermark.model.marks import Mark, Pattern, Reading
from countermark.text.alternation import Slot, alternation, oddity, said
from countermark.text.counted import counted
from countermark.text.framings import read_digits, read_snow
from countermark.text.punctuation import members
from countermark.text.scripts import UNSPACED, script_of
from countermark.text.stable import characters

_TRAILING = re.compile(r"(?<=[^\s])(?P<blanks>[ \t]+)(?=\r?\n|\r?\Z)")
_LINE_WITH_TEXT = re.compile(r"\S(?P<blanks>[ \t]*)(?=\r?\n|\r?\Z)")
_SENTENCE = re.compile(r"(?<=[^\W\d_])[.!?](?P<gap>  ?)(?=[A-Z\u00c0-\u00de\u0410-\u042f])")
_GAP = re.compile(r"(?<=[^\W\d_])(?P<gap>[ \u00a0\u2000-\u200a\u202f\u205f])(?=[^\W\d_])")
_GAPS = members(((0xA0, 0xA1), (0x2000, 0x200B), (0x202F, 0x2030), (0x205F, 0x2060)))
_INDENT = re.compile(r"(?m)^(?P<blanks>(?: {8}|\t)+)(?=[^ \t\r\n])")
_LINE_END = re.compile(r"\r\n|\n|\r")
_ODD = re.compile("[\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\x85\u2028\u2029\x0b]")
_NARROW, _SUFFIXED = "\u202f", frozenset({"Mongolian"})
_WIDE = "\u3000"
_BRAILLE = "\u2800"
_TAB = 8
_RUN = re.compile(r" +|\t+")
_MANY_RUNS = 4


def trailing(channel: str, text: str) -> tuple[Pattern, ...]:
    """Blanks after a line's text. Of one kind on every such line they are style; what differs is counted."""
    slots = [
        Slot(start=match.start("blanks"), end=match.end("blanks"), found=match["blanks"], plain="", way=match["blanks"])
        for match in _TRAILING.finditer(text)
        if not _is_usual(text, match)
    ]
    if not slots:
        return ()
    return (*_presence(channel, text, slots), *_kinds(channel, slots))


def _is_usual(text: str, match: re.Match[str]) -> bool:
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return (line == "--" and match["blanks"] == " ") or line in {"+", "-", ">"}


def _presence(channel: str, text: str, slots: list[Slot]) -> tuple[Pattern, ...]:
    """Whether a line has them or not, as a bit for each line."""
    with_blanks = {slot.start for slot in slots}
    lines = [match.start("blanks") for match in _LINE_WITH_TEXT.finditer(text)]
    present = [at in with_blanks for at in lines]
    changes = sum(one != other for one, other in pairwise(present))
    marks = [Mark(start=slot.start, end=slot.end, found=slot.found, plain="") for slot in slots]
    readings = read_digits(list(map(int, present)), 2) if len(present) >= 16 and changes else ()  # noqa: PLR2004 -- two bytes
    strength = oddity(changes, len(lines))
    return (_pattern(channel, "trailing", marks, strength, float(len(lines)), readings),) if changes else ()


def _kinds(channel: str, slots: list[Slot]) -> tuple[Pattern, ...]:
    """Tabs among spaces, and many different lengths, at line ends; SNOW's own way of reading them first."""
    found = alternation(channel, "trailing-kind", slots)
    if not found:
        return ()
    snow = read_snow([slot.found for slot in slots])
    mixed = any("\t" in slot.found for slot in slots)
    pattern = found[0]
    kind = "trailing-kind" if mixed else "trailing-length"
    whole = replace(pattern, kind=kind, readings=(*snow, *pattern.readings))
    return (whole, *said(whole, len(slots)), *_runs(channel, slots))


def _runs(channel: str, slots: list[Slot]) -> tuple[Pattern, ...]:
    """Tabs and spaces by turns within the blanks of one line; three bits for each tab, as SNOW counts."""
    odd = [slot for slot in slots if len(_RUN.findall(slot.found)) >= _MANY_RUNS]
    marks = [Mark(start=slot.start, end=slot.end, found=slot.found, plain="") for slot in odd]
    runs = sum(len(_RUN.findall(slot.found)) for slot in odd)
    bits = 3.0 * sum(slot.found.count("\t") for slot in odd)
    return (_pattern(channel, "trailing-runs", marks, float(runs), bits, ()),) if odd else ()


def _pattern(
    channel: str, kind: str, marks: list[Mark], strength: float, bits: float, readings: tuple[Reading, ...]
) -> Pattern:
    return Pattern(
        channel=channel, kind=kind, marks=tuple(marks), strength=strength, capacity_bits=bits, readings=readings
    )


def sentence_gaps(channel: str, text: str) -> tuple[Pattern, ...]:
    """One space after a sentence here and two there."""
    slots = [
        Slot(start=match.start("gap"), end=match.end("gap"), found=match["gap"], plain=" ", way=match["gap"])
        for match in _SENTENCE.finditer(text)
    ]
    return alternation(channel, "sentence-gap", slots)


def gaps(channel: str, text: str) -> tuple[Pattern, ...]:
    """Spaces of several kinds between words of letters; beside numbers and punctuation usage asks for them."""
    if characters(text).isdisjoint(_GAPS):
        return ()
    slots = [
        Slot(start=match.start("gap"), end=match.end("gap"), found=match["gap"], plain=" ", way=match["gap"])
        for match in _GAP.finditer(text)
    ]
    return alternation(channel, "gap", slots)


def odd_blanks(channel: str, text: str) -> tuple[Pattern, ...]:
    """Blanks of a width that no typesetter asks for where they stand."""
    if not any(map(_ODD.match, characters(text))):
        return ()
    marks = [
        Mark(start=match.start(), end=match.end(), found=match.group(), plain=" ")
        for match in _ODD.finditer(text)
        if not _has_use(text, match.start())
    ]
    return counted(channel, "odd-blank", marks)


def _has_use(text: str, place: int) -> bool:
    """Thin spaces are typography beside digits and punctuation; wide ones belong to Han, the empty one to Braille."""
    near = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    char = text[place]
    if char == _WIDE:
        start = max(text.rfind("\n", 0, place), place // 200 * 200 - 200) + 1  # the same for many blanks
        line = text[start : place // 200 * 200 + 400].partition("\n")[0]
        return _is_of_wide_script(line)
    if char == _NARROW and any(other and script_of(other) in _SUFFIXED for other in near):
        return True
    if char == _BRAILLE:
        return any("\u2801" <= other <= "\u28ff" for other in near if other)
    return not all(other.isalpha() for other in near if other)


@lru_cache(maxsize=256)
def _is_of_wide_script(line: str) -> bool:
    return any(script_of(other) in UNSPACED | {"Hangul"} for other in line)


def indentation(channel: str, text: str) -> tuple[Pattern, ...]:
    """The same depth with tabs on one line and with eight spaces on another."""
    slots = [
        Slot(start=match.start(), end=match.end(), found=match["blanks"], plain=_in_spaces(match["blanks"]), way=way)
        for match in _INDENT.finditer(text)
        if (way := {"\t": "tab", " ": "spaces"}["\t" if "\t" in match["blanks"] else " "])
    ]
    return alternation(channel, "indentation", slots)


def _in_spaces(blanks: str) -> str:
    return blanks.expandtabs(_TAB)


def line_ends(channel: str, text: str) -> tuple[Pattern, ...]:
    """Line ends of several kinds."""
    if "\r" not in text:
        return ()
    slots = [
        Slot(start=match.start(), end=match.end(), found=match.group(), plain="\n", way=match.group())
        for match in _LINE_END.finditer(text)
    ]
    return alternation(channel, "line-end", slots)
