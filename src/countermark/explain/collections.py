"""Finds the environment's values in what leaves the machine, in any form: the second axis beside covert or overt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from countermark.model.environment import Derivation, Level
from countermark.model.influence import Influence
from countermark.model.observation import Address, Observation
from countermark.model.verdict import Collection
from countermark.text.occurrences import find_value

Host = Callable[[str, str], str]
"""``(run, role)`` → the host to which that exchange went."""

_Values = Mapping[tuple[str, str], Mapping[str, str]]
"""Factor and value → each text that is the value itself → the family of its form."""

IDENTITY_FORMS = ("value", "url", "host", "email", "name", "path", "home")
"""Families of forms that are the value itself; a date or an offset is a consequence, reported as overt."""


def collections(
    influences: tuple[Influence, ...], derivations: tuple[Derivation, ...], host: Host
) -> tuple[Collection, ...]:
    """Every factor whose value stands, in some form, in a text that follows it.

    Only places that the factor was shown to move are searched: a value that merely happens to occur
    (``bash`` in a prompt) is not collected. One entry for each factor, form, host and place.
    """
    found: dict[tuple[str, ...], Collection] = {}
    values = _values(derivations)
    for influence in influences:
        for item in _in_influence(influence, values, host):
            key = (
                item.factor,
                item.form,
                item.host,
                item.where.role,
                item.where.part,
                item.where.pointer,
                item.where.name,
            )
            found.setdefault(key, item)
    return tuple(found[key] for key in sorted(found))


def _in_influence(influence: Influence, values: _Values, host: Host) -> Iterator[Collection]:
    for state in influence.states:
        if state.text is None:
            continue
        for level in state.levels:
            if _is_addressee(level, host(state.runs[0], influence.place.address.role), influence.place.address):
                continue
            for text, name in values.get((level.factor, level.value), {}).items():
                for occurrence in find_value(text, f"{influence.place.before}{state.text}{influence.place.after}"):
                    yield Collection(
                        factor=level.factor,
                        value=level.value,
                        form=occurrence.form if name == "value" else f"{name}, {occurrence.form}",
                        host=host(state.runs[0], influence.place.address.role),
                        where=influence.place.address,
                        run=state.runs[0],
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
