"""Policies (``countermark.policy/1``): what a house allows a tool, as a TOML file that people write and review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field

from countermark.factors import ALL as FACTORS
from countermark.model.policy import (
    AllowedCollection,
    AllowedDestination,
    Completeness,
    Limits,
    Policy,
    Waiver,
)
from countermark.store.toml import StrictForm, line_of, read_file, read_form, refuse

_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
_Bits = Annotated[float, Field(ge=0, strict=False)]
_PLANTED = "canary:"


class CollectionForm(StrictForm):
    """A value that may leave; ``*`` stands for anything."""

    factor: _Text
    form: _Text = "*"
    host: _Text = "*"


class DestinationForm(StrictForm):
    """A host that may be contacted; ``*`` stands for anything."""

    host: _Text
    port: Annotated[int, Field(ge=0, le=65535)] = 0


class SignalForm(StrictForm):
    """A covert signal that somebody takes on, until the end of a day (UTC)."""

    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    reason: _Text
    owner: _Text
    expires: date
    bits: _Bits | None = None


class LimitsForm(StrictForm):
    """The most bits of one covert signal, and of all of them together, allowed or not."""

    signal_bits: _Bits | None = None
    total_bits: _Bits | None = None


class CompleteForm(StrictForm):
    """What must have been examined beside what every audit demands of itself."""

    factors: list[_Text] = Field(default_factory=list)
    strength: Annotated[int, Field(ge=1, le=3)] = 1
    combinations: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.0
    probes: bool = False


class PolicyForm(StrictForm):
    """What a tool may do: what it does not name is not allowed."""

    schema_: Literal["countermark.policy/1"] = Field(alias="schema")
    collections: list[CollectionForm] = Field(default_factory=list)
    destinations: list[DestinationForm] = Field(default_factory=list)
    signals: list[SignalForm] = Field(default_factory=list)
    limits: LimitsForm = Field(default_factory=LimitsForm)
    complete: CompleteForm = Field(default_factory=CompleteForm)


FORM: type[BaseModel] = PolicyForm
Entry = TypeVar("Entry", bound=StrictForm)


def read_policy(path: Path) -> Policy:
    """The policy in the file at ``path``.

    Raises:
        UsageError: it cannot be read, is not of its form, or contradicts itself; names the key and its line.
    """
    return parse_policy(read_file(path), str(path))


def parse_policy(content: bytes, origin: str) -> Policy:
    """The policy that a TOML text holds.

    Raises:
        UsageError: it is not of its form, or contradicts itself; names the key and its line.
    """
    form = read_form(PolicyForm, content, origin)
    text = content.decode("utf-8")
    _check(form, content, origin)
    return Policy(
        origin=origin,
        collections=tuple(
            AllowedCollection(factor=one.factor, form=one.form, host=one.host, line=line)
            for one, line in _lined(form.collections, text, "collections", "factor")
        ),
        destinations=tuple(
            AllowedDestination(host=one.host, port=one.port, line=line)
            for one, line in _lined(form.destinations, text, "destinations", "host")
        ),
        waivers=tuple(
            Waiver(
                fingerprint=one.fingerprint,
                reason=one.reason,
                owner=one.owner,
                expires=one.expires,
                bits=one.bits,
                line=line,
            )
            for one, line in _lined(form.signals, text, "signals", "fingerprint")
        ),
        limits=Limits(signal_bits=form.limits.signal_bits, total_bits=form.limits.total_bits),
        complete=Completeness(
            factors=tuple(form.complete.factors),
            strength=form.complete.strength,
            combinations=form.complete.combinations,
            probes=form.complete.probes,
        ),
    )


def _lined(entries: Sequence[Entry], text: str, table: str, key: str) -> Iterator[tuple[Entry, int]]:
    """Each entry of an array of tables with the line on which its ``key`` stands."""
    return ((one, _line(text, [table, index, key])) for index, one in enumerate(entries))


def _line(text: str, keys: Sequence[str | int]) -> int:
    """The line of a key or, where it stands in a table within a line, of what that is in."""
    return next(filter(None, (line_of(text, keys[:depth]) for depth in range(len(keys), 0, -1))), 1)


def _check(form: PolicyForm, content: bytes, origin: str) -> None:
    """Whether the parts of a policy can hold together."""
    factors = {factor.id for factor in FACTORS}
    for name in form.complete.factors:
        if name not in factors:
            raise refuse(origin, content, ["complete", "factors"], f"there is no factor {name!r}", _known(factors))
    for index, one in enumerate(form.collections):
        if not (one.factor in factors or "*" in one.factor or one.factor.startswith(_PLANTED)):
            why = f"there is no factor {one.factor!r}"
            raise refuse(origin, content, ["collections", index, "factor"], why, _known(factors))
    _once(form.signals, lambda one: (one.fingerprint,), ("signals", "fingerprint"), content, origin)
    _once(form.destinations, lambda one: (one.host.lower(), one.port), ("destinations", "host"), content, origin)
    _once(
        form.collections,
        lambda one: (one.factor, one.form, one.host.lower()),
        ("collections", "factor"),
        content,
        origin,
    )
    limits = [bits for bits in (form.limits.signal_bits, form.limits.total_bits) if bits is not None]
    for index, waiver in enumerate(form.signals):
        if waiver.bits is not None and limits and waiver.bits > min(limits):
            why = f"{waiver.bits:g} bits are allowed here, and no more than {min(limits):g} under [limits]"
            raise refuse(origin, content, ["signals", index, "bits"], why)
    if len(limits) > 1 and limits[0] > limits[1]:
        raise refuse(origin, content, ["limits", "signal-bits"], "one signal may carry more than all together")


def _once(
    entries: Sequence[Entry],
    key: Callable[[Entry], tuple[str | int, ...]],
    where: tuple[str, str],
    content: bytes,
    origin: str,
) -> None:
    """Refuses a second entry about the same: which of the two holds could only be guessed."""
    text, first = content.decode("utf-8"), dict[tuple[str | int, ...], int]()
    for index, one in enumerate(entries):
        if key(one) in first:
            line = _line(text, [where[0], first[key(one)], where[1]])
            raise refuse(origin, content, [where[0], index, where[1]], f"line {line} is about the same")
        first[key(one)] = index


def _known(factors: set[str]) -> str:
    return f"factors are {', '.join(sorted(factors))}"
