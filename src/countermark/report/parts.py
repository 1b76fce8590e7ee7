"""What every document is made of: objects that readers must let further keys pass in, and the parts that all share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from countermark.model.observation import Address

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Part(BaseModel):
    """An object of the document; readers must let further keys pass, as later versions add some."""

    model_config = ConfigDict(frozen=True, extra="allow")


class ArtifactPart(Part):
    """A file as it was shipped."""

    name: str
    sha256: Sha256
    size_bytes: int


class TargetPart(Part):
    """What was audited; ``platform`` is what platform packages were resolved for."""

    purl: str
    name: str
    version: str
    platform: str
    artifacts: list[ArtifactPart]


class CompletePart(Part):
    """Whether the evidence carries a verdict, and if not why."""

    ok: bool
    reasons: list[str]


class SkippedPart(Part):
    """What was not examined, and why."""

    step: str
    reason: str


class WherePart(Part):
    """A place in the traffic: ``pointer`` is a JSON pointer into the decoded body, ``name`` a header's or the like."""

    role: str
    part: str
    pointer: str
    name: str


def where_part(address: Address) -> WherePart:
    """A place in the traffic as JSON."""
    return WherePart(role=address.role, part=address.part, pointer=address.pointer, name=address.name)
