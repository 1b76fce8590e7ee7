"""Tells the planner what the runs showed, and reads its conclusion: opaque values of opaque features.

The planner only sees how a feature divides the runs. Thousands of places divide them alike (every field of a request
that comes and goes), so one of them speaks for all, and what is concluded of it holds for each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from countermark.model.design import Conclusion, Priority, Reading, RunReadings
from countermark.model.place import Place
from countermark.model.run import RunRequest

Alike = Mapping[str, tuple[str, ...]]
"""Features that divide the runs alike, sorted, by the first of them."""


def alike(table: Iterable[Place]) -> Alike:
    """The features of ``table``, grouped by the runs in which they are there and have equal texts."""
    found: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = {}
    for place in table:
        numbers: dict[str | None, int] = {}
        division = tuple([numbers.setdefault(entry.text, len(numbers)) for entry in place.texts])
        found.setdefault((tuple([entry.run for entry in place.texts]), division), []).append(place.feature)
    return {min(features): tuple(sorted(features)) for features in found.values()}


def spoken_for(priorities: Iterable[Priority], groups: Alike) -> tuple[Priority, ...]:
    """``priorities`` for the first of each group, which is worth as much as the weightiest that it speaks for."""
    weights = {item.feature: item.weight for item in priorities}
    heaviest = {
        first: max((weights[feature] for feature in features if feature in weights), default=None)
        for first, features in groups.items()
    }
    return tuple(Priority(feature=first, weight=weight) for first, weight in heaviest.items() if weight is not None)


def expanded(conclusion: Conclusion, groups: Alike) -> Conclusion:
    """``conclusion`` told of every feature, and not only of the first of each group."""

    def all_of(features: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(other for feature in features for other in groups[feature]))

    effects = tuple(replace(effect, features=all_of(effect.features)) for effect in conclusion.effects)
    return replace(conclusion, effects=effects, noisy=all_of(conclusion.noisy))


def readings(
    requests: Iterable[RunRequest], table: tuple[Place, ...], observed: frozenset[str]
) -> tuple[RunReadings, ...]:
    """What the planner is told, one entry a settled run.

    Runs that are not in ``observed`` failed.
    """
    by_run: dict[str, list[Reading]] = {}
    for place in table:
        for entry in place.texts:
            value = "absent" if entry.text is None else _value(entry.text)
            by_run.setdefault(entry.run, []).append(Reading(feature=place.feature, value=value))
    return tuple(
        RunReadings(
            run=request.id,
            environment=request.environment,
            purpose=request.purpose,
            readings=tuple(sorted(by_run.get(request.id, ()))),
            failed=request.id not in observed,
        )
        for request in requests
    )


def _value(text: str) -> str:
    """``text`` itself while it is short, else its digest: equal texts, equal values."""
    if len(text) <= 64:  # noqa: PLR2004 -- about the length of the digest
        return f"={text}"
    return "#" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
