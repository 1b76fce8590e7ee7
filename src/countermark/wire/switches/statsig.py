"""Statsig: evaluated gates for clients, under hashed names, and specifications for servers, which evaluate themselves.

Sources: https://docs.statsig.com/http-api (``check_gate``), https://github.com/statsig-io/js-client-monorepo,
packages/client-core/src/InitializeResponse.ts, EvaluationTypes.ts and Hashing.ts, and
https://github.com/statsig-io/node-js-server-sdk, src/ConfigSpec.ts, read 2026-11.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

from countermark.wire.json_values import as_list, as_map
from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, body_of, names_in

_CLIENT = re.compile(r"/v1/initialize/?\Z")
_SERVER = re.compile(r"/v[12]/download_config_specs(?:/[^/]+)?/?\Z")
_ONE = re.compile(r"/v1/check_gate/?\Z")
_EVENTS = re.compile(r"/v1/(?:rgstr|log_event|sdk_exception)/?\Z")
_EXPOSURE = "statsig::gate_exposure"
_RULE = "everybody"
_TIME_MS = 1_767_225_600_000  # constant: the first of January 2026


def asks(request: Request) -> bool:
    """The gates of a user, one of them, or what the gates are."""
    if _SERVER.search(request.path):
        return request.method in {"GET", "POST"}
    return request.method == "POST" and bool(_CLIENT.search(request.path) or _ONE.search(request.path))


def named(request: Request) -> tuple[str, ...]:
    """The gate that is checked, and those that events say were looked at."""
    if request.method != "POST" or not (_ONE.search(request.path) or _EVENTS.search(request.path)):
        return ()
    body = body_of(request)
    return names_in((body.get("gateName"), *_exposed(as_list(body.get("events")))))


def _exposed(events: tuple[object, ...]) -> Iterator[object]:
    for item in map(as_map, events):
        if item.get("eventName") == _EXPOSURE:
            yield as_map(item.get("metadata")).get("gate")


def respond(request: Request, served: Served) -> Reply:
    """Every gate, passed by everybody or by nobody; no configuration that is more than a gate."""
    if _ONE.search(request.path):
        name = next(iter(named(request)), "")
        return answer(
            {"name": name, "value": served.on, "rule_id": _RULE if served.on else "default", "group_name": None}
        )
    if _SERVER.search(request.path):
        specs = {
            "feature_gates": [_spec(name, on=served.on) for name in served.names],
            "dynamic_configs": [],
            "layer_configs": [],
        }
        return answer({**specs, "layers": {}, "id_lists": {}, "has_updates": True, "time": _TIME_MS})
    how = body_of(request).get("hash")
    # A body that was made unreadable (``se=1``) comes from a client that takes djb2.
    hashed = how if how in {"none", "sha256"} else "djb2"
    keys = [_hashed(name, hashed) for name in served.names]
    return answer(
        {
            "feature_gates": {key: _evaluated(key, on=served.on) for key in keys},
            "dynamic_configs": {},
            "layer_configs": {},
            "has_updates": True,
            "hash_used": hashed,
            "time": _TIME_MS,
        }
    )


def _hashed(name: str, how: object) -> str:
    if how == "none":
        return name
    if how == "sha256":
        return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return str(number)


def _evaluated(key: str, *, on: bool) -> dict[str, object]:
    return {
        "name": key,
        "value": on,
        "rule_id": _RULE if on else "default",
        "id_type": "userID",
        "secondary_exposures": [],
    }


def _spec(name: str, *, on: bool) -> dict[str, object]:
    condition: dict[str, object] = {"type": "public", "targetValue": None, "operator": None, "field": None}
    rule = {
        "name": _RULE,
        "id": _RULE,
        "groupName": None,
        "salt": "",
        "passPercentage": 100,
        "conditions": [{**condition, "additionalValues": {}, "isDeviceBased": False, "idType": "userID"}],
        "returnValue": True,
        "idType": "userID",
        "isDeviceBased": False,
    }
    return {
        "name": name,
        "type": "feature_gate",
        "entity": "feature_gate",
        "salt": "",
        "enabled": on,
        "defaultValue": False,
        "isDeviceBased": False,
        "idType": "userID",
        "rules": [rule] if on else [],
    }


SERVICE = SwitchService(id="statsig", title="Statsig", asks=asks, named=named, respond=respond)
