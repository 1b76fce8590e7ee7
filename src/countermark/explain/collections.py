"""Finds the environment's values in what leaves the machine, in any form: the second axis beside covert or overt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from math import comb

from countermark.model.environment import Derivation, Environment, Level
from countermark.model.influence import Influence
from countermark.model.observation import Address, Observation
from countermark.model.place import REDUCED, Place
from countermark.model.verdict import Collection
from countermark.text.occurrences import find_value

Host = Callable[[str, str], str]
"""``(run, role)`` → the host to which that exchange went."""

_Values = Mapping[tuple[str, str], Mapping[str, str]]
"""Factor and value → each text that is the value itself → the family of its form."""

IDENTITY_FORMS = ("value", "url", "host", "email", "name", "path", "home")
"""Families of forms that are the value itself; a date or an offset is a consequence, reported as overt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stood at each place that varies, and the environments of the runs, by id."""

    table: tuple[Place, ...]
    environments: Mapping[str, Environment]


def collections(
    influences: tuple[Influence, ...], shown: Shown, derivations: tuple[Derivation, ...], host: Host
) -> tuple[Collection, ...]:
    """Every factor whose value stands, in some form, in a text that follows it.

    Only places that the factor was shown to move are searched, and texts that stand nowhere but in runs with one level:
    a value that merely happens to occur (``bash`` in a prompt) is not collected. One entry for each factor, form, host
    and place.
    """
    values = _values(derivations)
    found: dict[tuple[str, ...], Collection] = {}
    traced = (item for influence in influences for item in _in_influence(influence, values, host))
    for item in (*traced, *_untraced(influences, shown, values, host)):
        where = item.where
        key = (item.factor, item.form, item.host, where.role, where.part, where.pointer, where.name)
        found.setdefault(key, item)
    return tuple(found[key] for key in sorted(found))


def _untraced(influences: tuple[Influence, ...], shown: Shown, values: _Values, host: Host) -> Iterator[Collection]:
    """Values in texts that only runs with one level show, where the planner traced no cause.

    It has no runs for every open difference; but a value that is found, in whatever form, where it is set and nowhere
    else needs none.
    """
    having = {run: frozenset(environment.levels) for run, environment in shown.environments.items()}
    count = Counter(level for levels in having.values() for level in levels)
    traced = {(one.place.feature, factor) for one in influences for factor in one.factors}
    for place in shown.table:
        address = place.address
        for text, runs in _texts(place, having):
            for level in sorted(frozenset.intersection(*(having[run] for run in runs))):
                known = values.get((level.factor, level.value))
                if not known or (place.feature, level.factor) in traced:
                    continue
                if _by_chance(len(runs), count[level], len(having)) > _CHANCE:
                    continue
                if not _is_addressee(level, host(runs[0], address.role), address):
                    yield from (
                        _collection(level, form, host, address, runs[0]) for form in _forms_in(place, text, known)
                    )


_CHANCE = 1e-4
"""Texts that hold a value of one of their runs' levels are a few hundred at most; of the others nothing is said."""


def _by_chance(showing: int, having: int, runs: int) -> float:
    """That all runs which show a text happen to be of those with one level."""
    return comb(having, showing) / comb(runs, showing)


def _texts(place: Place, known: Container[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text of a place with the known runs that show it, where there are several."""
    if place.feature.endswith(REDUCED):
        return
    by_text: dict[str, list[str]] = {}
    for one in place.texts:
        if one.text is not None and one.run in known:
            by_text.setdefault(one.text, []).append(one.run)
    for text, runs in by_text.items():
        if len(runs) > 1:
            yield text, tuple(runs)


def _in_influence(influence: Influence, values: _Values, host: Host) -> Iterator[Collection]:
    for state in influence.states:
        if state.text is None:
            continue
        for level in state.levels:
            if _is_addressee(level, host(state.runs[0], influence.place.address.role), influence.place.address):
                continue
            for form in _forms_in(influence.place, state.text, values.get((level.factor, level.value), {})):
                yield _collection(level, form, host, influence.place.address, state.runs[0])


def _forms_in(place: Place, text: str, values: Mapping[str, str]) -> Iterator[str]:
    """In which forms any of the texts that are a value stands at a place, where it may reach out of it."""
    start, end = len(place.before), len(place.before) + len(text)
    for value, name in values.items():
        for found in find_value(value, f"{place.before}{text}{place.after}"):
            if found.start < end and found.end > start:
                yield found.form if name == "value" else f"{name}, {found.form}"


def _collection(level: Level, form: str, host: Host, where: Address, run: str) -> Collection:
    return Collection(
        factor=level.factor, value=level.value, form=form, host=host(run, where.role), where=where, run=run
    )


def _is_addressee(level: Level, host: str, where: Address) -> bool:
    """Whether the value only names whom the request is for, as every request must."""
    if level.factor not in ("base-url", "https-proxy"):
        return False
    return where.part in ("destination", "dns", "path") or (where.name == "host" and host in level.value)


def _values(derivations: tuple[Derivation, ...]) -> _Values:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for item in derivations:
        family = item.form.partition(":")[0]
        if family in IDENTITY_FORMS:
            found.setdefault((item.factor, item.value), {}).setdefault(item.text, family)
    return found


_SHORTEST = 5
"""No form of a planted secret is shorter: digests are recognised from five digits on."""


def canaries_found(
    observations: tuple[Observation, ...], canaries: tuple[Derivation, ...], host: Host
) -> tuple[Collection, ...]:
    """Every planted secret (``factor`` names where it was planted) that appears anywhere in any run's traffic."""
    found: dict[tuple[str, ...], Collection] = {}
    seen: set[str] = set()
    for observation in observations:
        for feature in observation.features:
            if len(feature.text) < _SHORTEST or feature.text in seen:
                continue
            seen.add(feature.text)
            for canary in canaries:
                for occurrence in find_value(canary.text, feature.text):
                    where = feature.address
                    key = (canary.factor, occurrence.form, where.role, where.part, where.pointer, where.name)
                    found.setdefault(
                        key,
                        Collection(
                            factor=canary.factor,
                            value=canary.value,
                            form=occurrence.form,
                            host=host(observation.run, where.role),
                            where=where,
                            run=observation.run,
                        ),
                    )
    return tuple(found[key] for key in sorted(found))
