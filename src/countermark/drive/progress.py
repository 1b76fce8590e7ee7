"""What a drive tells whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives what is being done; ``runs`` may be called very often."""

    def step(self, text: str) -> None:
        """A new step has begun."""

    def runs(self, done: int, planned: int, note: str) -> None:
        """``done`` of the ``planned`` runs of this round have settled."""
