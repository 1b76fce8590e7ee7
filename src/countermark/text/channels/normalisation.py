"""Normalisation forms: composed or decomposed letters, compatibility characters."""

from __future__ import annotations

import re

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.stable import normalised

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]|ff[il]?|f[il]")
# A letter with what is combined with it: Unicode ch. 2.11; the blocks of combining marks for Latin, Greek and Cyrillic.
_LETTER = re.compile(r"[^\W\d_][\u0300-\u036f]+|[\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff]")


def _canonical(text: str) -> str:
    return normalised("NFKC", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """Letters that are composed here and decomposed there; ligatures here and single letters there."""
    if text.isascii():
        return ()
    return (
        *alternation(NORMALISATION.id, "composition", _compositions(text)),
        *alternation(NORMALISATION.id, "ligature", _ligatures(text)),
    )


def _compositions(text: str) -> list[Slot]:
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
