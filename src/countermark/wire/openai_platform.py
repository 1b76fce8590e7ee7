"""What OpenAI's protocols share: the list of models, refusals, and the id that every answer carries.

Source: https://platform.openai.com/docs/api-reference/models, .../debugging-requests and .../guides/error-codes,
read 2026-11.
"""

from __future__ import annotations

from countermark.model.profile import Scenario
from countermark.wire.json_values import JSON_TYPE, encode, write_json
from countermark.wire.messages import Header, Reply, Request
from countermark.wire.script import identifier

HOST = "api.openai.com"
CREATED = 1_760_000_000  # constant: some second of 2025-10-09
INPUT_TOKENS = 12_000  # constant: a count would repeat the request's length
_MODELS = ("gpt-4o", "gpt-4o-mini")


def asks_for_models(request: Request, *, ours: bool) -> bool:
    """Whether ``request`` asks for the list of models or, at one of the API's own hosts (``ours``), for one of them."""
    path = request.path.rstrip("/")
    return request.method == "GET" and (path.endswith("/v1/models") or (ours and "/v1/models/" in path))


def list_models(request: Request, scenario: Scenario) -> Reply:
    """The list of models, or the one that the path names."""
    wanted = request.path.rstrip("/").partition("/v1/models")[2].strip("/")
    models = [{"id": key, "object": "model", "created": CREATED, "owned_by": "system"} for key in (wanted, *_MODELS)]
    return answer(scenario, models[0] if wanted else {"object": "list", "data": models[1:]})


def refuse_what_is_no_json(scenario: Scenario) -> Reply:
    """The API's answer to a body that it cannot read."""
    return answer(scenario, {"error": error("The request body is not valid JSON.")}, status=400)


def error(text: str) -> dict[str, object]:
    """A refusal, as it stands in an answer's ``error``."""
    return {"message": text, "type": "invalid_request_error", "param": None, "code": None}


def request_id(scenario: Scenario) -> Header:
    """The id of the request, the same in every run."""
    return Header(name="x-request-id", value="req_" + identifier(scenario, "request", 32).lower())


def answer(scenario: Scenario, value: object, *, status: int = 200) -> Reply:
    """``value`` as JSON."""
    return Reply(status=status, headers=(JSON_TYPE, request_id(scenario)), pieces=(encode(write_json(value)),))
