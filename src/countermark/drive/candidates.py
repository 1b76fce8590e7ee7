"""Levels that the program text makes worth trying, and the hidden lists that are put to the proof.

Nothing is concluded from what was read: a literal that is compared with something, or an entry of a list, was put
there by somebody, and whether it changes what is sent is for the lab to show.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Literal

from countermark.design.list_checks import spread
from countermark.drive.asked import factors_read
from countermark.drive.near_misses import near_misses
from countermark.factors import ALL as FACTORS
from countermark.factors.factor import Factor
from countermark.model.design import FactorLevels
from countermark.model.environment import Hint, Level
from countermark.model.inspection import Findings
from countermark.model.probes import Traced
from countermark.model.profile import Profile
from countermark.model.static import HiddenList, Predicate
from countermark.model.static_evidence import Embodiment, ListCheck

Confirm = Literal["none", "sampled", "all"]
CONFIRM: tuple[Confirm, ...] = ("none", "sampled", "all")

SAMPLED_ENTRIES = 6
NEAR_MISSES = 4
MOST_ENTRIES = 2000
"""Of one list: a list of everything would be a week of runs."""

MOST_HINTS = 10
"""Of one factor, beside those that the user asks for. The factor with the most levels of its own has 31 that are tried
once each, and 45 runs are for all of them."""

_LITERALS_PER_FACTOR = 8
_ENTRIES_HINTED = 3
_NAMED_AS_COMPARED = 0.8
"""The share of a list's entries that a comparison must name to be taken for one with this list."""

_OF_LIST: dict[str, tuple[str, ...]] = {
    "hosts": ("base-url", "https-proxy", "git-remote", "hostname", "git-identity", "dns"),
    "addresses": ("base-url", "https-proxy", "dns"),
    "zones": ("timezone",),
    "locales": ("locale",),
    "words": ("base-url", "hostname", "username", "git-remote"),
    "texts": ("base-url", "hostname", "username", "git-remote"),
    "unknown": ("base-url", "hostname", "username"),
}


def suggested(findings: Findings, profile: Profile) -> tuple[Hint, ...]:
    """Levels that hold entries of hidden lists, and literals with which something that is varied is compared."""
    hints = (*_of_lists(findings, profile), *_of_predicates(findings.predicates, profile))
    return tuple({hint.level: hint for hint in reversed(hints)}.values())[::-1]


