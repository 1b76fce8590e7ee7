"""Tabulates observations: one row for every place whose text is not the same in all runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from countermark.analyse.random_fields import properties
from countermark.model.design import Reading, RunReadings
from countermark.model.observation import Address, Observation
from countermark.model.place import Place, RunText
from countermark.model.run import RunRequest
from countermark.text.align import Slot, align

_ANNOUNCED = re.compile(r"\[[a-z_]{1,20}\]")


def places(observations: tuple[Observation, ...]) -> tuple[Place, ...]:
    """Every place that varies over the runs, sorted by address and slot.

    The first run in which a text is present is the reference that slots are counted in, so the table is a
    function of the observations and their order alone.
    """
    table: dict[Address, dict[str, str]] = {}
    for observation in observations:
        for feature in observation.features:
            table.setdefault(feature.address, {})[observation.run] = feature.text
    runs = tuple(observation.run for observation in observations)
    found = (place for address in sorted(table) for place in _at(address, table[address], runs))
    return tuple(found)


def _at(address: Address, texts: dict[str, str], runs: tuple[str, ...]) -> Iterator[Place]:
    distinct = tuple(dict.fromkeys(texts.values()))
    present_everywhere = len(texts) == len(runs)
    if present_everywhere and len(distinct) == 1:
        return
    if not present_everywhere:
        yield _presence(address, texts, runs)
    if len(distinct) < 2:  # noqa: PLR2004 -- one text cannot vary
        return
    slots = _slots(distinct)
    for slot in slots:
        by_text = dict(zip(distinct, slot.texts, strict=True))
        place = Place(
            feature=f"{_name(address)}@{slot.id}",
            address=_precise(address, distinct[0], slot.start),
            before=slot.before,
            after=slot.after,
            start=slot.start,
            line=slot.line,
            until=slot.until,
            whole=slot.whole,
            texts=tuple(RunText(run=run, text=by_text[texts[run]]) for run in runs if run in texts),
        )
        yield place
        yield from properties(place)


def _precise(address: Address, reference: str, start: int) -> Address:
    """Where a slot of joined texts stands in the reference: the block, and the message, that it is in.

    Joined texts are written by ``observe``: blocks separated by U+001E, messages announced as ``[role]``.
    """
    if address.name != "blocks":
        return address
    message, block = -1, -1
    for segment in reference[:start].split("\x1e"):
        if _ANNOUNCED.fullmatch(segment):
            message, block = message + 1, -1
        else:
            block += 1
    inside = f"/{message}/content/{max(block, 0)}/text" if message >= 0 else f"/{max(block, 0)}/text"
    return replace(address, pointer=f"{address.pointer}{inside}", name="")


def _presence(address: Address, texts: dict[str, str], runs: tuple[str, ...]) -> Place:
    """Whether there is anything at all at an address that is not always there.

    The text is that of the first run that had it, so that a reader sees *what* comes and goes; how it
    varies where it is present is left to the address's own slots.
    """
    shown = next(iter(texts.values()))
    return Place(
        feature=f"{_name(address)}?",
        address=address,
        before="",
        after="",
        start=0,
        line=0,
        until=0,
        whole=True,
        texts=tuple(RunText(run=run, text=shown if run in texts else None) for run in runs),
    )


@lru_cache(maxsize=4096)
def _slots(distinct: tuple[str, ...]) -> tuple[Slot, ...]:
    """Aligned slots of ``distinct``; remembered, because most texts do not change from round to round."""
    return align(distinct[0], distinct)


def _name(address: Address) -> str:
    return f"{address.role}|{address.part}|{address.pointer}|{address.name}"


def readings(
    requests: Iterable[RunRequest], table: tuple[Place, ...], observed: frozenset[str]
) -> tuple[RunReadings, ...]:
    """What the planner is told: opaque values of opaque features, one entry a settled run.

    Runs that are not in ``observed`` failed.
    """
    by_run: dict[str, list[Reading]] = {}
    for place in table:
        for entry in place.texts:
            value = "absent" if entry.text is None else _value(entry.text)
            by_run.setdefault(entry.run, []).append(Reading(feature=place.feature, value=value))
    return tuple(
        RunReadings(
            run=request.id,
            environment=request.environment,
            purpose=request.purpose,
            readings=tuple(sorted(by_run.get(request.id, ()))),
            failed=request.id not in observed,
        )
        for request in requests
    )


def _value(text: str) -> str:
    """``text`` itself while it is short, else its digest: equal texts, equal values."""
    if len(text) <= 64:  # noqa: PLR2004 -- about the length of the digest
        return f"={text}"
    return "#" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
