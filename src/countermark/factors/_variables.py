"""Levels that are a word for several environment variables, or the variables themselves: ``NAME=value;NAME=value``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations
from countermark.model.environment import Derivation, Setup, Variable

Words = Mapping[str, Mapping[str, str]]

# POSIX.1-2024, XBD 8.1: names of variables. What the sandbox needs itself is no level.
_ASSIGNMENT = re.compile(
    r"(?P<name>[A-Z_][A-Z0-9_]{0,63})=(?P<value>[\x21-\x3a\x3c-\x7e][\x20-\x3a\x3c-\x7e]{0,255})\Z"
)
_KEPT = frozenset({"PATH", "HOME", "USER", "LOGNAME"})
_TOO_COMMON = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0"})


def factor(
    name: str, title: str, levels: tuple[str, ...], contrasts: tuple[str, ...], words: Words, names: Mapping[str, str]
) -> Factor:
    """A factor whose levels are the ``words``; ``names`` says how people write each word."""
    return Factor(
        id=name,
        title=title,
        levels=levels,
        contrasts=contrasts,
        setup=lambda value: Setup(
            variables=tuple(Variable(name=key, value=text) for key, text in sorted(_variables(words, value).items()))
        ),
        derive=_derive(name, words, names),
        check=lambda value: _check(name, words, value),
    )


def _derive(name: str, words: Words, names: Mapping[str, str]) -> Callable[[str, str], tuple[Derivation, ...]]:
    def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
        return derivations(name, value, _forms(value, _variables(words, value), names))

    return derive


def _forms(value: str, variables: Mapping[str, str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables' values but those that occur everywhere, their names, and the word as people write it."""
    for key, text in variables.items():
        yield "value", "" if text.casefold() in _TOO_COMMON else text
        yield "variable", key
    if names.get(value):
        yield "word", value
        yield "word", value.replace("-", " ")
        yield "word", value.replace("-", "_")
        yield "product", names[value]


def _variables(words: Words, value: str) -> Mapping[str, str]:
    if value in words:
        return words[value]
    found = (_ASSIGNMENT.match(part) for part in value.split(";"))
    return {match["name"]: match["value"] for match in found if match}


def _check(name: str, words: Words, value: str) -> None:
    if value in words:
        return
    parts = [_ASSIGNMENT.match(part) for part in value.split(";")]
    if not all(part is not None and part["name"] not in _KEPT for part in parts):
        raise UsageError(
            f"{value!r} is not a level of {name}",
            why=f"it is neither one of {', '.join(words)} nor variables",
            hint=f"for example {name}='NAME=value;OTHER=value'",
        )
