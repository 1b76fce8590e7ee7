"""Whether what moved a text in sealed runs moves it again in fresh ones, from which alone the p-values come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermark.analyse.significance import exact_p, holm
from countermark.model.design import SIGNIFICANT
from countermark.model.environment import Level
from countermark.model.place import Place
from countermark.model.reproduction import RepeatedCause

LEAST_RUNS = 4
"""On each side: of two sides of three the exact p is at best 0.1, so from fewer nothing could follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Runs with a trigger and without it."""

    on: tuple[str, ...]
    off: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A trigger that was run again: ``places`` are those of its signal, over sealed and fresh runs together."""

    trigger: tuple[Level, ...]
    places: tuple[Place, ...]
    sealed: Sides
    fresh: Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """What stood at one place with the trigger and without it, sealed and fresh."""

    sealed_on: tuple[str | None, ...]
    sealed_off: tuple[str | None, ...]
    on: tuple[str | None, ...]
    off: tuple[str | None, ...]

    @property
    def p(self) -> float:
        return exact_p(tuple(map(repr, self.on)), tuple(map(repr, self.off))) if self.on and self.off else 1.0


def repeated(repeats: Sequence[Repeat]) -> tuple[RepeatedCause, ...]:
    """What became of each trigger, in their order.

    What is tested was fixed by the sealed runs: the places at which they told one side from the other in every run.
    Of several places of one trigger the surest speaks, adjusted for all. Where there is none, or runs are lacking, the
    trigger could not be tried.
    """
    tests = [(number, test) for number, one in enumerate(repeats) for test in _tests(one)]
    adjusted = holm([test.p for _, test in tests])
    best: dict[int, tuple[float, _Test]] = {}
    for (number, test), p in zip(tests, adjusted, strict=True):
        if number not in best or p < best[number][0]:
            best[number] = p, test
    return tuple(_said(one, best.get(number), len(tests)) for number, one in enumerate(repeats))


def _tests(one: Repeat) -> Iterable[_Test]:
    for place in one.places:
        texts = {entry.run: entry.text for entry in place.texts}
        sealed_on, sealed_off = _at(texts, one.sealed.on), _at(texts, one.sealed.off)
        if sealed_on and sealed_off and not set(sealed_on) & set(sealed_off):
            on, off = _at(texts, one.fresh.on), _at(texts, one.fresh.off)
            yield _Test(sealed_on=sealed_on, sealed_off=sealed_off, on=on, off=off)


def _at(texts: dict[str, str | None], runs: tuple[str, ...]) -> tuple[str | None, ...]:
    return tuple(texts[run] for run in runs if run in texts)


def _said(one: Repeat, best: tuple[float, _Test] | None, tests: int) -> RepeatedCause:
    enough = min(len(one.fresh.on), len(one.fresh.off)) >= LEAST_RUNS
    p, test = best or (1.0, _Test(sealed_on=(), sealed_off=(), on=(), off=()))
    there = p <= SIGNIFICANT
    return RepeatedCause(
        trigger=one.trigger,
        outcome="reproduced" if there else "not-reproduced" if best and enough else "could-not-run",
        p_adjusted=p,
        tests=tests,
        runs_with=len(one.fresh.on),
        runs_without=len(one.fresh.off),
        texts_with=_each(test.on),
        texts_without=_each(test.off),
        same_texts=there and set(test.on) == set(test.sealed_on) and set(test.off) == set(test.sealed_off),
    )


def _each(texts: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return tuple(sorted(set(texts), key=lambda text: (text is not None, text or "")))
