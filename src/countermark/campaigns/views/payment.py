"""Accounts that are paid for by the same means."""

from __future__ import annotations

from countermark.campaigns.views._weighing import shared_by_surprise
from countermark.campaigns.views.record import View

PAYMENT = View(
    id="payment",
    title="shared means of payment",
    table="accounts",
    column="payment",
    query="payment",
    proposes=True,
    evidence=shared_by_surprise,
)
