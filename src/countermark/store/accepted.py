"""Accepted marks (``countermark.accepted/1``): a TOML file that people write, review and keep beside their texts.

It is read, and its schema is stated, without the libraries of the other forms: the scanner is usable alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from countermark.errors import UsageError
from countermark.model.accepted import Acceptance
from countermark.store.toml_text import quoted
from countermark.text.channels import ALL

FORM = "countermark.accepted/1"
_ENTRY = "accepted"
_HEADER = re.compile(rf"^[ \t]*\[\[[ \t]*{_ENTRY}[ \t]*\]\]")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_TEXTS = {
    "fingerprint": "of the marks, as reports of a scan name it",
    "channel": "all marks of a channel, in the files that where names",
    "kind": "only this kind of the channel",
    "where": "a pattern of path names, as docs/*.md",
    "reason": "why the marks may stay",
    "owner": "who answers for that",
}
_ASKED = ("reason", "owner", "expires")
_CHANNELS = tuple(channel.id for channel in ALL)


def read_accepted(path: Path) -> tuple[Acceptance, ...]:
    """The entries of a file.

    Raises:
        UsageError: it cannot be read, or is not of the form; the line is named.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read {path}", why=f"it is no UTF-8: byte {error.start}") from error
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is not TOML", why=str(error)) from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    reader = _Reader(path)
    entries = table.pop(_ENTRY, [])
    if table.pop("schema", None) != FORM:
        reader.refuse(1, f'it must begin with schema = "{FORM}"')
    if table:
        reader.refuse(1, f"there is no {', '.join(sorted(table))} in this form")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        reader.refuse(1, f"entries are written as tables [[{_ENTRY}]]")
    lines += [1] * len(entries)
    return tuple(reader.entry(entry, line) for entry, line in zip(entries, lines, strict=False))


class _Reader:
    """Reads entries of one file, and says which of its lines is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def refuse(self, line: int, why: str) -> NoReturn:
        """Says what is wrong, and where."""
        raise UsageError(f"{self._path}, line {line}: {why}", hint="docs/commands/scan.md says what an entry has")

    def entry(self, found: dict[str, object], line: int) -> Acceptance:
        """One entry, checked."""
        unknown = sorted(found.keys() - {*_TEXTS, "expires"})
        if unknown:
            self.refuse(line, f"there is no {', '.join(unknown)} in an entry")
        for name in _ASKED:
            if not found.get(name):
                self.refuse(line, f"the entry has no {name}: every accepted mark has a reason, an owner and a last day")
        texts = {name: self._text(found, name, line) for name in _TEXTS}
        expires = found["expires"]
        if not isinstance(expires, date) or isinstance(expires, datetime):
            self.refuse(line, "expires is a date without quotes, as 2027-06-30")
        self._check(texts, line)
        return Acceptance(**texts, expires=expires, line=line)

    def _text(self, found: dict[str, object], name: str, line: int) -> str:
        value = found.get(name, "")
        if not isinstance(value, str) or (name in _ASKED and not value.strip()):
            self.refuse(line, f"{name} is a text in quotes")
        return str(value)

    def _check(self, texts: dict[str, str], line: int) -> None:
        if texts["fingerprint"] and not _FINGERPRINT.fullmatch(texts["fingerprint"]):
            self.refuse(line, "a fingerprint has 32 hexadecimal digits")
        if texts["channel"] and texts["channel"] not in _CHANNELS:
            self.refuse(line, f"there is no channel {texts['channel']}")
        if texts["kind"] and not texts["channel"]:
            self.refuse(line, "a kind is one of a channel, which is not named")
        if not texts["fingerprint"] and not (texts["channel"] and texts["where"]):
            self.refuse(line, "an entry names a fingerprint, or a channel and where")


def entry_text(entries: Iterable[tuple[Acceptance, str]]) -> str:
    """A file with entries to be filled in, each below a comment of one line that says what it is about."""
    parts = [f'schema = "{FORM}"\n']
    for entry, comment in entries:
        lines = [f"\n# {comment}", f"[[{_ENTRY}]]"]
        lines += [f"{name} = {quoted(getattr(entry, name))}" for name in ("fingerprint", "channel", "kind", "where")]
        lines += ['reason = ""', 'owner = ""', f"expires = {entry.expires.isoformat()}\n"]
        parts.append("\n".join(lines))
    return "".join(parts)


def schema() -> str:
    """The JSON Schema of the file, once it is read as TOML."""
    entry = {
        "type": "object",
        "required": list(_ASKED),
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string", "description": meaning} for name, meaning in _TEXTS.items()},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": _TEXTS["fingerprint"]},
            "channel": {"enum": list(_CHANNELS), "description": _TEXTS["channel"]},
            "reason": {"type": "string", "minLength": 1, "description": _TEXTS["reason"]},
            "owner": {"type": "string", "minLength": 1, "description": _TEXTS["owner"]},
            "expires": {"type": "string", "format": "date", "description": "the last day on which the entry holds"},
        },
        "anyOf": [{"required": ["fingerprint"]}, {"required": ["channel", "where"]}],
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORM,
        "type": "object",
        "required": ["schema"],
        "additionalProperties": False,
        "properties": {"schema": {"const": FORM}, _ENTRY: {"type": "array", "items": entry}},
    }
    return json.dumps(whole, indent=2) + "\n"
