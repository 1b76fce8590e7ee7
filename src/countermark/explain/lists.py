"""Whether the entries of a hidden list move the same bytes, and texts that look like them do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.place import Place
from countermark.model.run import RunRequest
from countermark.model.static_evidence import Embodiment, ListCheck, ListOutcome
from countermark.model.verdict import Kind, Signal

_MOST_UNUSUAL = 0.5
"""Of the near misses: where so many or more differ, the place varies by itself and tells nothing."""

_ALIKE = 2
"""So many entries must show one and the same text at a place that no signal names: what names its own host is plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Who is told from most near misses at one place."""

    place: Place
    moved: frozenset[str]
    near_moved: frozenset[str]


def list_outcomes(
    checks: tuple[ListCheck, ...],
    requests: tuple[RunRequest, ...],
    table: tuple[Place, ...],
    signals: tuple[Signal, ...],
    noisy: frozenset[Address] = frozenset(),
) -> tuple[ListOutcome, ...]:
    """What came of each check, in their order.

    ``requests`` are the settled runs for lists, ``table`` the places of these runs, and ``signals`` what the audit
    says without them. A place at which a covert signal of the list's factor stands is looked at first; of others,
    those at ``noisy`` addresses tell nothing.
    """
    quiet = tuple(place for place in table if place.address not in noisy)
    return tuple(_outcome(check, requests, table, quiet, signals) for check in checks)


def _outcome(
    check: ListCheck,
    requests: Iterable[RunRequest],
    table: tuple[Place, ...],
    quiet: tuple[Place, ...],
    signals: tuple[Signal, ...],
) -> ListOutcome:
    by_value: dict[str, list[str]] = {}
    for request in requests:
        by_value.setdefault(request.environment.value(check.factor), []).append(request.id)
    entries, near = _runs(check.entries, by_value), _runs(check.near_misses, by_value)
    standing = _standing(signals, check.factor)
    at_signals = [place for place in table if place.address in standing]
    best = _best(at_signals, entries, near, least=1) or _best_in_full(quiet, entries, near)
    moved = best.moved if best else frozenset()
    return ListOutcome(
        number=check.number,
        factor=check.factor,
        moved=tuple(text for text in entries if text in moved),
        unmoved=tuple(text for text in entries if text not in moved),
        near_misses=tuple(near),
        near_misses_moved=tuple(text for text in near if best and text in best.near_moved),
        where=best.place.address if best else None,
        signal=standing.get(best.place.address, "") if best else "",
        reason=_reason(check, entries, near),
    )


def _runs(items: Iterable[Embodiment], by_value: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The runs in which each text was tried; texts without any are left out."""
    found = {item.text: tuple(run for value in item.values for run in by_value.get(value, ())) for item in items}
    return {text: runs for text, runs in found.items() if runs}


def _standing(signals: Iterable[Signal], factor: str) -> dict[Address, str]:
    """Where a covert signal that the factor takes part in stands."""
    found: dict[Address, str] = {}
    for signal in signals:
        if signal.kind is Kind.COVERT and any(item.factor == factor for item in signal.trigger):
            for address in (signal.where, *signal.also):
                found.setdefault(address, signal.id)
    return found


def _best(
    places: Iterable[Place], entries: Mapping[str, tuple[str, ...]], near: Mapping[str, tuple[str, ...]], *, least: int
) -> _Split | None:
    """The place at which most entries are told from the near misses; the first of several."""
    splits = [split for place in places if (split := _split(place, entries, near, least)) is not None]
    return max(splits, key=lambda split: (-len(split.near_moved), len(split.moved)), default=None)


def _best_in_full(
    places: Iterable[Place], entries: Mapping[str, tuple[str, ...]], near: Mapping[str, tuple[str, ...]]
) -> _Split | None:
    """The first place, of no signal's, that tells all entries from all near misses: less could be chance."""
    splits = (_split(place, entries, near, min(_ALIKE, len(entries))) for place in places)
    return next((one for one in splits if one and not one.near_moved and len(one.moved) == len(entries)), None)


def _split(
    place: Place, entries: Mapping[str, tuple[str, ...]], near: Mapping[str, tuple[str, ...]], least: int
) -> _Split | None:
    """Who differs from most near misses at ``place``.

    Nothing where near misses do not agree, or no ``least`` entries show one and the same other text.
    """
    texts = {entry.run: entry.text for entry in place.texts}
    usual = _usual([texts.get(run) for runs in near.values() for run in runs])
    if usual is None:
        return None
    moved = {text: _told(runs, texts, usual[0]) for text, runs in entries.items()}
    alike = Counter(told for told in moved.values() if told is not None).most_common(1)
    if not alike or alike[0][1] < least:
        return None
    return _Split(
        place=place,
        moved=frozenset(text for text, told in moved.items() if told is not None),
        near_moved=frozenset(text for text, runs in near.items() if _told(runs, texts, usual[0]) is not None),
    )


def _usual(texts: list[str | None]) -> tuple[str | None] | None:
    """What most of ``texts`` are, in a tuple, as that may be nothing at all."""
    counts = Counter(texts).most_common(1)
    if not counts or counts[0][1] <= _MOST_UNUSUAL * len(texts):
        return None
    return (counts[0][0],)


def _told(runs: Iterable[str], texts: Mapping[str, str | None], usual: str | None) -> str | None:
    """What tells a text from the near misses, in the first of its runs that does; ``None`` where none does."""
    for run in runs:
        text = texts.get(run)
        if text != usual:
            return repr(text)
    return None


def _reason(check: ListCheck, entries: Mapping[str, object], near: Mapping[str, object]) -> str:
    untried = len(check.entries) - len(entries)
    if not entries:
        return "no run for it ended with evidence"
    if not near:
        return "no near miss was tried, so nothing tells its entries from other texts"
    return f"{untried} of {len(check.entries)} entries were not tried" if untried else ""
