"""Whether a probe may be believed: only where nothing of what the tool sent was otherwise with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from countermark.model.observation import Address, Observation
from countermark.model.probes import ProbeReport

LEAST = 2
"""Runs with a probe, and without: one of each would take whatever varies by itself for the probe's doing."""

MOST = 6
"""As many where something seems to differ. A field that is one of two texts by lot looks changed by one probe in eight
after two runs on each side, and by one in 2,048 after six (2 to the power of 1 - 2n)."""


def doubtful(without: tuple[Observation, ...], beside: Mapping[str, tuple[Observation, ...]]) -> tuple[str, ...]:
    """The probes with which something seems to be otherwise, as far as so few runs can tell."""
    return tuple(probe for probe, said in sorted(beside.items()) if next(_changed(without, said), None) is not None)


def probe_reports(
    without: tuple[Observation, ...],
    beside: Mapping[str, tuple[Observation, ...]],
    noisy: frozenset[Address],
    mute: frozenset[str] = frozenset(),
) -> tuple[ProbeReport, ...]:
    """How each probe fared, by its id; ``noisy`` addresses vary by themselves, as other runs showed.

    ``mute`` are the probes that wrote nothing, not even that they were there.
    """
    return tuple(
        ProbeReport(probe=probe, accepted=False, reason="the tool did not load it")
        if probe in mute
        else _report(probe, without, said, noisy)
        for probe, said in sorted(beside.items())
    )


def _report(
    probe: str, without: tuple[Observation, ...], beside: tuple[Observation, ...], noisy: frozenset[Address]
) -> ProbeReport:
    if len(without) < LEAST or len(beside) < LEAST:
        return ProbeReport(probe=probe, accepted=False, reason="not every run with it and without it ended well")
    if not all(any(exchange.is_model for exchange in said.exchanges) for said in beside):
        return ProbeReport(probe=probe, accepted=False, reason="the tool called no model with it")
    changed = tuple(address for address in _changed(without, beside) if address not in noisy)
    if changed:
        first = changed[0]
        fields = "1 field" if len(changed) == 1 else f"{len(changed)} fields"
        where = f"{first.part} {first.pointer or first.name} of {first.role}"
        return ProbeReport(probe=probe, accepted=False, reason=f"with it {fields} changed, the first of them {where}")
    return ProbeReport(probe=probe, accepted=True)


def _changed(without: tuple[Observation, ...], beside: tuple[Observation, ...]) -> Iterator[Address]:
    """Where all runs without a probe agree, all with it do, and the two differ."""
    mine, theirs = _texts(without), _texts(beside)
    for address in sorted(mine.keys() | theirs.keys()):
        one, other = mine.get(address, {None}), theirs.get(address, {None})
        if len(one) == 1 and len(other) == 1 and one != other:
            yield address


def _texts(observations: tuple[Observation, ...]) -> dict[Address, set[str | None]]:
    each = [{feature.address: feature.text for feature in said.features} for said in observations]
    return {address: {texts.get(address) for texts in each} for address in {key for texts in each for key in texts}}
