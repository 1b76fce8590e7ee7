"""OFREP, the OpenFeature remote evaluation protocol, which Flagsmith, Flipt, GO Feature Flag and others speak.

Source: https://github.com/open-feature/protocol, service/openapi.yaml (0.2.0), read 2026-11.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, names_in

_PATH = re.compile(r"/ofrep/v1/evaluate/flags(?:/(?P<key>[^/]+))?/?\Z")


def asks(request: Request) -> bool:
    """One flag's evaluation, or that of all."""
    return request.method == "POST" and _PATH.search(request.path) is not None


def named(request: Request) -> tuple[str, ...]:
    """The flag that the path names."""
    found = _PATH.search(request.path)
    return names_in((unquote(found["key"]),)) if found and found["key"] else ()


def respond(request: Request, served: Served) -> Reply:
    """The flag that is asked for, or every one."""
    asked = named(request)
    if asked:
        return answer(_flag(asked[0], on=served.on))
    return answer({"flags": [_flag(name, on=served.on) for name in served.names]})


def _flag(name: str, *, on: bool) -> dict[str, object]:
    return {"key": name, "reason": "STATIC", "variant": "on" if on else "off", "value": on, "metadata": {}}


SERVICE = SwitchService(
    id="ofrep", title="OpenFeature remote evaluation (OFREP)", asks=asks, named=named, respond=respond
)
