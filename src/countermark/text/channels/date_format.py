"""The same date with other separators, in another order, padded or not, or with the month's name."""

from __future__ import annotations

from countermark.text.channels.record import Channel
from countermark.text.dates import with_plain_dates

DATE_FORMAT = Channel(id="date-format", title="Date formats", canonical=with_plain_dates)
