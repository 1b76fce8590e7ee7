"""``countermark.campaign-groups/1``: the groups that were found, for people and programs."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class JudgedPart(_Part):
    """What one view says of a group: its evidence beside the mean of random sets of like accounts."""

    view: str
    p_value: float
    evidence: float
    expected: float
    excess_bits: float
    random_sets: int
    holds: bool
    members_that_belong: int


class KeyPart(_Part):
    """A key that many members have: its name in the log, how many members have it, and how many accounts in all."""

    key: str
    members: int
    accounts: int


class HonestPart(_Part):
    """How many reviewed honest groups of a kind score as high: what speaks for the group."""

    kind: str
    groups: int


class GroupPart(_Part):
    """A coordinated group. ``p_honest`` and ``q_value`` are null where nothing could be told."""

    id: str
    view: str
    level: int
    tier: Literal["none", "notice", "limit", "abstain"]
    reason: str
    size: int
    members: list[str]
    requests: int
    first: str
    last: str
    score: float
    p_any: float
    p_two: float
    p_honest: float | None
    q_value: float | None
    reviewed_groups: int
    honest_groups_as_strange: list[HonestPart]
    judged: list[JudgedPart]
    keys: list[KeyPart]


class Document(_Part):
    """What was found in a log, what could not be judged, and what no tier is given for."""

    schema_: Literal["countermark.campaign-groups/1"] = Field(alias="schema", default="countermark.campaign-groups/1")
    accounts: int
    requests: int
    reviewed_groups: int
    notes: list[str]
    not_judged: dict[str, str]
    tiers_not_given: dict[str, str]
    tiers: dict[str, int]
    groups: list[GroupPart]


def schema() -> str:
    """The JSON Schema of the document."""
    return json.dumps(Document.model_json_schema(by_alias=True), indent=1) + "\n"
