"""Accounts that send nearly the same prompts, or deliver one item again."""

from __future__ import annotations

from countermark.campaigns.views._weighing import shared_by_surprise
from countermark.campaigns.views.record import View

NEAR_DUPLICATE = View(
    id="near-duplicate",
    title="nearly the same prompts",
    table="requests",
    column="bands",
    query="near_duplicate",
    proposes=True,
    evidence=shared_by_surprise,
)
