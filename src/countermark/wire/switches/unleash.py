"""Unleash: toggles with their strategies for servers, evaluated toggles for front ends.

Sources: https://docs.getunleash.io/reference/api/unleash/get-client-feature, .../get-frontend-features and
.../register-client-metrics, read 2026-11.
"""

from __future__ import annotations

import re

from countermark.wire.json_values import as_map
from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, body_of, names_in

_SERVER = re.compile(r"/api/client/features/?\Z")
_FRONT_END = re.compile(r"/api/(?:frontend|proxy)/?\Z")
_METRICS = re.compile(r"/api/(?:client|frontend/client|proxy/client)/metrics/?\Z|/client/metrics/?\Z")


def asks(request: Request) -> bool:
    """The toggles, as a server or as a front end."""
    if _FRONT_END.search(request.path):
        return request.method in {"GET", "POST"}
    return request.method == "GET" and _SERVER.search(request.path) is not None


def named(request: Request) -> tuple[str, ...]:
    """The toggles that a report of metrics says were looked at."""
    if request.method != "POST" or not _METRICS.search(request.path):
        return ()
    return names_in(as_map(as_map(body_of(request).get("bucket")).get("toggles")))


def respond(request: Request, served: Served) -> Reply:
    """Every toggle for everybody; a front end is told of none that is off."""
    if _FRONT_END.search(request.path):
        return answer({"toggles": [_evaluated(name) for name in served.names] if served.on else []})
    return answer({"version": 2, "features": [_defined(name, on=served.on) for name in served.names], "segments": []})


def _evaluated(name: str) -> dict[str, object]:
    none = {"name": "disabled", "enabled": False, "feature_enabled": True}
    return {"name": name, "enabled": True, "impressionData": False, "variant": none}


def _defined(name: str, *, on: bool) -> dict[str, object]:
    return {
        "name": name,
        "type": "release",
        "description": "",
        "enabled": on,
        "stale": False,
        "impressionData": False,
        "project": "default",
        "strategies": [{"name": "default", "parameters": {}, "constraints": []}],
        "variants": [],
    }


SERVICE = SwitchService(id="unleash", title="Unleash", asks=asks, named=named, respond=respond)
