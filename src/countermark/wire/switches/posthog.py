"""PostHog: a user's flags, or the flags' definitions, which a server evaluates itself.

Sources: https://posthog.com/docs/api/flags (``/flags?v=2`` and, before it, ``/decide``), and
https://github.com/PostHog/posthog-python, posthog/client.py and request.py (local evaluation, events), read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.wire.json_values import as_list, as_map
from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, body_of, names_in

_EVALUATION = re.compile(r"/(?:flags|decide)/?\Z")
_DEFINITIONS = re.compile(r"/api/feature_flag/local_evaluation/?\Z|/flags/definitions/?\Z")
_CALLED = "$feature_flag_called"


def asks(request: Request) -> bool:
    """The flags of somebody, or what the project's flags are."""
    if request.method == "GET":
        return _DEFINITIONS.search(request.path) is not None
    if request.method != "POST" or not _EVALUATION.search(request.path):
        return False
    body = body_of(request)
    return "distinct_id" in body and ("api_key" in body or "token" in body)


def named(request: Request) -> tuple[str, ...]:
    """The flags that an evaluation is restricted to, and those that events say were looked at."""
    body = body_of(request) if request.method == "POST" else {}
    wanted = (*as_list(body.get("flag_keys_to_evaluate")), *as_list(body.get("flag_keys"))) if asks(request) else ()
    return names_in((*wanted, *_called(body)))


def _called(body: object) -> Iterator[object]:
    whole = as_map(body)
    for item in (whole, *map(as_map, as_list(whole.get("batch")))):
        if item.get("event") == _CALLED:
            yield as_map(item.get("properties")).get("$feature_flag")


def respond(request: Request, served: Served) -> Reply:
    """The flags in the forms of both versions, or definitions that hold for everybody."""
    every = tuple(dict.fromkeys((*named(request), *served.names)))
    if request.method == "GET":
        flags = [_definition(number, name, on=served.on) for number, name in enumerate(every, 1)]
        return answer({"flags": flags, "group_type_mapping": {}, "cohorts": {}})
    return answer(
        {
            "flags": {name: _flag(number, name, on=served.on) for number, name in enumerate(every, 1)},
            "featureFlags": dict.fromkeys(every, served.on),
            "featureFlagPayloads": {},
            "errorsWhileComputingFlags": False,
            "requestId": "00000000-0000-4000-8000-000000000000",
        }
    )


def _flag(number: int, name: str, *, on: bool) -> dict[str, object]:
    code = "condition_match" if on else "no_condition_match"
    return {
        "key": name,
        "enabled": on,
        "variant": None,
        "reason": {"code": code, "condition_index": 0, "description": "Matched condition set 1" if on else ""},
        "metadata": {"id": number, "version": 1, "description": None, "payload": None},
    }


def _definition(number: int, name: str, *, on: bool) -> dict[str, object]:
    everybody: dict[str, object] = {"properties": [], "rollout_percentage": 100 if on else 0, "variant": None}
    return {
        "id": number,
        "name": name,
        "key": name,
        "active": on,
        "deleted": False,
        "version": 1,
        "ensure_experience_continuity": False,
        "filters": {"groups": [everybody], "payloads": {}, "multivariate": None},
    }


SERVICE = SwitchService(id="posthog", title="PostHog", asks=asks, named=named, respond=respond)
