"""Characters that look like others: UTS #39's confusables, apostrophes, hyphens, slashes, dots."""

from __future__ import annotations

from countermark.text.channels.record import Channel
from countermark.text.confusables import look_alike

LOOK_ALIKE = Channel(id="look-alike", title="Look-alike characters", canonical=look_alike)
