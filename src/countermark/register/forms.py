"""The files of a register: ``register.toml``, ``tools/<id>.toml`` and ``decisions/<id>.toml``.

Every file names its form and version, refuses unknown keys, and gives every moment with its zone.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from countermark.store.toml import KEBAB, StrictForm

Id = Annotated[str, Field(pattern=f"^{KEBAB}$", max_length=80)]
EvidenceId = Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]
Version = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+_-]*$", max_length=100)]

Domain = Annotated[
    str, Field(pattern=r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$", max_length=200)
]
"""A host name in ASCII and lower case, without a last dot; shorter than DNS allows, for a zone's name comes behind it.

Source: RFC 1123, section 2.1, and RFC 1035, section 2.3.1 (read 2026-11).
"""

Package = Annotated[str, Field(pattern=r"^(?:npm:(?:@[a-z0-9._~-]+/)?[a-z0-9._~-]+|pypi:[A-Za-z0-9][A-Za-z0-9._-]*)$")]
"""A package without a version, as targets are named.

Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name and
https://packaging.python.org/en/latest/specifications/name-normalization/ (read 2026-11).
"""

Command = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
TeamId = Annotated[str, Field(pattern="^[A-Z0-9]{10}$")]
SigningId = Annotated[str, Field(pattern=r"^(?:[A-Z0-9]{10}|platform):[A-Za-z0-9._-]+$")]
BundleId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def _one_line(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    strange = next((char for char in text if unicodedata.category(char) in {"Cc", "Zl", "Zp"}), "")
    if strange:
        raise ValueError(f"it must be one line of plain text, and holds U+{ord(strange):04X}")
    return text


def _stays_below(path: str) -> str:
    if {".", ".."} & set(path.split("/")):
        raise ValueError("it must not hold . or ..")
    return path


HomePath = Annotated[str, Field(pattern=r"^~(?:/[A-Za-z0-9 ._@+-]+)+$", max_length=300), AfterValidator(_stays_below)]
"""A path below the user's home, as ``~/.local/bin/tool``: a removal reaches no further."""

Line = Annotated[str, Field(max_length=1000), AfterValidator(_one_line)]
"""A text of one line without control characters: it goes into scripts, zones and pages."""


class Status(StrEnum):
    """What may be done with a tool."""

    APPROVED = "approved"
    RESTRICTED = "restricted"
    HIGH_RISK = "high-risk"
    BANNED = "banned"


class Verdict(StrEnum):
    """What an audit found, in its own words."""

    COVERT = "covert"
    NOTHING_COVERT_FOUND = "nothing-covert-found"
    INCOMPLETE = "incomplete"


class RegisterForm(StrictForm):
    """``register.toml``: whose register it is."""

    schema_: Literal["countermark.register/1"] = Field(alias="schema")
    title: Line
    contact: Line = Field(description="whom staff write to")


class VersionForm(StrictForm):
    """A release of a tool."""

    version: Version
    released: date


class EvidenceForm(StrictForm):
    """An audit of one version, named by the evidence id of its sealed directory."""

    id: EvidenceId
    version: Version
    audited: AwareDatetime
    verdict: Verdict = Field(strict=False)
    findings: tuple[Line, ...] = Field(default=(), strict=False)
    report: str = Field(default="", description="its JSON report, a path in the register; checked against this entry")
    directory: str = Field(default="", description="its sealed directory, a path in the register; every byte checked")


class ProgramsForm(StrictForm):
    """By what a tool is known on a machine."""

    commands: tuple[Command, ...] = Field(default=(), strict=False)
    paths: tuple[HomePath, ...] = Field(default=(), strict=False)
    team_ids: tuple[TeamId, ...] = Field(default=(), strict=False)
    signing_ids: tuple[SigningId, ...] = Field(default=(), strict=False)
    bundle_ids: tuple[BundleId, ...] = Field(default=(), strict=False)
    sha256: tuple[Sha256, ...] = Field(default=(), strict=False)


class ToolForm(StrictForm):
    """``tools/<id>.toml``: a tool, its versions and what audits found."""

    schema_: Literal["countermark.tool/1"] = Field(alias="schema")
    title: Line
    vendor: Line
    packages: tuple[Package, ...] = Field(default=(), strict=False)
    domains: tuple[Domain, ...] = Field(
        default=(), strict=False, description="hosts that serve this tool alone, with all below them"
    )
    uninstall: tuple[Line, ...] = Field(default=(), strict=False, description="what a person types to remove it")
    programs: ProgramsForm = ProgramsForm()
    versions: tuple[VersionForm, ...] = Field(default=(), strict=False)
    evidence: tuple[EvidenceForm, ...] = Field(default=(), strict=False)


class ExceptionForm(StrictForm):
    """Who may do otherwise, why, who answers for it, and until when."""

    hosts: tuple[Line, ...] = Field(strict=False, min_length=1)
    reason: Line
    owner: Line
    granted_by: Line
    expires: AwareDatetime


class DecisionForm(StrictForm):
    """``decisions/<id>.toml``: what is decided of a tool, from when, on what evidence and by whom."""

    schema_: Literal["countermark.decision/1"] = Field(alias="schema")
    tool: Id
    status: Status = Field(strict=False)
    versions: tuple[Version, ...] = Field(default=(), strict=False, description="none: every version")
    decided: AwareDatetime
    effective: AwareDatetime
    reason: Line
    conditions: tuple[Line, ...] = Field(default=(), strict=False)
    alternative: Id | None = None
    evidence: tuple[EvidenceId, ...] = Field(strict=False)
    requester: Line
    decider: Line
    supersedes: tuple[Id, ...] = Field(default=(), strict=False)
    exceptions: tuple[ExceptionForm, ...] = Field(default=(), strict=False)


FORMS: tuple[type[BaseModel], ...] = (RegisterForm, ToolForm, DecisionForm)
