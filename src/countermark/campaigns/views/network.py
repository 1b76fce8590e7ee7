"""Accounts that come from the same addresses."""

from __future__ import annotations

from countermark.campaigns.views._weighing import shared_by_surprise
from countermark.campaigns.views.record import View

NETWORK = View(
    id="network",
    title="shared network addresses",
    table="requests",
    column="ip",
    query="network",
    proposes=True,
    evidence=shared_by_surprise,
)
