"""What a probe wrote, line by line; the tool ran beside it, so anything may stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator


def objects(log: bytes) -> Iterator[dict[str, object]]:
    """The JSON objects among the lines of ``log``; other lines are passed over."""
    for line in log.splitlines():
        try:
            said = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict):
            yield said
