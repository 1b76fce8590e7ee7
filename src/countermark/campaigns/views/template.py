"""Accounts that send the same system prompt or template."""

from __future__ import annotations

from countermark.campaigns.views._weighing import shared_by_surprise
from countermark.campaigns.views.record import View

TEMPLATE = View(
    id="template",
    title="shared templates",
    table="requests",
    column="head_sketch",
    query="template",
    proposes=True,
    evidence=shared_by_surprise,
)
