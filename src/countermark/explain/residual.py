"""Takes out of a text what a reader can plainly see of the environment, and keeps the rest for judgement.

A text that names the user's zone and also hides a bit must not be excused for its openness. So every plain
derivation of a level (its own words, an offset, a date) is replaced by the name of its form; what then still
differs between environments is said in some other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from countermark.model.environment import Derivation

MIN_LENGTH = 2
"""Derivations shorter than this (a lone digit or letter) occur by accident and prove nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A stretch of text that plainly shows a factor: every ``factor:form`` that it is a rendering of."""

    forms: frozenset[str]


Residual = tuple[str | Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a text: ``before`` and ``after`` wherever it is compared, the others beyond that."""

    before: str = ""
    after: str = ""
    far_before: str = ""
    far_after: str = ""


ALONE = Surroundings()


def surroundings(before: str, after: str, here_before: str, here_after: str) -> Surroundings:
    """Those of a text that has the constant ``before`` and ``after``, and in one run these around it."""
    return Surroundings(
        before=before,
        after=after,
        far_before=here_before.removesuffix(before) if here_before.endswith(before) else "",
        far_after=here_after.removeprefix(after) if here_after.startswith(after) else "",
    )


def residual(text: str, derivations: tuple[Derivation, ...], around: Surroundings = ALONE) -> Residual:
    """``text`` with every derivation replaced, longest first; the literal parts are what it has left.

    What stands around it is read along, so that a value that reaches out of ``text`` is seen.
    """
    return reader(derivations).residual(text, around)


class Reader:
    """Takes the plain derivations of one environment out of texts."""

    def __init__(self, derivations: tuple[Derivation, ...]) -> None:
        """Derivations that are too short to prove anything are left out."""
        forms: dict[str, set[str]] = {}
        for item in derivations:
            if len(item.text) >= MIN_LENGTH:
                forms.setdefault(item.text.casefold(), set()).add(f"{item.factor}:{item.form}")
        self._forms = {text: frozenset(forms[text]) for text in sorted(forms)}

    def residual(self, text: str, around: Surroundings = ALONE) -> Residual:
        """``text`` in its constant context with every derivation replaced that stands in it, or reaches into it.

        In the context itself none is: the context is the same wherever it is compared, and a word that is a
        derivation here and not there (``November`` in an English locale) would make it differ; for the same reason it
        stays whole where a derivation reaches into it. What is beyond it is read (the year and the weekday of a date
        whose day is ``text``), but is no part of the residual.
        """
        first = len(around.far_before)
        start = first + len(around.before)
        stop = start + len(text)
        last = stop + len(around.after)
        text = f"{around.far_before}{around.before}{text}{around.after}{around.far_after}"
        # To look for a hundred words one by one is far quicker than one pattern of them all, and next to none is there.
        lower = text.translate(_LIKE_ASCII).lower()
        there = tuple(word for word in self._forms if word in lower or not word.isascii())
        if not there:
            return (text[first:last],)
        parts: list[str | Seen] = []
        end = first
        for match in _pattern(there).finditer(text):
            if match.end() <= start or match.start() >= stop:
                continue
            parts.append(text[end : max(match.start(), start)])
            parts.append(Seen(forms=self._forms.get(match.group().casefold(), frozenset())))
            end = min(match.end(), stop)
        parts.append(text[end:last])
        return tuple(parts)


_LIKE_ASCII = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}
"""The letters beyond ASCII that match one of ASCII where case is ignored. Source: Python's ``re``, ``IGNORECASE``."""


@lru_cache(maxsize=1024)
def reader(derivations: tuple[Derivation, ...]) -> Reader:
    """The reader of ``derivations``; whoever reads much keeps it, since hashing them all takes longer than reading."""
    return Reader(derivations)


@lru_cache(maxsize=4096)
def _pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of ``texts`` as whole words; longest first, so that a URL beats the host within it."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return re.compile("|".join(_bounded(text) for text in ordered), re.IGNORECASE)


def _bounded(text: str) -> str:
    before = r"(?<![^\W_])" if text[0].isalnum() else ""
    after = r"(?![^\W_])" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"


def alike(residuals: Iterable[Residual]) -> bool:
    """Whether all say the same once what is plainly seen is taken out: equal words, a form in common."""
    rows = list(residuals)
    if len({len(row) for row in rows}) != 1:
        return False
    return all(_position_alike(column) for column in zip(*rows, strict=True))


def _position_alike(column: tuple[str | Seen, ...]) -> bool:
    forms = [part.forms for part in column if isinstance(part, Seen)]
    if not forms:
        return len(set(column)) == 1
    return len(forms) == len(column) and bool(frozenset.intersection(*forms))


def rendered(row: Residual) -> str:
    """``row`` as text, each seen stretch as ``⟦factor:form⟧``."""
    return "".join(part if isinstance(part, str) else f"⟦{'|'.join(sorted(part.forms))}⟧" for part in row)


def families(part: Seen) -> frozenset[str]:
    """What a stretch shows, whatever its format: ``local-date:iso`` is of the family ``local-date``."""
    return frozenset(_family(form) for form in part.forms)


def _family(form: str) -> str:
    factor, _, rest = form.partition(":")
    return f"{factor}:{rest.partition(':')[0]}"


def reduced(row: Residual) -> str:
    """``row`` as text, each seen stretch as its plainest form, whichever factor it shows.

    Which forms a text is a rendering of depends on the value by accident (in a month of two digits a padded date
    and a bare one are the same), so of several the shortest name stands for all.
    """
    return "".join(part if isinstance(part, str) else f"⟦{_plainest(part)}⟧" for part in row)


def _plainest(part: Seen) -> str:
    names = {form.partition(":")[2].rpartition(":")[2] for form in part.forms}
    return min(names, key=lambda name: (len(name), name))


def forms_in(row: Residual) -> frozenset[str]:
    """Every ``factor:form`` that is seen anywhere in the text."""
    return frozenset(form for part in row if isinstance(part, Seen) for form in part.forms)


def shows(row: Residual, factors: frozenset[str] | None = None) -> bool:
    """Whether anything of the environment, or of the given ``factors``, is plainly seen in the text."""
    return any(factors is None or form.partition(":")[0] in factors for form in forms_in(row))
