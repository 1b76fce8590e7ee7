"""A history in words."""

from __future__ import annotations

from itertools import pairwise

from countermark.model.comparison import Change, History, Thread
from countermark.model.static import HiddenList
from countermark.report.finding_words import choice_title, list_title
from countermark.report.words import listed, plural

_MOST_NAMED = 4


def heading(found: History) -> str:
    """What was found in a few words."""
    if found.threads:
        said = f"{plural(len(found.threads), 'list or choice', 'lists and choices')} found"
        came, went = (_releases_of(found, kind) for kind in ("appeared", "disappeared"))
        return said + (f"; came in {listed(came)}" if came else "") + (f"; gone in {listed(went)}" if went else "")
    return "Nothing hidden was found" + (" in what was read" if found.outcome == "incomplete" else "")


def _releases_of(found: History, kind: str) -> list[str]:
    """The releases in which anything did so, in the order of the releases."""
    named = {change.version for one in found.threads for change in one.changes if change.kind == kind}
    return [release.version for release in found.releases if release.version in named][:_MOST_NAMED]


def lead(found: History) -> str:
    """How much it rests on."""
    read = sum(release.state in {"read", "partly-read"} for release in found.releases)
    return (
        f"{read} of {plural(len(found.releases), 'release')} from {found.releases[0].version} to "
        f"{found.releases[-1].version} were read ({found.platform}); nothing was run"
    )


def thread_title(one: Thread) -> str:
    """What the thread is about."""
    return list_title(one.finding) if isinstance(one.finding, HiddenList) else choice_title(one.finding)


def change_text(change: Change) -> str:
    """``appeared in 2.1.91 (2026-04-02); 2.1.90 does not have it``."""
    day = f" ({change.published[:10]})" if change.published else ""
    other = "does not have it" if change.kind == "appeared" else "still has it"
    said = f"{change.kind} in {change.version}{day}; {change.before} {other}"
    if change.between:
        said += f"; {listed(change.between, 6)} between them could not be read, and may have been first"
    return said


def states(one: Thread, found: History) -> tuple[str, ...]:
    """What is known of each release: ``has``, ``lacks``, ``likely`` where it lies between two that have it, or not."""
    present, absent = set(one.present), set(one.absent)
    said: list[str] = []
    for release in found.releases:
        known = "has" if release.version in present else "lacks" if release.version in absent else ""
        said.append(known)
    known_at = [index for index, state in enumerate(said) if state]
    for before, after in pairwise(known_at):
        if said[before] == said[after] == "has":
            said[before + 1 : after] = ["likely"] * (after - before - 1)
    return tuple(said)


def thread_changes(one: Thread, found: History) -> list[str]:
    """Where it came and went, or that it was always there."""
    if one.changes:
        return [change_text(change) for change in one.changes]
    del found
    return [f"in every release that was read, from {one.present[0]} to {one.present[-1]}"]
