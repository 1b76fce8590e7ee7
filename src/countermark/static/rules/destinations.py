"""Where the program may send to: every URL, host and address among its literals, each once."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Literal

from countermark.model.static import Destination
from countermark.static.decoding.lists import is_host
from countermark.static.literals import LiteralKind
from countermark.static.rules.record import Rule, Subject

_URL = re.compile(
    r"(?P<scheme>https?|wss?|ftp)://(?P<host>(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]|localhost)"
    r"(?P<rest>(?::\d{1,5})?(?:[/?#][^\s\"'`<>\\)\]},]*)?)"
)
_MAX_TEXT = 100_000
_MAX_HOST = 253
_MAX_VALUE = 300
_KINDS = frozenset({LiteralKind.STRING, LiteralKind.PART})

Kind = Literal["url", "host", "address"]


def _find(subject: Subject) -> Iterator[Destination]:
    found: dict[tuple[Kind, str, str], list[int]] = {}
    for literal in subject.program.literals():
        value = literal.value
        if (
            literal.kind in _KINDS
            and isinstance(value, str)
            and len(value) <= _MAX_TEXT
            and ("." in value or ":" in value)
        ):
            for key in _in_text(value):
                entry = found.setdefault(key, [0, literal.start, literal.end])
                entry[0] += 1
    for (kind, text, host), (count, start, end) in found.items():
        yield Destination(kind=kind, value=text, host=host, count=count, where=subject.where(start, end))


def _in_text(value: str) -> Iterator[tuple[Kind, str, str]]:
    """The destinations that one text names: every URL in it, or the host or address that it is."""
    if "://" in value:
        for match in _URL.finditer(value):
            yield "url", match.group()[:_MAX_VALUE].rstrip(".,;:"), match["host"].lower()
    elif len(value) <= _MAX_HOST and " " not in value:
        if _is_address(value):
            yield "address", value, value
        elif is_host(value):
            yield "host", value, value.lower().lstrip(".*")


def _is_address(value: str) -> bool:
    if not value[:1].isdigit() and not value.startswith(("::", "f", "F", "2")):
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return value.count(".") == 3 or value.count(":") > 1  # noqa: PLR2004 -- as people write them


DESTINATIONS = Rule(id="destinations", title="Where it may send to", find=_find)
