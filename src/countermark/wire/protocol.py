"""What a provider's protocol is to the false provider: how its requests are known, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.model.profile import Scenario
from countermark.wire.messages import Reply, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One provider protocol.

    ``hosts`` are the real API's own names. ``matches`` names the endpoint (``create``, ``count-tokens``, ``models``,
    ``embeddings``, ``connect``; ``other`` for the rest of the API's hosts), or is empty where the request is none of
    this protocol. ``model_endpoints`` are those at which a model is asked. ``respond`` is a pure function: the same
    request gets the same bytes in every run, and nothing of the reply but the model's name is taken from the request's
    content, so that the provider does not carry one influence on into the next request.

    ``converse``, where the API can be spoken over a WebSocket, answers one text message of the client, which comes in
    the shape of a request (method ``WS``, the handshake's path), with any number of them; it is as pure as ``respond``.
    ``matches`` says ``connect`` to the handshake of such a WebSocket, and the endpoint to each of its messages.
    """

    id: str
    title: str
    hosts: tuple[str, ...]
    model_endpoints: frozenset[str]
    matches: Callable[[Request], str]
    respond: Callable[[Request, Scenario], Reply]
    converse: Callable[[Request, Scenario], tuple[str, ...]] | None = None


CREATE = "create"
COUNT_TOKENS = "count-tokens"
MODELS = "models"
EMBEDDINGS = "embeddings"
CONNECT = "connect"
OTHER = "other"
