"""A clean program of our own, into which tests plant."""

from __future__ import annotations

import json
import os
from pathlib import Path


class Shelf:
    """Keeps the newest values, up to a number of them."""

    def __init__(self, size: int = 16) -> None:
        self.size = size
        self.kept: dict[str, object] = {}

    def put(self, key: str, value: object) -> None:
        self.kept.pop(key, None)
        self.kept[key] = value
        while len(self.kept) > self.size:
            oldest = next(iter(self.kept))
            del self.kept[oldest]

    def get(self, key: str) -> object:
        if key not in self.kept:
            return None
        value = self.kept.pop(key)
        self.kept[key] = value
        return value


def settings(folder: str) -> dict[str, object]:
    """What the settings of a folder say; nothing where there are none."""
    path = Path(folder) / "settings.json"
    if not path.exists():
        return {}
    text = path.read_text("utf-8")
    return dict(json.loads(text))


def editor() -> str:
    """The editor that the user prefers."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return named
    return "vi"


def wrapped(text: str, width: int = 72) -> list[str]:
    """The lines of a paragraph."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines
