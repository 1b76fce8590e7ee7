"""The OpenAI Chat Completions API, under any base path, as a server that says what the scenario tells it.

Source: https://platform.openai.com/docs/api-reference/chat, .../chat-streaming, .../embeddings,
read 2026-11.
"""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Mapping

from countermark.model.profile import Scenario
from countermark.wire import other_hosts
from countermark.wire.content import read_content
from countermark.wire.json_values import as_list, as_map, as_text, parse_map, write_json
from countermark.wire.messages import Reply, Request
from countermark.wire.openai_platform import (
    CREATED,
    HOST,
    INPUT_TOKENS,
    answer,
    asks_for_models,
    list_models,
    refuse_what_is_no_json,
    request_id,
)
from countermark.wire.protocol import CREATE, EMBEDDINGS, MODELS, OTHER, Protocol
from countermark.wire.script import Conversation, OfferedTool, Said, Utterance, identifier, next_utterance, pieces_of
from countermark.wire.sse import STREAM_HEADERS, write_event

# OpenAI's own, and those of the provider whose agent is audited with this protocol; Source for the latter:
# https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope, read 2026-11.
_HOSTS = (
    HOST,
    "dashscope.aliyuncs.com",
    "dashscope-intl.aliyuncs.com",
    "dashscope-us.aliyuncs.com",
)
_EMBEDDING_SIZE = 1536  # of text-embedding-3-small
_MAX_EMBEDDING_SIZE = 4096
_MAX_EMBEDDING_INPUTS = 2048  # what the API allows in one request
_DONE = b"data: [DONE]\n\n"


def _matches(request: Request) -> str:
    path = request.path.rstrip("/")
    if request.method == "POST" and path.endswith("/chat/completions"):
        return CREATE
    if request.method == "POST" and path.endswith("/embeddings"):
        return EMBEDDINGS
    ours = request.host in _HOSTS
    if asks_for_models(request, ours=ours):
        return MODELS
    return OTHER if ours else ""


def _respond(request: Request, scenario: Scenario) -> Reply:
    endpoint = _matches(request)
    if endpoint == MODELS:
        return list_models(request, scenario)
    if endpoint not in {CREATE, EMBEDDINGS}:
        return other_hosts.respond(request)
    asked = parse_map(read_content(request).text)
    if asked is None:
        return refuse_what_is_no_json(scenario)
    if endpoint == EMBEDDINGS:
        return answer(scenario, _embeddings(asked))
    return _complete(asked, scenario)


def _complete(asked: Mapping[str, object], scenario: Scenario) -> Reply:
    utterance = next_utterance(_read_conversation(asked), scenario)
    shared = {
        "id": "chatcmpl-" + identifier(scenario, f"message/{utterance.turn}", 29),
        "created": CREATED,
        "model": as_text(asked.get("model")),
        "service_tier": "default",
        "system_fingerprint": "fp_" + identifier(scenario, "system", 10).lower(),
    }
    if asked.get("stream") is not True:
        return answer(scenario, _completion(shared, utterance, scenario))
    wants_usage = as_map(asked.get("stream_options")).get("include_usage") is True
    pieces = _stream(shared, utterance, scenario, wants_usage=wants_usage)
    return Reply(status=200, headers=(*STREAM_HEADERS, request_id(scenario)), pieces=pieces)


def _read_conversation(asked: Mapping[str, object]) -> Conversation:
    messages = (as_map(item) for item in as_list(asked.get("messages")))
    said = tuple(Said(role=_role(item), text=_text_of(item.get("content"))) for item in messages)
    functions = (as_map(as_map(tool).get("function")) for tool in as_list(asked.get("tools")))
    tools = tuple(
        OfferedTool(name=as_text(item.get("name")), schema_json=write_json(as_map(item.get("parameters"))))
        for item in functions
    )
    return Conversation(
        said=said,
        tools=tools,
        must_call=_must_call(asked.get("tool_choice"), tools),
        output_schema_json=_output_schema(as_map(asked.get("response_format"))),
    )


def _role(message: Mapping[str, object]) -> str:
    role = as_text(message.get("role"))
    return "system" if role == "developer" else role


def _must_call(choice: object, tools: tuple[OfferedTool, ...]) -> str:
    if choice == "required" and tools:
        return tools[0].name
    return as_text(as_map(as_map(choice).get("function")).get("name"))


