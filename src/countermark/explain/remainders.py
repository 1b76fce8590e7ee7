"""Places without what a reader plainly sees there, so that an open value cannot multiply a hidden one.

A date that follows the clock openly and whose separator follows the zone covertly has a text for every
combination. With the date taken out, what is left follows the zone alone, and is traced to it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from countermark.explain.residual import Reader, Surroundings, reader, reduced, shows, surroundings
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.place import REDUCED, Place, RunText


class Remainders:
    """Reduces places round after round, reading no text of a run twice: a run has one environment for good."""

    def __init__(self, derivations: Mapping[Level, tuple[Derivation, ...]]) -> None:
        """Nothing is read yet."""
        self._derivations = derivations
        self._readers: dict[str, Reader] = {}
        self._rows: dict[tuple[str, str, Surroundings], tuple[str, bool]] = {}

    def of(self, place: Place, environments: Mapping[str, Environment]) -> Iterator[Place]:
        """``place`` without the plain derivations of each run's own levels; nothing where that changes nothing."""
        seen = False
        texts = []
        for entry in place.texts:
            text = entry.text
            if text is not None:
                around = surroundings(place.before, place.after, entry.before, entry.after)
                text, shown = self._row(entry.run, environments[entry.run], text, around)
                seen = seen or shown
            texts.append(RunText(run=entry.run, text=text))
        if seen:
            yield replace(place, feature=f"{place.feature}{REDUCED}", texts=tuple(texts))

    def _row(self, run: str, environment: Environment, text: str, around: Surroundings) -> tuple[str, bool]:
        """What is left of a text in its context, and whether anything was plainly seen."""
        key = (run, text, around)
        found = self._rows.get(key)
        if found is None:
            row = self._reader(run, environment).residual(text, around)
            found = self._rows[key] = reduced(row), shows(row)
        return found

    def _reader(self, run: str, environment: Environment) -> Reader:
        found = self._readers.get(run)
        if found is None:
            known = tuple(item for level in environment.levels for item in self._derivations.get(level, ()))
            found = self._readers[run] = reader(known)
        return found
