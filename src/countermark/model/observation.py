"""What a capture says, as addressed features."""

from __future__ import annotations

from dataclasses import dataclass

BLOCK_SEPARATOR = "\x1e"
"""Joins the texts of one array of text blocks (U+001E, RECORD SEPARATOR), so that an inserted block is an insertion."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """Where in a run's traffic something stands.

    ``role`` names the exchange by what it is for, independent of the host that the environment chose
    (``anthropic-messages:create#1``, ``GET registry.example /x#1``, ``run`` for the whole run).
    ``part`` is one of ``body header query path method destination dns order count``;
    ``pointer`` a JSON pointer (RFC 6901) into the decoded body, where elements of an array of named objects
    are written ``[name=…]``; ``name`` a header, query or DNS name.
    """

    role: str
    part: str
    pointer: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One addressed text; absent features have no entry."""

    address: Address
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request of the tool, located in the raw evidence.

    ``offset`` and ``length`` delimit the request's body in the client stream of ``connection`` as it came;
    ``decoded`` is false where the body could not be read as text or JSON (it is then opaque).
    """

    role: str
    host: str
    port: int
    method: str
    path: str
    connection: int
    is_model: bool
    sent_bytes: int
    body_offset: int
    body_length: int
    content_type: str
    decoded: bool
    why_opaque: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long something took in a run, in seconds; it is never the same twice, so it is no feature."""

    where: Address
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything that one run's capture says; features are sorted by address.

    ``cpu_s`` is how long the tool's processes computed, in all sessions together.
    """

    run: str
    features: tuple[Feature, ...]
    exchanges: tuple[Exchange, ...]
    timings: tuple[Timing, ...] = ()
    cpu_s: float = 0.0
