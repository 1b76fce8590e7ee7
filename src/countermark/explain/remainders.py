"""Places without what a reader plainly sees there, so that an open value cannot multiply a hidden one.

A date that follows the clock openly and whose separator follows the zone covertly has a text for every
combination. With the date taken out, what is left follows the zone alone, and is traced to it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from countermark.explain.residual import reduced, residual, shows
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.place import Place, RunText

MARK = "~"
"""Ends the feature of a place whose texts have been reduced to what is not plainly seen."""


def remainder(
    place: Place, environments: Mapping[str, Environment], derivations: Mapping[Level, tuple[Derivation, ...]]
) -> Iterator[Place]:
    """``place`` with the plain derivations of each run's own levels taken out; nothing where that changes nothing."""
    seen = False
    texts = []
    for entry in place.texts:
        text = entry.text
        if text is not None:
            known = tuple(item for level in environments[entry.run].levels for item in derivations.get(level, ()))
            row = residual(f"{place.before}{text}{place.after}", known)
            seen = seen or shows(row)
            text = reduced(row)
        texts.append(RunText(run=entry.run, text=text))
    if seen:
        yield replace(place, feature=f"{place.feature}{MARK}", texts=tuple(texts))
