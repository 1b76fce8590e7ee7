"""Runs pure pieces of a program in a sealed interpreter, many at a time: what came out, or why nothing did."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from countermark.errors import CountermarkError
from countermark.sandbox import runtimes
from countermark.sandbox.sealed import Answers, Sealed

_BATCH = 400
"""Pieces that one interpreter is given: what one of them breaks costs at most so many others a second start."""

MAX_DEATHS = 12
"""Interpreters that the pieces of one text may kill before the rest is left alone."""


_LIMIT = re.compile("memory|allocation failed|timed out", re.IGNORECASE)
"""What interpreters say when they get no more. Source: V8's messages.h (kArrayBufferAllocationFailed), CPython."""


@dataclass(frozen=True, slots=True)
class Question:
    """A piece of code. Functions that its value holds are called too: all, or ``only`` those of these texts."""

    code: str
    only: tuple[str, ...] | None = None


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
    """The sealed interpreters of this machine, started when first needed and kept until ``close``."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._running: dict[tuple[str, int], Sealed] = {}

    def close(self) -> None:
        """Every interpreter is gone; the next question starts a new one."""
        for sealed in self._running.values():
            sealed.close()
        self._running.clear()

    def evaluate(
        self, language: str, pieces: Sequence[Question], *, most_deaths: int = MAX_DEATHS
    ) -> tuple[Outcome, ...]:
        """What each piece gives; in their order. ``language`` is an id of ``countermark.static.program``."""
        outcomes: list[Outcome] = []
        deaths = 0
        while len(outcomes) < len(pieces):
            rest = len(pieces) - len(outcomes)
            if deaths > most_deaths:
                failure = "too many pieces before it broke their interpreter"
                return (*outcomes, *[Outcome(failure=failure, is_limit=True)] * rest)
            batch = pieces[len(outcomes) : len(outcomes) + _BATCH]
            try:
                answers = self._ask(language, batch)
            except CountermarkError as error:
                return (*outcomes, *[Outcome(failure=error.what, is_limit=True)] * rest)
            told = list(map(_outcome, answers.lines))
            if len(told) > len(batch) and told.pop().views != _CANARY_VIEWS:
                self.close()
                deaths += 1
                told = [Outcome(failure="a piece tampered with its interpreter", is_limit=True)] * len(batch)
            elif answers.ended_by and len(told) < len(batch):
                deaths += 1
                told.append(Outcome(failure=answers.ended_by, is_limit=True))
            outcomes += told
        return tuple(outcomes)

    def _ask(self, language: str, pieces: Sequence[Question]) -> Answers:
        key = language, os.getpid()  # a forked process must not talk to its parent's interpreter
        if key not in self._running:
            self._running[key] = Sealed(_command(language))
        questions = "".join(json.dumps(asdict(piece)) + "\n" for piece in (*pieces, _CANARIES[language])).encode()
        answers = self._running[key].ask(questions, len(pieces) + 1)
        if answers.ended_by:
            del self._running[key]
        return answers


_CANARIES = {
    "javascript": Question("return atob('Y2FuYXJ5LHRoYXQsc2luZ3M=').split(',')"),
    "python": Question("import base64\nRESULT = base64.b64decode(b'Y2FuYXJ5LHRoYXQsc2luZ3M=').decode().split(',')"),
}
"""The last question of each batch: an interpreter that gives something else was broken by a piece before it."""

_CANARY_VIEWS = (View(kind="items", texts=("canary", "that", "sings")),)


def _command(language: str) -> tuple[str, ...]:
    name, *options = _INTERPRETERS[language]
    runtime = next((one for one in runtimes.find() if one.name == name), None)
    if runtime is None or not runtime.executable.startswith("/usr/"):
        raise CountermarkError(
            f"there is no {name} below /usr", why="it runs pure code, sealed", hint=f"install {name}"
        )
    return (runtime.executable, *options, _worker(language))


def _outcome(line: bytes) -> Outcome:
    try:
        answer = json.loads(line)
    except ValueError:
        return Outcome(failure="the answer cannot be read")
    if "error" in answer:
        message = str(answer["error"])
        return Outcome(failure=message, is_limit=bool(_LIMIT.search(message)))
    return Outcome(views=tuple(_view(kind, held) for kind, held in answer["views"]))


def _view(kind: str, held: str | list[str]) -> View:
    return View(kind=kind, texts=(held,) if isinstance(held, str) else tuple(held))


_INTERPRETERS = {
    "javascript": (
        "node",
        "--disallow-code-generation-from-strings",
        "--max-old-space-size=384",
        "--stack-size=800",
        "-e",
    ),
    "python": ("python3", "-I", "-S", "-c"),
}


@cache
def _worker(language: str) -> str:
    suffix = {"javascript": ".js", "python": ".py"}[language]
    return Path(__file__).with_name(f"worker{suffix}").read_text("utf-8")
