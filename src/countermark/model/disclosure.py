"""What a vendor says that its tool reads, checks and sends, and what became of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.environment import Environment
from countermark.model.static import ReadKind
from countermark.model.verdict import Kind

Answer = Literal["confirmed", "contradicted", "not-exercised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A host that the tool talks to; ``{base-url}`` and the like stand for the host that the user's setting names.

    ``port`` is 0 for such a one. ``model_calls`` is whether it is asked as a model; ``purpose`` is said in words.
    """

    host: str
    port: int
    model_calls: bool
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A value of the environment that goes to a host, in these forms and fields and no others."""

    factor: str
    host: str
    forms: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What is sent follows these factors together, in these fields, without their values being sent there."""

    factors: tuple[str, ...]
    kind: Kind
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What of one kind the program asks its surroundings."""

    kind: ReadKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """A level (``factor=value``) under which none of these hosts is contacted."""

    level: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The whole of it: it says that there is nothing else. ``sha256`` are the digests of the shipped files."""

    purl: str
    sha256: tuple[str, ...]
    vendor: str
    contacts: tuple[Contact, ...] = ()
    sent: tuple[Sent, ...] = ()
    followed: tuple[Followed, ...] = ()
    reads: tuple[Reads, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """Whom one run of an audit talked to, and under which environment."""

    run: str
    environment: Environment
    hosts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim, what the audit says of it, and why; ``subject`` is what it is about, the same in every check of it."""

    subject: str
    claim: str
    answer: Answer
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Every claim of a disclosure, put to an audit."""

    purl: str
    evidence_id: str
    checks: tuple[Check, ...]

    def having(self, answer: Answer) -> tuple[Check, ...]:
        """The checks that ended so."""
        return tuple(check for check in self.checks if check.answer == answer)
