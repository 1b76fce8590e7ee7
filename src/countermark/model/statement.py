"""What a signed statement about an audit says, once it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.verdict import Verdict

Predicate = Literal["test-result", "simple-verification-result"]
"""Which of in-toto's predicates a statement has."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Subject:
    """An artifact that a statement is about: ``sha256`` in lower-case hex."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What one statement says, free of contradictions.

    ``evidence_id`` is ``sha256:`` and the digest of the audit directory's ``SHA256SUMS``. ``created`` is when the
    verdict was rebuilt for it, empty where its predicate does not say it. ``results`` are what it calls passed, in the
    words of its predicate.
    """

    predicate: Predicate
    subjects: tuple[Subject, ...]
    purl: str
    evidence_id: str
    verdict: Verdict
    created: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A statement whose signature was verified, and the id of the key that verified it."""

    stated: Stated
    key_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What a file of statements says of one audit.

    ``passed_over`` is how many of its envelopes no given key verified. ``directory`` is the audit directory that was
    checked against it, empty where none was; ``replayed`` whether the verdict was rebuilt from that.
    """

    signed: tuple[Signed, ...]
    passed_over: int
    directory: str = ""
    replayed: bool = False
