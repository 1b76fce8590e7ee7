"""What a view is: one way in which accounts can belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.campaigns.evidence import Evidence
from countermark.campaigns.window import Pairs, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view. ``table`` and ``column`` say what it needs; ``query`` names its SQL, which gives accounts and keys.

    The query of a view of ``requests`` is run on each day; that of a view of ``accounts`` once, where it has one.
    ``proposes`` says whether its keys make candidate groups. ``evidence`` judges the groups of *other* views; its
    ``Pairs`` are empty where there is no query.
    """

    id: str
    title: str
    table: str
    column: str
    query: str
    proposes: bool
    evidence: Callable[[Pairs, Roster], Evidence]
