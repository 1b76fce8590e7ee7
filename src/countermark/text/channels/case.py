"""Upper and lower case."""

from __future__ import annotations

from countermark.text.channels.record import Channel
from countermark.text.stable import case_folded

CASE = Channel(id="case", title="Case", canonical=case_folded)
