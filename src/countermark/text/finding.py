"""Everything that one text has in any channel."""

from __future__ import annotations

from countermark.model.marks import Pattern
from countermark.text.channels import ALL


def patterns(text: str) -> tuple[Pattern, ...]:
    """What of ``text`` could carry something unseen, by channels and kinds; total and deterministic."""
    return tuple(pattern for channel in ALL for pattern in channel.find(text))
