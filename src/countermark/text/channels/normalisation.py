"""Normalisation forms: composed or decomposed letters, compatibility characters."""

from __future__ import annotations

import re
from dataclasses import replace

from countermark.model.marks import Mark, Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.stable import characters, normalised

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]|ff[il]?|f[il]")
# A letter with what is combined with it: Unicode ch. 2.11; marks for Latin, Greek, Cyrillic, Arabic and Kana, and the
# conjoining letters of Hangul (ch. 3.12). Then the blocks of composed letters.
_COMBINED = r"[\u0300-\u036f\u0653-\u0655\u3099\u309a]"
_JAMO = r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
_PART = re.compile(rf"{_COMBINED}|[\u1100-\u1112]")
_LETTER = re.compile(
    rf"[^\W\d_]{_COMBINED}+|{_JAMO}"
    r"|[\u00c0-\u024f\u0370-\u04ff\u0622-\u0626\u06c0-\u06d3\u1e00-\u1fff\u304c-\u30fe\uac00-\ud7a3]"
)


def _canonical(text: str) -> str:
    return normalised("NFKC", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """Letters that are composed here and decomposed there; ligatures here and single letters there."""
    if text.isascii():
        return ()
    return (
        *_composition(text),
        *alternation(NORMALISATION.id, "ligature", _ligatures(text)),
    )


def _composition(text: str) -> tuple[Pattern, ...]:
    """Letters that stand here in one form and there in the other; what always stands in one is a keyboard's way."""
    slots = _compositions(text)
    composed = {slot.plain for slot in slots if slot.way == "composed"}
    both = composed & {slot.plain for slot in slots if slot.way == "decomposed"}
    found = alternation(NORMALISATION.id, "composition", [slot for slot in slots if slot.plain in both])
    marks = tuple(
        Mark(start=slot.start, end=slot.end, found=slot.found, plain=slot.plain)
        for slot in slots
        if slot.found != slot.plain
    )
    bits = float(len(slots))
    return tuple(replace(pattern, marks=marks, capacity_bits=bits) for pattern in found)


def _compositions(text: str) -> list[Slot]:
    if not any(map(_PART.match, characters(text))):
        return []
    slots = []
    for match in _LETTER.finditer(text):
        found = match.group()
        composed = normalised("NFC", found)
        if len(found) == 1 and normalised("NFD", found) == found:
            continue
        if len(found) > 1 and composed == found:
            continue  # there is no composed letter to write instead
        way = "composed" if composed == found else "decomposed"
        slots.append(Slot(start=match.start(), end=match.end(), found=found, plain=composed, way=way))
    return slots


def _ligatures(text: str) -> list[Slot]:
    if not any(char in text for char in _LIGATURES):
        return []
    return [
        Slot(
            start=match.start(),
            end=match.end(),
            found=match.group(),
            plain=_LIGATURES.get(match.group(), match.group()),
            way="one" if match.group() in _LIGATURES else "several",
        )
        for match in _LIGATURE.finditer(text)
    ]


NORMALISATION = Channel(id="normalisation", title="Normalisation forms", canonical=_canonical, find=_find)
