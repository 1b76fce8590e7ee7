"""Server-sent events.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html, read 2026-11.
"""

from __future__ import annotations

from countermark.wire.json_values import encode, write_json
from countermark.wire.messages import Header

STREAM_HEADERS = (
    Header(name="content-type", value="text/event-stream; charset=utf-8"),
    Header(name="cache-control", value="no-cache"),
)


def write_event(value: object, *, name: str = "") -> bytes:
    """One event whose data is ``value`` as JSON on one line (JSON escapes line ends)."""
    head = f"event: {name}\n" if name else ""
    return encode(f"{head}data: {write_json(value)}\n\n")
