"""Runs pure pieces of a program in a sealed interpreter, many at a time: what came out, or why nothing did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from countermark.errors import CountermarkError
from countermark.sandbox import runtimes
from countermark.sandbox.sealed import LIMITS, Sealed, compute

_BATCH = 400
"""Pieces that one interpreter is given: what one of them breaks costs at most so many others a second start."""

_MAX_DEATHS = 12
"""Interpreters that pieces may kill before the rest is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A text that a value holds, a regular expression's pattern, or the texts of one row of it."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a piece gave: ``failure`` says in words why nothing, and is empty where it ended."""

    views: tuple[View, ...] = ()
    failure: str = ""
    is_limit: bool = False


class Engine:
    """The sealed interpreters of this machine. ``language`` is an id of ``countermark.static.program``."""

    def evaluate(self, language: str, pieces: Sequence[str]) -> tuple[Outcome, ...]:
        """What each piece gives; in their order, and the same each time."""
        outcomes: list[Outcome] = []
        deaths = 0
        while len(outcomes) < len(pieces):
            if deaths > _MAX_DEATHS:
                rest = len(pieces) - len(outcomes)
                outcomes += [Outcome(failure="too many pieces before it broke their interpreter", is_limit=True)] * rest
                break
            batch = pieces[len(outcomes) : len(outcomes) + _BATCH]
            try:
                found, killed_by = _run(language, batch)
            except CountermarkError as error:
                outcomes += [Outcome(failure=error.what, is_limit=True)] * (len(pieces) - len(outcomes))
                break
            outcomes += found
            if len(found) < len(batch):
                deaths += 1
                outcomes.append(Outcome(failure=killed_by, is_limit=True))
        return tuple(outcomes)


def _run(language: str, pieces: Sequence[str]) -> tuple[list[Outcome], str]:
    """The outcomes of the first pieces, and what ended the interpreter at the next one."""
    runtime = next((one for one in runtimes.find() if one.name == _INTERPRETERS[language][0]), None)
    if runtime is None:
        name = _INTERPRETERS[language][0]
        raise CountermarkError(f"there is no {name}", why="it runs pure code, sealed", hint=f"install {name}")
    given = "".join(json.dumps(piece) + "\n" for piece in pieces).encode()
    sealed = compute((runtime.executable, *_INTERPRETERS[language][1:], _worker(language)), given, LIMITS)
    outcomes = list(_outcomes(sealed, len(pieces)))
    return outcomes, sealed.stopped_by or _last_words(sealed)


def _last_words(sealed: Sealed) -> str:
    if "heap" in sealed.complaint or "memory" in sealed.complaint.lower():
        return "it used up the interpreter's memory"
    return f"the interpreter ended with {sealed.exit_code}"


def _outcomes(sealed: Sealed, count: int) -> Iterator[Outcome]:
    lines = sealed.output.split(b"\n")[:-1]
    for line in lines[:count]:
        try:
            answer = json.loads(line)
        except ValueError:
            return
        if "error" in answer:
            message = str(answer["error"])
            yield Outcome(failure=message, is_limit="timed out" in message or "memory" in message.lower())
        else:
            yield Outcome(views=tuple(_view(kind, held) for kind, held in answer["views"]))


def _view(kind: str, held: str | list[str]) -> View:
    return View(kind=kind, texts=(held,) if isinstance(held, str) else tuple(held))


_INTERPRETERS = {
    "javascript": ("node", "--max-old-space-size=384", "--stack-size=800", "-e"),
    "python": ("python3", "-I", "-S", "-c"),
}


@cache
def _worker(language: str) -> str:
    suffix = {"javascript": ".js", "python": ".py"}[language]
    return Path(__file__).with_name(f"worker{suffix}").read_text("utf-8")
