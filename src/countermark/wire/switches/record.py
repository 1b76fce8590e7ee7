"""What a service of remote switches is to the false network: how it is asked, by what names, and how it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from countermark.wire.content import read_content
from countermark.wire.json_values import JSON_TYPE, encode, parse_map, write_json
from countermark.wire.messages import Header, Reply, Request

_NAME = re.compile(r"[A-Za-z0-9_$][A-Za-z0-9_$.:/ -]{0,127}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Switches that are all ``on``, or all off."""

    names: tuple[str, ...]
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchService:
    """One service, known by the shape of its requests under any host.

    ``asks`` says whether a request wants to know switches. ``named`` gives the names that a request states, be it
    such a one or one that reports which were used. ``respond`` answers one that asks: every name given, and every name
    that the request itself states, is on or off. It is pure, and takes nothing else from the request's content.
    """

    id: str
    title: str
    asks: Callable[[Request], bool]
    named: Callable[[Request], tuple[str, ...]]
    respond: Callable[[Request, Served], Reply]


def body_of(request: Request) -> Mapping[str, object]:
    """The JSON object that a request carries, whatever it was packed in; empty where it carries none."""
    return parse_map(read_content(request).text) or {}


def names_in(values: Iterable[object]) -> tuple[str, ...]:
    """Those of ``values`` that can be names of switches, each once."""
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and _NAME.fullmatch(value)))


def answer(value: object) -> Reply:
    """``value`` as JSON."""
    return Reply(status=200, headers=(JSON_TYPE,), pieces=(encode(write_json(value)),))


def event(name: str, value: object) -> Reply:
    """``value`` as the one event of a stream (WHATWG HTML, section 9.2, server-sent events)."""
    text = f"event: {name}\ndata: {write_json(value)}\n\n"
    return Reply(status=200, headers=(Header(name="content-type", value="text/event-stream"),), pieces=(encode(text),))
