"""The Anthropic Messages API, as a server that says what the scenario tells it.

Source: https://platform.claude.com/docs/en/api/messages, .../build-with-claude/streaming, .../api/models-list,
.../api/messages-count-tokens and .../api/errors, read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

from countermark.model.profile import Scenario
from countermark.wire import other_hosts
from countermark.wire.content import read_content
from countermark.wire.json_values import JSON_TYPE, as_list, as_map, as_text, encode, parse_map, write_json
from countermark.wire.messages import Header, Reply, Request
from countermark.wire.protocol import COUNT_TOKENS, CREATE, MODELS, OTHER, Protocol
from countermark.wire.script import Conversation, OfferedTool, Said, Utterance, identifier, next_utterance, pieces_of
from countermark.wire.sse import STREAM_HEADERS, write_event

_HOSTS = ("api.anthropic.com",)
_INPUT_TOKENS = (
    12_000  # constant, and plausible for an agent's first request: a count would repeat the request's length
)
_MODELS = (("claude-opus-4-1-20250805", "Claude Opus 4.1"), ("claude-sonnet-4-5-20250929", "Claude Sonnet 4.5"))
_CREATED = "2025-09-29T00:00:00Z"


def _matches(request: Request) -> str:
    path = request.path.rstrip("/")
    if request.method == "POST" and path.endswith("/v1/messages"):
        return CREATE
    if request.method == "POST" and path.endswith("/v1/messages/count_tokens"):
        return COUNT_TOKENS
    ours = request.host in _HOSTS
    if request.method == "GET" and "/v1/models" in path and (ours or request.header("anthropic-version")):
        return MODELS
    return OTHER if ours else ""


def _respond(request: Request, scenario: Scenario) -> Reply:
    endpoint = _matches(request)
    if endpoint == MODELS:
        return _list_models(request, scenario)
    if endpoint not in {CREATE, COUNT_TOKENS}:
        return _respond_elsewhere(request, scenario)
    asked = parse_map(read_content(request).text)
    if asked is None:
        return _refuse(scenario, 400, "invalid_request_error", "The request body is not valid JSON.")
    if endpoint == COUNT_TOKENS:
        return _json(scenario, {"input_tokens": _INPUT_TOKENS})
    utterance = next_utterance(_read_conversation(asked), scenario)
    message = _message(utterance, scenario, as_text(asked.get("model")))
    if asked.get("stream") is True:
        headers = (*STREAM_HEADERS, _request_id(scenario))
        return Reply(status=200, headers=headers, pieces=_stream(message, utterance))
    return _json(scenario, message)


def _read_conversation(asked: Mapping[str, object]) -> Conversation:
    system = Said(role="system", text=_text_of(asked.get("system")))
    messages = tuple(
        Said(role=as_text(as_map(item).get("role")), text=_text_of(as_map(item).get("content")))
        for item in as_list(asked.get("messages"))
    )
    tools = tuple(
        OfferedTool(name=as_text(as_map(tool).get("name")), schema_json=write_json(as_map(tool).get("input_schema")))
        for tool in as_list(asked.get("tools"))
    )
    return Conversation(
        said=(system, *messages),
        tools=tools,
        must_call=_must_call(as_map(asked.get("tool_choice")), tools),
        output_schema_json=_output_schema(asked),
    )


def _must_call(choice: Mapping[str, object], tools: tuple[OfferedTool, ...]) -> str:
    if choice.get("type") == "any" and tools:
        return tools[0].name
    return as_text(choice.get("name")) if choice.get("type") == "tool" else ""


def _output_schema(asked: Mapping[str, object]) -> str:
    """Source: .../build-with-claude/structured-outputs (``output_config.format``, before it ``output_format``)."""
    for wanted in (as_map(as_map(asked.get("output_config")).get("format")), as_map(asked.get("output_format"))):
        if wanted.get("type") == "json_schema":
            return write_json(as_map(wanted.get("schema")))
    return ""


def _text_of(content: object) -> str:
    """The text of a content, plain or in blocks, without tool results."""
    blocks = (as_map(block) for block in as_list(content))
    return as_text(content) or "\n".join(as_text(block.get("text")) for block in blocks if block.get("type") == "text")


def _message(utterance: Utterance, scenario: Scenario, model: str) -> dict[str, object]:
    blocks: list[object] = []
    if utterance.text:
        blocks.append({"type": "text", "text": utterance.text})
    if utterance.tool:
        block_id = "toolu_01" + identifier(scenario, f"tool/{utterance.turn}", 22)
        arguments = parse_map(utterance.arguments_json) or {}
        blocks.append({"type": "tool_use", "id": block_id, "name": utterance.tool, "input": arguments})
    return {
        "model": model,
        "id": "msg_01" + identifier(scenario, f"message/{utterance.turn}", 22),
        "type": "message",
        "role": "assistant",
        "content": blocks,
        "stop_reason": "tool_use" if utterance.tool else "end_turn",
        "stop_sequence": None,
        "usage": _usage(len(pieces_of(utterance.text)) + 3),
    }


def _usage(output_tokens: int) -> dict[str, object]:
    return {
        "input_tokens": _INPUT_TOKENS,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": output_tokens,
        "service_tier": "standard",
    }


def _stream(message: Mapping[str, object], utterance: Utterance) -> tuple[bytes, ...]:
    """The events of one message, in the order that the API documents; the ping stands behind the first start."""
    begun = {**message, "content": [], "stop_reason": None, "usage": _usage(1)}
    events: list[object] = [{"type": "message_start", "message": begun}]
    for index, block in enumerate(as_list(message["content"])):
        events += _stream_block(index, as_map(block), utterance)
    events.insert(2, {"type": "ping"})
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    usage = {"output_tokens": as_map(message["usage"])["output_tokens"]}
    events += [{"type": "message_delta", "delta": delta, "usage": usage}, {"type": "message_stop"}]
    return tuple(write_event(event, name=as_text(as_map(event)["type"])) for event in events)


def _stream_block(index: int, block: Mapping[str, object], utterance: Utterance) -> list[object]:
    if block["type"] == "text":
        start: object = {"type": "text", "text": ""}
        deltas: list[object] = [{"type": "text_delta", "text": piece} for piece in pieces_of(as_text(block["text"]))]
    else:
        start = {**block, "input": {}}
        parts = ("", *pieces_of(utterance.arguments_json))
        deltas = [{"type": "input_json_delta", "partial_json": part} for part in parts]
    return [
        {"type": "content_block_start", "index": index, "content_block": start},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def _list_models(request: Request, scenario: Scenario) -> Reply:
    wanted = request.path.rstrip("/").partition("/v1/models")[2].strip("/")
    if wanted:
        name = dict(_MODELS).get(wanted, wanted)
        return _json(scenario, {"type": "model", "id": wanted, "display_name": name, "created_at": _CREATED})
    data = [{"type": "model", "id": key, "display_name": name, "created_at": _CREATED} for key, name in _MODELS]
    first, last = _MODELS[0][0], _MODELS[-1][0]
    return _json(scenario, {"data": data, "has_more": False, "first_id": first, "last_id": last})


def _respond_elsewhere(request: Request, scenario: Scenario) -> Reply:
    """Nothing is found at other addresses: an empty object there would be taken for a broken answer, and retried."""
    if request.method == "GET" and request.path.strip("/"):
        return _refuse(scenario, 404, "not_found_error", "Not found")
    return other_hosts.respond(request)


def _refuse(scenario: Scenario, status: int, kind: str, message: str) -> Reply:
    request_id = _request_id(scenario)
    error = {"type": "error", "error": {"type": kind, "message": message}, "request_id": request_id.value}
    return Reply(status=status, headers=(JSON_TYPE, request_id), pieces=(encode(write_json(error)),))


def _request_id(scenario: Scenario) -> Header:
    return Header(name="request-id", value="req_011C" + identifier(scenario, "request", 20))


def _json(scenario: Scenario, value: object) -> Reply:
    return Reply(status=200, headers=(JSON_TYPE, _request_id(scenario)), pieces=(encode(write_json(value)),))


PROTOCOL = Protocol(
    id="anthropic-messages",
    title="Anthropic Messages",
    hosts=_HOSTS,
    model_endpoints=frozenset({CREATE}),
    matches=_matches,
    respond=_respond,
)
