"""A history as one page that fetches nothing and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.comparison import History, Thread
from countermark.model.static import Choice, HiddenList
from countermark.report import finding_words, page_words
from countermark.report.chronicle import words
from countermark.report.templating import ENVIRONMENT, STYLE

_WIDTH = 600.0
_STYLES = {"has": "covert", "likely": "likely", "lacks": "fill"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A release on the timeline."""

    style: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A thread as the page shows it."""

    title: str
    label: str
    finding: HiddenList | Choice
    is_list: bool
    first: str
    changes: tuple[str, ...]
    parts: tuple[Stroke, ...]
    finding_in: frozenset[str]
    not_in: frozenset[str]


def render(found: History) -> str:
    """The page, complete in itself."""
    return ENVIRONMENT.get_template("history.html.j2").render(
        page=found,
        rows=[_view(one, found) for one in found.threads],
        heading=words.heading(found),
        lead=f"{words.lead(found)}.",
        say=finding_words,
        words=page_words,
        style=STYLE,
    )


def _view(one: Thread, found: History) -> ThreadView:
    changes = tuple(words.thread_changes(one, found))
    return ThreadView(
        title=words.thread_title(one),
        label="; ".join(changes),
        finding=one.finding,
        is_list=isinstance(one.finding, HiddenList),
        first=one.present[0],
        changes=changes,
        parts=_strokes(one, found),
        finding_in=frozenset(one.present),
        not_in=frozenset(one.absent),
    )


def _strokes(one: Thread, found: History) -> tuple[Stroke, ...]:
    width = _WIDTH / len(found.releases)
    return tuple(
        Stroke(style=_STYLES[state], x=index * width, width=max(width * 0.9, 0.5))
        for index, state in enumerate(words.states(one, found))
        if state
    )
