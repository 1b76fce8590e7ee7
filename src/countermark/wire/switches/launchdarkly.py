"""LaunchDarkly: evaluated flags for clients, the flags' rules for servers, each by polling and as a stream.

Sources: https://github.com/launchdarkly/js-core, packages/shared (paths; the flags' form in sdk-server's store), and
https://docs.launchdarkly.com/sdk/concepts/client-side-server-side, read 2026-11.
"""

from __future__ import annotations

import re

from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, event

# With the context in the path (base64) or, by the method REPORT, in the body; msdk is for mobile clients.
_VALUES = re.compile(r"/m?sdk/eval/(?:[^/]+/)?(?:users?|contexts?)(?:/[^/]+)?/?\Z")
_EVALUATED = re.compile(r"/m?sdk/evalx/(?:[^/]+/)?(?:users?|contexts?)(?:/[^/]+)?/?\Z")
_EVALUATED_STREAM = re.compile(r"/m?eval(?:/[^/]+){0,2}/?\Z")
_RULES = re.compile(r"/sdk/latest-(?P<what>all|flags)/?\Z")
_RULES_STREAM = re.compile(r"/all/?\Z")


def asks(request: Request) -> bool:
    """Flags in any of the five ways; a stream's paths are short, so it must ask for one too."""
    if request.method not in {"GET", "REPORT"}:
        return False
    if any(path.search(request.path) for path in (_VALUES, _EVALUATED, _RULES)):
        return True
    return _streams(request) and bool(_EVALUATED_STREAM.search(request.path) or _RULES_STREAM.search(request.path))


def _streams(request: Request) -> bool:
    return "text/event-stream" in request.header("accept").lower() and request.host.endswith("launchdarkly.com")


def named(request: Request) -> tuple[str, ...]:  # noqa: ARG001 -- whatever it is
    """None: the server is to say what there is."""
    return ()


def respond(request: Request, served: Served) -> Reply:
    """Every flag with two variations, of which everybody gets one."""
    rules = {name: _flag(name, on=served.on) for name in served.names}
    evaluated = {name: _evaluation(on=served.on) for name in served.names}
    found = _RULES.search(request.path)
    if found:
        return answer(rules if found["what"] == "flags" else {"flags": rules, "segments": {}})
    if _VALUES.search(request.path):
        return answer(dict.fromkeys(served.names, served.on))
    if _EVALUATED.search(request.path):
        return answer(evaluated)
    if _RULES_STREAM.search(request.path):
        return event("put", {"path": "/", "data": {"flags": rules, "segments": {}}})
    return event("put", evaluated)


def _evaluation(*, on: bool) -> dict[str, object]:
    return {"version": 1, "flagVersion": 1, "value": on, "variation": int(on), "trackEvents": False}


def _flag(name: str, *, on: bool) -> dict[str, object]:
    return {
        "key": name,
        "version": 1,
        "on": True,
        "variations": [False, True],
        "fallthrough": {"variation": int(on)},
        "offVariation": 0,
        "prerequisites": [],
        "targets": [],
        "contextTargets": [],
        "rules": [],
        "salt": "",
        "trackEvents": False,
        "trackEventsFallthrough": False,
        "debugEventsUntilDate": None,
        "deleted": False,
        "clientSideAvailability": {"usingMobileKey": True, "usingEnvironmentId": True},
    }


SERVICE = SwitchService(id="launchdarkly", title="LaunchDarkly", asks=asks, named=named, respond=respond)