def _output_schema(wanted: Mapping[str, object]) -> str:
    if wanted.get("type") == "json_schema":
        return write_json(as_map(as_map(wanted.get("json_schema")).get("schema")))
    return '{"type":"object"}' if wanted.get("type") == "json_object" else ""


def _text_of(content: object) -> str:
    parts = (as_map(part) for part in as_list(content))
    return as_text(content) or "\n".join(as_text(part.get("text")) for part in parts if part.get("type") == "text")


def _finish_reason(utterance: Utterance) -> str:
    return "tool_calls" if utterance.tool else "stop"


def _tool_call(utterance: Utterance, scenario: Scenario) -> dict[str, object]:
    function = {"name": utterance.tool, "arguments": utterance.arguments_json}
    return {
        "id": "call_" + identifier(scenario, f"tool/{utterance.turn}", 24),
        "type": "function",
        "function": function,
    }


def _usage(utterance: Utterance) -> dict[str, object]:
    completion = len(pieces_of(utterance.text)) + 3
    return {
        "prompt_tokens": INPUT_TOKENS,
        "completion_tokens": completion,
        "total_tokens": INPUT_TOKENS + completion,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }


def _completion(shared: Mapping[str, object], utterance: Utterance, scenario: Scenario) -> dict[str, object]:
    message: dict[str, object] = {"role": "assistant", "content": utterance.text or None, "refusal": None}
    if utterance.tool:
        message["tool_calls"] = [_tool_call(utterance, scenario)]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish_reason(utterance)}
    return {**shared, "object": "chat.completion", "choices": [choice], "usage": _usage(utterance)}


def _stream(
    shared: Mapping[str, object], utterance: Utterance, scenario: Scenario, *, wants_usage: bool
) -> tuple[bytes, ...]:
    deltas: list[Mapping[str, object]] = [{"role": "assistant", "content": "", "refusal": None}]
    if utterance.text:
        deltas += [{"content": piece} for piece in pieces_of(utterance.text)]
    if utterance.tool:
        call = _tool_call(utterance, scenario)
        begun = {**call, "function": {"name": utterance.tool, "arguments": ""}}
        deltas.append({"tool_calls": [{"index": 0, **begun}]})
        parts = pieces_of(utterance.arguments_json)
        deltas += [{"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in parts]
    reasons = [None] * len(deltas) + [_finish_reason(utterance)]
    extra: dict[str, object] = {"usage": None} if wants_usage else {}
    chunk = {**shared, "object": "chat.completion.chunk"}
    pieces: list[bytes] = []
    for delta, reason in zip((*deltas, {}), reasons, strict=True):
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        pieces.append(write_event({**chunk, "choices": [choice], **extra}))
    if wants_usage:
        pieces.append(write_event({**chunk, "choices": [], "usage": _usage(utterance)}))
    return (*pieces, _DONE)


def _embeddings(asked: Mapping[str, object]) -> dict[str, object]:
    """One and the same unit vector for every input, as numbers or as the base64 of little-endian 32-bit floats."""
    given = as_list(asked.get("input"))
    several = bool(given) and not isinstance(given[0], int)  # a list of integers is one input, in tokens
    dimensions = asked.get("dimensions")
    known = isinstance(dimensions, int) and 0 < dimensions <= _MAX_EMBEDDING_SIZE
    size = dimensions if known and isinstance(dimensions, int) else _EMBEDDING_SIZE
    vector: object = [1 / math.sqrt(size)] * size
    if asked.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack(f"<{size}f", *([1 / math.sqrt(size)] * size))).decode()
    count = min(len(given), _MAX_EMBEDDING_INPUTS) if several else 1
    data = [{"object": "embedding", "index": index, "embedding": vector} for index in range(count)]
    usage = {"prompt_tokens": 8 * count, "total_tokens": 8 * count}
    return {"object": "list", "data": data, "model": as_text(asked.get("model")), "usage": usage}


PROTOCOL = Protocol(
    id="openai-chat",
    title="OpenAI Chat Completions",
    hosts=_HOSTS,
    model_endpoints=frozenset({CREATE}),
    matches=_matches,
    respond=_respond,
)
