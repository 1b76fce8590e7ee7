"""The runs that put hidden lists to the proof: every entry once, beside near misses that are treated the same.

What is asked was fixed before these runs: that an entry moves the bytes that other entries of its list move, and that
a near miss does not. So each of them is a confirmation by itself, and none of them is used to discover anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermark.design.space import baseline
from countermark.model.design import Effect, Question
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose, Round, RunRequest
from countermark.model.static_evidence import Embodiment, ListCheck, ListOutcome

_ATTEMPTS = 2
_FIRST_OF_A_FORM = 6
"""Entries that try another form of level while none of their list moved anything by one."""


def next_checks(
    question: Question,
    checks: tuple[ListCheck, ...],
    effects: tuple[Effect, ...],
    asked: tuple[tuple[RunRequest, bool], ...],
    outcomes: tuple[ListOutcome, ...],
    number: int,
) -> Round | None:
    """The round of this number, or nothing where every list was tried as far as its outcomes call for.

    ``asked`` are the requests for lists so far, and whether each settled with evidence; ``outcomes`` what they showed.
    """
    wants: dict[Environment, str] = {}
    tried = _tally(asked)
    for check in checks:
        partners = _partners(check.factor, effects)
        outcome = next((one for one in outcomes if one.number == check.number), None)
        for item, value in _values(check, outcome):
            environment = _environment(question, partners, Level(factor=check.factor, value=value))
            good, attempts = tried.get(environment, (0, 0))
            if not good and attempts < _ATTEMPTS:
                wants.setdefault(environment, f"list {check.number}: {item.text}")
    if not wants:
        return None
    requests = tuple(
        RunRequest(id=f"{number:04d}-{index:03d}", environment=environment, purpose=Purpose.LIST, why=why)
        for index, (environment, why) in enumerate(wants.items(), 1)
    )
    return Round(number=number, requests=requests, why="entries of hidden lists, and near misses")


def _tally(asked: Iterable[tuple[RunRequest, bool]]) -> dict[Environment, tuple[int, int]]:
    found: dict[Environment, tuple[int, int]] = {}
    for request, settled in asked:
        good, attempts = found.get(request.environment, (0, 0))
        found[request.environment] = good + settled, attempts + 1
    return found


def _values(check: ListCheck, outcome: ListOutcome | None) -> Iterator[tuple[Embodiment, str]]:
    """First what is likeliest to be found; then, for what did not move, the other ways to hold it.

    Near misses come before entries: without them entries say nothing, and there may not be time for all.
    """
    moves = outcome is not None and bool(outcome.moved)
    entries = check.entries if moves or not check.first else spread(check.entries, check.first)
    yield from ((item, item.values[0]) for item in (*check.near_misses, *entries))
    if outcome is None or not outcome.unmoved or len(entries) < len(check.entries):
        return
    unmoved = [item for item in check.entries if item.text in set(outcome.unmoved)]
    if not outcome.moved:
        unmoved = unmoved[:_FIRST_OF_A_FORM]
    yield from ((item, value) for item in (*unmoved, *check.near_misses) for value in item.values[1:])


def spread(items: tuple[Embodiment, ...], most: int) -> tuple[Embodiment, ...]:
    """At most ``most`` of ``items``, from its beginning to its end at even distances."""
    if len(items) <= most:
        return items
    return tuple(items[index * (len(items) - 1) // max(most - 1, 1)] for index in range(most))


def _partners(factor: str, effects: Iterable[Effect]) -> dict[str, Level]:
    """Levels of other factors without which one of ``factor`` would show nothing, of the weightiest effects first."""
    found: dict[str, Level] = {}
    for effect in effects:
        if effect.weight > 0 and any(level.factor == factor for level in effect.trigger):
            for level in effect.trigger:
                if level.factor != factor:
                    found.setdefault(level.factor, level)
    return found


def _environment(question: Question, partners: dict[str, Level], level: Level) -> Environment:
    return baseline(question.factors).merged(*partners.values(), level)
