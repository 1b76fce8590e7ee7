"""Campaigns: distillation and resale rings, found in a provider's own request logs.

::

    request logs ── intake ──→ one day at a time ── sql/*.sql ──→ daily aggregates, kept
                                                                        │ sums over days
    accounts, library ──────────────────────────────────────────→  the window
                                                                        │ who shares what
                            views/*.py ── surprise, Leiden ──→ candidate groups, a view each
                                                                        │ judged by the other views
                            permutation nulls, honest groups' scores, FDR ──→ tiers ──→ findings

No prompt text is read anywhere. The room shares no types with audits.
"""
