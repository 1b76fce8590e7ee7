"""Places without what a reader plainly sees there, so that an open value cannot multiply a hidden one.

A date that follows the clock openly and whose separator follows the zone covertly has a text for every
combination. With the date taken out, what is left follows the zone alone, and is traced to it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from countermark.explain.residual import Reader, reader, reduced, shows
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.place import REDUCED, Place, RunText


class Remainders:
    """Reduces places round after round, reading no text of a run twice: a run has one environment for good."""

    def __init__(self, derivations: Mapping[Level, tuple[Derivation, ...]]) -> None:
        """Nothing is read yet."""
        self._derivations = derivations
        self._readers: dict[str, Reader] = {}
        self._rows: dict[tuple[str, str, str, str], tuple[str, bool]] = {}

    def of(self, place: Place, environments: Mapping[str, Environment]) -> Iterator[Place]:
        """``place`` without the plain derivations of each run's own levels; nothing where that changes nothing."""
        seen = False
        texts = []
        for entry in place.texts:
            text = entry.text
            if text is not None:
                text, shown = self._row(entry.run, environments[entry.run], (place.before, text, place.after))
                seen = seen or shown
            texts.append(RunText(run=entry.run, text=text))
        if seen:
            yield replace(place, feature=f"{place.feature}{REDUCED}", texts=tuple(texts))

    def _row(self, run: str, environment: Environment, parts: tuple[str, str, str]) -> tuple[str, bool]:
        """What is left of a text in its context, and whether anything was plainly seen."""
        key = (run, *parts)
        found = self._rows.get(key)
        if found is None:
            row = self._reader(run, environment).residual(parts[1], parts[0], parts[2])
            found = self._rows[key] = reduced(row), shows(row)
        return found

    def _reader(self, run: str, environment: Environment) -> Reader:
        found = self._readers.get(run)
        if found is None:
            known = tuple(item for level in environment.levels for item in self._derivations.get(level, ()))
            found = self._readers[run] = reader(known)
        return found
