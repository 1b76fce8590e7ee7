"""A factor: one aspect of the environment, its levels, and what each of them does and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from countermark.model.environment import Derivation, Setup

UNSET = "unset"
"""The level at which nothing is said: the sandbox's own constant stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One aspect of the environment that an audit varies.

    ``levels`` stand in the covering array, the baseline first; ``contrasts`` are tried as contrasts only.
    ``setup`` and ``derive`` take any value that ``check`` lets pass, listed or not. ``derive`` is given the
    instant that the tool is shown (ISO 8601) and says what a reader plainly sees of the value: the value
    itself (form ``value``) and well-known consequences, each format under a form of its own: what stands before
    the colon of a form is what is told, behind it in which format (``local-date:iso``). Two formats of one thing
    are a way to hide something, so different things never share the part before the colon.
    ``check`` raises ``UsageError`` for what is no level.
    """

    id: str
    title: str
    levels: tuple[str, ...]
    contrasts: tuple[str, ...]
    setup: Callable[[str], Setup]
    derive: Callable[[str, str], tuple[Derivation, ...]]
    check: Callable[[str], None]


def derivations(factor: str, value: str, forms: Iterable[tuple[str, str]]) -> tuple[Derivation, ...]:
    """One derivation for each distinct ``(form, text)`` that has a text, sorted."""
    kept = sorted({(form, text) for form, text in forms if text})
    return tuple(Derivation(factor=factor, value=value, form=form, text=text) for form, text in kept)
