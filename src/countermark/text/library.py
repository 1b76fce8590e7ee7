"""What other programs may import: it needs the standard library alone, and keeps its names within a major version."""

from __future__ import annotations

from countermark.model.compared_texts import Spot, Unseen
from countermark.model.marks import Mark, Pattern, Reading
from countermark.text.canonical import Canonical, canonicalised
from countermark.text.comparing import Compared, compared
from countermark.text.finding import everywhere, patterns
from countermark.text.opened import Opened, opened
from countermark.text.ordinary import suspicion
from countermark.text.splices import NotSpliced, Splice, restored
from countermark.text.visible import visible

__all__ = [
    "Canonical",
    "Compared",
    "Mark",
    "NotSpliced",
    "Opened",
    "Pattern",
    "Reading",
    "Splice",
    "Spot",
    "Unseen",
    "canonicalised",
    "compared",
    "everywhere",
    "opened",
    "patterns",
    "restored",
    "suspicion",
    "visible",
]
