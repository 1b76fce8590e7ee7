"""Where the program may send to: every URL, host and address among its literals, each once, and what it is used for."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as Either

from countermark.model.static import Destination, Use
from countermark.static.decoding.lists import is_host
from countermark.static.flow.points import Grade, Point
from countermark.static.flow.sinks import Sinks
from countermark.static.flow.starts import Tracer
from countermark.static.literals import Literal, LiteralKind
from countermark.static.rules.record import Rule, Subject

_URL = re.compile(
    r"(?P<scheme>https?|wss?|ftp)://(?P<host>(?:[A-Za-z0-9_*-]+\.)+(?:[A-Za-z]{2,24}|\*)|\*|\d{1,3}(?:\.\d{1,3}){3}|"
    r"\[[0-9a-fA-F:]+\]|localhost)(?P<rest>(?::\d{1,5})?(?:[/?#][^\s\"'`<>\\)\]},]*)?)"
)
_MADE = re.compile(rb"\$?\{[^{}]{1,200}\}([A-Za-z0-9._*-]*)")
"""What a template puts between its parts, and how the next one begins."""

_NAMED = re.compile(r"[A-Za-z0-9-]+\.[A-Za-z0-9*-]")
_MAX_TEXT = 100_000
_MAX_HOST = 253
_MAX_VALUE = 300
_MAX_MADE = 4
_KINDS = frozenset({LiteralKind.STRING, LiteralKind.PART})
_POINTS = 60
_USES: tuple[Use, ...] = ("asked", "stated", "mentioned")

# Dotted numbers that are names of attributes, extensions and curves. Source: ITU-T X.660; RFC 4519 (2.5.4), RFC 5280
# (2.5.29), RFC 8410 (1.3.101).
_OBJECT_IDENTIFIERS = re.compile(r"2\.5\.(?:4|29)\.\d+|1\.3\.101\.\d+")
# ``com.company.Product``: names of applications and packages are domains backwards.
_BACKWARDS = re.compile(r"(?:com|org|net|edu|gov)\.[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_WITH_CAPITALS = re.compile(r".*[a-z][A-Z]|.*\.[A-Z]")

Kind = Either["url", "host", "address"]


@dataclass(slots=True)
class _Entry:
    count: int
    start: int
    end: int
    use: Use


def _find(subject: Subject) -> Iterator[Destination]:
    user = _User(subject)
    found: dict[tuple[Kind, str, str], _Entry] = {}
    for literal in subject.program.literals():
        value = literal.value
        if literal.kind in _KINDS and isinstance(value, str) and len(value) <= _MAX_TEXT and (set(".:") & set(value)):
            for kind, text, host, alone in _in_text(value, literal, subject.program.source):
                key = kind, text, host
                known = found.get(key)
                use = user.use(literal, alone=alone) if known is None or known.use != "asked" else "asked"
                if known is None:
                    found[key] = _Entry(1, literal.start, literal.end, use)
                else:
                    known.count += 1
                    known.use = min(known.use, use, key=_USES.index)
    for (kind, text, host), one in found.items():
        where = subject.where(one.start, one.end)
        yield Destination(kind=kind, value=text, host=host, count=one.count, where=where, use=one.use)


class _User:
    """Says what a literal is used for."""

    def __init__(self, subject: Subject) -> None:
        self._tracer = Tracer(subject.program)
        self._sinks = Sinks(subject.program, self._tracer.stepper.code)
        self._known: dict[int, bool] = {}

    def use(self, literal: Literal, *, alone: bool) -> Use:
        """``alone``: the text is the address, or begins with it and goes on without a blank."""
        if not alone:
            return "mentioned"
        if literal.node not in self._known:
            self._known[literal.node] = self._is_asked(literal.node)
        return "asked" if self._known[literal.node] else "stated"

    def _is_asked(self, node: int) -> bool:
        trace = self._tracer.follow(Point(node), most=_POINTS)
        return any(
            state.grade != Grade.DECIDED and self._sinks.kind(state.point.node) == "url" for state in trace.before
        )


def _in_text(value: str, literal: Literal, source: bytes) -> Iterator[tuple[Kind, str, str, bool]]:
    """The destinations that one text names: every URL in it, or the host or address that it is."""
    if "://" in value:
        whole = value + _made(source, literal.end) if literal.kind == LiteralKind.PART else value
        for match in _URL.finditer(whole):
            text = match.group()[:_MAX_VALUE].rstrip(".,;:")
            host = match["host"].lower()
            if (host == "localhost" or _NAMED.search(host) or host[0] == "[") and not _is_nowhere(host.strip("[]")):
                yield "url", text, host, len(text) >= len(whole.strip()) - 1
    elif len(value) <= _MAX_HOST and " " not in value and literal.kind == LiteralKind.STRING:
        if _is_address(value):
            yield "address", value, value, True
        elif is_host(value) and not _BACKWARDS.fullmatch(value) and not _WITH_CAPITALS.match(value):
            yield "host", value, value.lower().lstrip(".*"), True


def _made(source: bytes, end: int) -> str:
    """How a template goes on behind one of its parts, with a star for each thing that it puts in."""
    text = ""
    for _ in range(_MAX_MADE):
        match = _MADE.match(source, end)
        if match is None:
            break
        text += "*" + match[1].decode("ascii")
        end = match.end()
    return text


def _is_address(value: str) -> bool:
    if not value[:1].isdigit() and not value.startswith(("::", "f", "F", "2")):
        return False
    if _OBJECT_IDENTIFIERS.fullmatch(value) or _is_nowhere(value):
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return value.count(".") == 3 or value.count(":") > 1  # noqa: PLR2004 -- as people write them


def _is_nowhere(value: str) -> bool:
    """``0.0.0.0``, ``::``, ``127.0.0.0``: nothing can be sent there."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return address.is_unspecified or (address.version == 4 and address.is_loopback and int(address) % 256 == 0)  # noqa: PLR2004


DESTINATIONS = Rule(id="destinations", title="Where it may send to", find=_find)