def foremost(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    """The first hints of each factor, each level once: the levels that every audit tries must fit behind them."""
    left = {factor.id: MOST_HINTS for factor in FACTORS}
    kept: dict[Level, Hint] = {}
    for hint in hints:
        if hint.level not in kept and left[hint.level.factor]:
            left[hint.level.factor] -= 1
            kept[hint.level] = hint
    return tuple(kept.values())


def _in_two_lists(lists: tuple[HiddenList, ...]) -> Iterator[tuple[int, int, str]]:
    """For two lists an entry of the first that holds one of the second, by their numbers: it shows what both do."""
    for number, one in enumerate(lists, 1):
        for other, two in enumerate(lists, 1):
            held = [] if number == other else [entry.casefold() for entry in _held(two)]
            both = (text for text in _held(one) if any(entry in text.casefold() for entry in held))
            yield from ((number, other, text) for text in itertools.islice(both, 1))


def _of_lists(findings: Findings, profile: Profile) -> Iterator[Hint]:
    """A few entries for the likeliest factor of each list, one for each other, and what stands in two lists at once."""
    for number, other, text in _in_two_lists(findings.hidden_lists):
        for factor in _factors(findings.hidden_lists[number - 1], findings.predicates, profile)[:1]:
            for item in _embodied(factor, (text,)):
                level = Level(factor=factor.id, value=item.values[0])
                yield Hint(
                    level=level, reason=f"{text!r} is of hidden list {number}, and holds an entry of list {other}"
                )
    for number, one in enumerate(findings.hidden_lists, 1):
        most = _ENTRIES_HINTED
        for factor in _factors(one, findings.predicates, profile):
            for item in spread(_embodied(factor, _held(one)), most):
                level = Level(factor=factor.id, value=item.values[0])
                yield Hint(level=level, reason=f"entry {item.text!r} of hidden list {number}")
            most = 1


def _of_predicates(predicates: Iterable[Predicate], profile: Profile) -> Iterator[Hint]:
    """What is compared with something that is varied, a few levels of each factor; of long lists, a few entries."""
    left = {factor.id: _LITERALS_PER_FACTOR for factor in FACTORS}
    known: set[Level] = set()
    for predicate in predicates:
        for factor in _named(factors_read(predicate.read, profile)):
            for item in spread(_embodied(factor, predicate.literals), _ENTRIES_HINTED):
                level = Level(factor=factor.id, value=item.values[0])
                if level not in known and left[factor.id]:
                    known.add(level)
                    left[factor.id] -= 1
                    what = predicate.read.name or predicate.read.kind
                    yield Hint(level=level, reason=f"the program compares {what} with {item.text!r}")


def traced_hints(traced: Traced) -> tuple[Hint, ...]:
    """Levels that hold what the tool was seen to compare its surroundings with; of long lists, a few."""
    left = {factor.id: _LITERALS_PER_FACTOR for factor in FACTORS}
    known: dict[Level, str] = {}
    plain = (one for one in traced.comparisons if not one.digest)
    for one in sorted(plain, key=lambda item: -len(item.texts)):
        for factor in _named((one.factor,)):
            for item in spread(_embodied(factor, one.texts), _ENTRIES_HINTED):
                level = Level(factor=factor.id, value=item.values[0])
                if level not in known and left[factor.id]:
                    left[factor.id] -= 1
                    known[level] = f"seen to be compared with {item.text!r}"
    return tuple(Hint(level=level, reason=reason) for level, reason in known.items())


def list_checks(
    findings: Findings, profile: Profile, levels: tuple[FactorLevels, ...], confirm: Confirm, seed: int
) -> tuple[ListCheck, ...]:
    """How each hidden list is put to the proof, for the likeliest factor that is varied; the same for one seed."""
    varied = {item.factor for item in levels}
    taboo = frozenset(entry for one in findings.hidden_lists for entry in _held(one))
    found: list[ListCheck] = []
    for number, one in enumerate(findings.hidden_lists, 1):
        factors = (item for item in _factors(one, findings.predicates, profile) if item.id in varied)
        factor = next((item for item in factors if _embodied(item, _held(one))), None)
        if factor is None or confirm == "none":
            continue
        entries = _embodied(factor, _held(one))
        near = near_misses(factor.id, tuple(item.text for item in entries), NEAR_MISSES, taboo, seed)
        found.append(
            ListCheck(
                number=number,
                factor=factor.id,
                entries=entries if confirm == "all" else spread(entries, SAMPLED_ENTRIES),
                near_misses=_embodied(factor, near),
                first=0 if factor.id in _compared(one, findings.predicates, profile) else SAMPLED_ENTRIES,
            )
        )
    return tuple(found)


def _factors(one: HiddenList, predicates: Iterable[Predicate], profile: Profile) -> tuple[Factor, ...]:
    """What a list may be compared with: what the program was seen to compare it with, then what its kind suggests."""
    return _named((*_compared(one, predicates, profile), *_OF_LIST.get(one.kind, ())))


def _compared(one: HiddenList, predicates: Iterable[Predicate], profile: Profile) -> tuple[str, ...]:
    """The factors with whose reads the program was seen to compare a list, by its place or by its entries."""
    entries = frozenset(_held(one))

    def names(predicate: Predicate) -> bool:
        shared = len(entries & set(predicate.literals))
        return predicate.list_where == one.where or shared >= max(1, _NAMED_AS_COMPARED * len(entries))

    return tuple(
        factor for predicate in predicates if names(predicate) for factor in factors_read(predicate.read, profile)
    )


def _named(ids: Iterable[str]) -> tuple[Factor, ...]:
    by_id = {factor.id: factor for factor in FACTORS}
    return tuple(by_id[name] for name in dict.fromkeys(ids))


def _held(one: HiddenList) -> tuple[str, ...]:
    """The entries of a list that can be tried; those of an opaque list are digests, which no level holds."""
    return () if one.opaque else one.entries[:MOST_ENTRIES]


def _embodied(factor: Factor, texts: Iterable[str]) -> tuple[Embodiment, ...]:
    held = ((text, factor.holding(text)) for text in texts)
    return tuple(Embodiment(text=text, values=values) for text, values in held if values)
