"""What a form of report is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.model.verdict import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form of report; ``render`` gives the same text for the same audit, and text that UTF-8 can hold."""

    id: str
    title: str
    media_type: str
    render: Callable[[Audit], str]
