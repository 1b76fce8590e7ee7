"""A factor: one aspect of the environment, its levels, and what each of them does and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from countermark.errors import UsageError
from countermark.model.environment import Derivation, Setup

UNSET = "unset"
"""The level at which nothing is said: the sandbox's own constant stands."""


def nothing(text: str) -> tuple[str, ...]:  # noqa: ARG001 -- whatever it is
    """No level: what is compared with this factor cannot be told from a text alone."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One aspect of the environment that an audit varies.

    ``levels`` stand in the covering array, the baseline first; ``contrasts`` are tried as contrasts only.
    ``setup`` and ``derive`` take any value that ``check`` lets pass, listed or not. ``derive`` is given the
    instant that the tool is shown (ISO 8601) and says what a reader plainly sees of the value: the value
    itself (form ``value``) and well-known consequences, each format under a form of its own: what stands before
    the colon of a form is what is told, behind it in which format (``local-date:iso``). Two formats of one thing
    are a way to hide something, so different things never share the part before the colon.
    ``check`` raises ``UsageError`` for what is no level. ``holding`` gives the levels in which a text that a program
    compares with stands the way such a value would hold it (a host as the URL's host, then as its parent domain): the
    likeliest first, none where no level can hold it. Whatever it gives passes ``check``.
    ``on_request``: why the factor is varied only where the user asks for it; empty where it always is.
    """

    id: str
    title: str
    levels: tuple[str, ...]
    contrasts: tuple[str, ...]
    setup: Callable[[str], Setup]
    derive: Callable[[str, str], tuple[Derivation, ...]]
    check: Callable[[str], None]
    holding: Callable[[str], tuple[str, ...]] = nothing
    on_request: str = ""


def one_of(factor: str, levels: tuple[str, ...]) -> Callable[[str], None]:
    """The ``check`` of a factor that has these levels and no others."""

    def check(value: str) -> None:
        if value not in levels:
            raise UsageError(
                f"{value!r} is not a level of {factor}",
                why=f"its levels are {', '.join(levels)}",
                hint=f"try {factor}={levels[-1]}",
            )

    return check


def derivations(factor: str, value: str, forms: Iterable[tuple[str, str]]) -> tuple[Derivation, ...]:
    """One derivation for each distinct ``(form, text)`` that has a text, sorted."""
    kept = sorted({(form, text) for form, text in forms if text})
    return tuple(Derivation(factor=factor, value=value, form=form, text=text) for form, text in kept)


def passing(levels: Iterable[str], check: Callable[[str], None]) -> tuple[str, ...]:
    """Those of ``levels`` that ``check`` lets pass, each once."""
    kept: dict[str, None] = {}
    for level in levels:
        try:
            check(level)
        except UsageError:
            continue
        kept[level] = None
    return tuple(kept)
