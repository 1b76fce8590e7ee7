"""Reads off captures which remote switches a tool asked servers for, and which of them it named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from countermark.model.run import Blob, Capture
from countermark.model.switches import Switches, SwitchesAsked
from countermark.observe.roles import BASE_URL, Roles
from countermark.wire import switches
from countermark.wire.messages import Request, RequestReceived
from countermark.wire.streams import read_client_stream


def asked_switches(captures: Iterable[tuple[Capture, Callable[[Blob], bytes]]], base_url: str) -> Switches:
    """What all ``captures`` together show, each with the reader of its blobs; nothing is ``read`` in them.

    The host that ``base_url`` names is called so, whatever its name was in these runs.
    """
    pointed = Roles("", base_url).named
    asked: set[SwitchesAsked] = set()
    named: set[str] = set()
    for host, request in (item for capture, read in captures for item in _requests(capture, read)):
        service = switches.asked(request)
        if service:
            asked.add(SwitchesAsked(service=service.id, host=BASE_URL if pointed and host == pointed else host))
        named.update(switches.named(request))
    return Switches(asked=tuple(sorted(asked)), named=tuple(sorted(named)) if asked else ())


def _requests(capture: Capture, read: Callable[[Blob], bytes]) -> Iterator[tuple[str, Request]]:
    """Every whole request, and whom it is for."""
    for connection in capture.connections:
        for event in read_client_stream(read(connection.client)).events:
            if isinstance(event, RequestReceived) and not event.request.truncated:
                yield connection.host, event.request
