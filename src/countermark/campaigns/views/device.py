"""Accounts that come from the same devices."""

from __future__ import annotations

from countermark.campaigns.views._weighing import shared_by_surprise
from countermark.campaigns.views.record import View

DEVICE = View(
    id="device",
    title="shared devices",
    table="requests",
    column="device",
    query="device",
    proposes=True,
    evidence=shared_by_surprise,
)
