"""GrowthBook: all features in one answer, evaluated by the client or, with a POST, by the server.

Sources: https://github.com/growthbook/growthbook, packages/sdk-js/src/feature-repository.ts (paths and payload) and
https://docs.growthbook.io/lib/build-your-own (the features' form), read 2026-11.
"""

from __future__ import annotations

import re

from countermark.wire.json_values import as_list
from countermark.wire.messages import Reply, Request
from countermark.wire.switches.record import Served, SwitchService, answer, body_of, names_in

# A client key begins with sdk-, in the first years with key_.
_PATH = re.compile(r"/api/(?P<what>features|eval)/(?:sdk-|key_)[A-Za-z0-9_-]+/?\Z")
_UPDATED = "2026-01-01T00:00:00.000Z"


def asks(request: Request) -> bool:
    """The features of a client key, or their evaluation."""
    found = _PATH.search(request.path)
    return found is not None and request.method == ("GET" if found["what"] == "features" else "POST")


def named(request: Request) -> tuple[str, ...]:
    """The features whose value the client forces."""
    pairs = as_list(body_of(request).get("forcedFeatures")) if asks(request) else ()
    return names_in(as_list(pair)[0] for pair in pairs if as_list(pair))


def respond(request: Request, served: Served) -> Reply:
    """Every feature with its value and no rules."""
    every = dict.fromkeys((*named(request), *served.names))
    return answer(
        {
            "status": 200,
            "features": {name: {"defaultValue": served.on} for name in every},
            "experiments": [],
            "dateUpdated": _UPDATED,
        }
    )


SERVICE = SwitchService(id="growthbook", title="GrowthBook", asks=asks, named=named, respond=respond)
