"""The OpenAI Responses API, by HTTP and over a WebSocket, as a server that says what the scenario tells it.

A request may carry only what is new and name the response that it goes on from. Nothing is remembered for that: the id
of a response tells which of the scenario's replies it was.

Source: https://platform.openai.com/docs/api-reference/responses, .../responses-streaming,
.../responses/input-tokens and https://developers.openai.com/api/docs/guides/websocket-mode, read 2026-11. What the
vendor's own agent sends over the WebSocket (``response.create`` with ``generate: false`` to warm up, other types beside
it) is read in https://github.com/openai/codex, codex-rs/codex-api, in 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    error,
    list_models,
    refuse_what_is_no_json,
    request_id,
)
from countermark.wire.protocol import CONNECT, COUNT_TOKENS, CREATE, MODELS, OTHER, Protocol
from countermark.wire.script import (
    Conversation,
    OfferedTool,
    Said,
    Utterance,
    identifier,
    next_utterance,
    pieces_of,
    turns_since_prompt,
)
from countermark.wire.sse import STREAM_HEADERS, write_event

# The API's own path, that of Azure, and that of the service behind the vendor's subscriptions. Source for the latter
# two: https://learn.microsoft.com/azure/ai-services/openai/how-to/responses and the agent's source, read 2026-11.
_PATHS = ("/v1/responses", "/openai/responses", "/codex/responses")
_MAX_TURNS = 64  # a scenario is a few replies long
_WARM = "warm-"
_SPOKEN = ("assistant",)
_SYSTEM = ("system", "developer")
_ASSISTANT_ITEMS = frozenset(
    {"reasoning", "function_call", "custom_tool_call", "local_shell_call", "web_search_call", "tool_search_call"}
)


# The one argument of a tool that takes free text, as a scenario names it.
_FREE_TEXT = "input"
_FREE_TEXT_SCHEMA = '{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tool:
    """A tool on offer; ``namespace`` is empty for most."""

    name: str
    namespace: str
    free_text: bool
    schema_json: str


def _matches(request: Request) -> str:
    path = request.path.rstrip("/")
    ours = request.host == HOST
    if path.endswith(_PATHS):
        if request.method == "POST":
            return CREATE
        if request.method == "WS":
            return CREATE if _asked(request).get("type") == "response.create" else OTHER
        if request.method == "GET" and request.header("upgrade").lower() == "websocket":
            return CONNECT
    if request.method == "POST" and path.endswith("/v1/responses/input_tokens"):
        return COUNT_TOKENS
    return MODELS if asks_for_models(request, ours=ours) else OTHER if ours else ""


def _respond(request: Request, scenario: Scenario) -> Reply:
    endpoint = _matches(request)
    if endpoint == MODELS:
        return list_models(request, scenario)
    if endpoint not in {CREATE, COUNT_TOKENS}:
        return other_hosts.respond(request)
    asked = parse_map(read_content(request).text)
    if asked is None:
        return refuse_what_is_no_json(scenario)
    if endpoint == COUNT_TOKENS:
        return answer(scenario, {"object": "response.input_tokens", "input_tokens": INPUT_TOKENS})
    events = tuple(_events(asked, scenario))
    if asked.get("stream") is True:
        pieces = tuple(write_event(event, name=as_text(event["type"])) for event in events)
        return Reply(status=200, headers=(*STREAM_HEADERS, request_id(scenario)), pieces=pieces)
    return answer(scenario, events[-1]["response"])


def _converse(message: Request, scenario: Scenario) -> tuple[str, ...]:
    """Each event of a response is one message; a message of another type than ``response.create`` gets none."""
    asked = parse_map(read_content(message).text)
    if asked is None:
        return (write_json({"type": "error", "status": 400, "error": error("The message is not valid JSON.")}),)
    if asked.get("type") != "response.create":
        return ()
    return tuple(write_json(event) for event in _events(asked, scenario))


def _asked(request: Request) -> Mapping[str, object]:
    return parse_map(read_content(request).text) or {}


def _events(asked: Mapping[str, object], scenario: Scenario) -> Iterator[dict[str, object]]:
    """The events of one response in the documented order, numbered; the last one holds it whole."""
    tools = _offered(asked)
    conversation = _read_conversation(asked, tools, scenario)
    if asked.get("generate") is False:  # only warms up: what it carries counts, and nothing is said
        utterance = Utterance(turn=f"{_WARM}{turns_since_prompt(conversation, scenario)}", text="")
        items: tuple[dict[str, object], ...] = ()
    else:
        utterance = next_utterance(conversation, scenario)
        called = next((tool for tool in tools if tool.name == utterance.tool), None)
        items = tuple(_items(utterance, called, scenario))
    begun = _response(utterance, scenario, as_text(asked.get("model")))
    done = {**begun, "status": "completed", "output": items, "usage": _usage(utterance)}
    events: list[dict[str, object]] = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
    ]
    for index, item in enumerate(items):
        events += _item_events(index, item)
    events.append({"type": "response.completed", "response": done})
    for number, event in enumerate(events):
        yield {**event, "sequence_number": number}


def _read_conversation(asked: Mapping[str, object], tools: tuple[_Tool, ...], scenario: Scenario) -> Conversation:
    wanted = as_map(as_map(asked.get("text")).get("format"))
    return Conversation(
        said=(Said(role="system", text=as_text(asked.get("instructions"))), *_said(asked.get("input"))),
        tools=tuple(OfferedTool(name=tool.name, schema_json=tool.schema_json) for tool in tools),
        must_call=_must_call(asked.get("tool_choice"), tools),
        output_schema_json=_output_schema(wanted),
        spoken_before=_spoken_before(as_text(asked.get("previous_response_id")), scenario),
    )


def _said(given: object) -> Iterator[Said]:
    """What the items say; those that one response of the assistant's is made of are one."""
    if isinstance(given, str):
        yield Said(role="user", text=given)
    before = ""
    for item in (as_map(item) for item in as_list(given)):
        said = Said(role=_role(item), text=_text_of(item.get("content")))
        if said.role not in _SPOKEN or before not in _SPOKEN:
            yield said
        before = said.role


def _role(item: Mapping[str, object]) -> str:
    kind, role = as_text(item.get("type")), as_text(item.get("role"))
    if role:
        return "system" if role in _SYSTEM else role
    return "assistant" if kind in _ASSISTANT_ITEMS else "tool"


def _text_of(content: object) -> str:
    parts = (as_map(part) for part in as_list(content))
    return as_text(content) or "\n".join(as_text(part.get("text")) for part in parts)


def _offered(asked: Mapping[str, object]) -> tuple[_Tool, ...]:
    """What can be called: the request's tools, and those that an item of its input brings, as the vendor's agent does.

    The provider's own tools are never called.
    """
    brought = (as_map(item) for item in as_list(asked.get("input")))
    lists = [asked.get("tools"), *(item.get("tools") for item in brought if item.get("type") == "additional_tools")]
    return tuple(tool for given in lists for tool in _callable(as_list(given), ""))


def _callable(tools: tuple[object, ...], namespace: str) -> Iterator[_Tool]:
    for tool in (as_map(item) for item in tools):
        kind, name = as_text(tool.get("type")), as_text(tool.get("name"))
        if kind == "namespace" and not namespace:
            yield from _callable(as_list(tool.get("tools")), name)
        elif kind in {"function", "custom"}:
            free = kind == "custom"
            schema = _FREE_TEXT_SCHEMA if free else write_json(as_map(tool.get("parameters")))
            yield _Tool(name=name, namespace=namespace, free_text=free, schema_json=schema)


def _must_call(choice: object, tools: tuple[_Tool, ...]) -> str:
    if choice == "required" and tools:
        return tools[0].name
    return as_text(as_map(choice).get("name"))


def _output_schema(wanted: Mapping[str, object]) -> str:
    if wanted.get("type") == "json_schema":
        return write_json(as_map(wanted.get("schema")))
    return '{"type":"object"}' if wanted.get("type") == "json_object" else ""


def _response_id(turn: str, scenario: Scenario) -> str:
    return "resp_0" + identifier(scenario, f"response/{turn}", 48).lower()


def _spoken_before(previous: str, scenario: Scenario) -> int | None:
    """How often the assistant had spoken since the prompt when the response of this id was complete."""
    if not previous:
        return None
    for turn in range(_MAX_TURNS):
        if previous == _response_id(str(turn), scenario):
            return turn + 1
        if previous == _response_id(f"{_WARM}{turn}", scenario):
            return turn
    return None


def _response(utterance: Utterance, scenario: Scenario, model: str) -> dict[str, object]:
    """A response that has begun. What a real one repeats of its request is left out, or as it stands by default."""
    return {
        "id": _response_id(utterance.turn, scenario),
        "object": "response",
        "created_at": CREATED,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "metadata": {},
        "model": model,
        "output": [],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "service_tier": "default",
        "store": False,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": None,
        "user": None,
    }


def _usage(utterance: Utterance) -> dict[str, object]:
    output = len(pieces_of(utterance.text)) + 3
    return {
        "input_tokens": INPUT_TOKENS,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": INPUT_TOKENS + output,
    }


def _items(utterance: Utterance, called: _Tool | None, scenario: Scenario) -> Iterator[dict[str, object]]:
    if utterance.text or not utterance.tool:
        yield {
            "id": "msg_0" + identifier(scenario, f"message/{utterance.turn}", 48).lower(),
            "type": "message",
            "status": "completed",
            "role": "assistant",
            "content": [_part(utterance.text)],
        }
    if called is not None:
        yield _call(utterance, called, scenario)


def _call(utterance: Utterance, called: _Tool, scenario: Scenario) -> dict[str, object]:
    kind, prefix = ("custom_tool_call", "ctc_0") if called.free_text else ("function_call", "fc_0")
    item: dict[str, object] = {
        "id": prefix + identifier(scenario, f"function/{utterance.turn}", 48).lower(),
        "type": kind,
        "status": "completed",
        "call_id": "call_" + identifier(scenario, f"tool/{utterance.turn}", 24),
        "name": called.name,
    }
    if called.namespace:
        item["namespace"] = called.namespace
    if called.free_text:
        given = (parse_map(utterance.arguments_json) or {}).get(_FREE_TEXT)
        return {**item, "input": as_text(given) or utterance.arguments_json}
    return {**item, "arguments": utterance.arguments_json}


def _part(text: str) -> dict[str, object]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _item_events(index: int, item: Mapping[str, object]) -> Iterator[dict[str, object]]:
    place = {"item_id": item["id"], "output_index": index}
    filled = next(key for key in ("content", "arguments", "input") if key in item)
    begun = {**item, "status": "in_progress", filled: [] if filled == "content" else ""}
    yield {"type": "response.output_item.added", "output_index": index, "item": begun}
    yield from _text_events(place, item) if filled == "content" else _call_events(place, item, filled)
    yield {"type": "response.output_item.done", "output_index": index, "item": item}


def _text_events(place: Mapping[str, object], item: Mapping[str, object]) -> Iterator[dict[str, object]]:
    part = as_map(as_list(item["content"])[0])
    text, where = as_text(part["text"]), {**place, "content_index": 0}
    yield {"type": "response.content_part.added", **where, "part": _part("")}
    for piece in pieces_of(text):
        yield {"type": "response.output_text.delta", **where, "delta": piece, "logprobs": []}
    yield {"type": "response.output_text.done", **where, "text": text, "logprobs": []}
    yield {"type": "response.content_part.done", **where, "part": part}


def _call_events(place: Mapping[str, object], item: Mapping[str, object], filled: str) -> Iterator[dict[str, object]]:
    kind = "response.custom_tool_call_input" if filled == "input" else "response.function_call_arguments"
    for piece in pieces_of(as_text(item[filled])):
        yield {"type": f"{kind}.delta", **place, "delta": piece}
    named = {} if filled == "input" else {"name": item["name"]}
    yield {"type": f"{kind}.done", **place, **named, filled: item[filled]}


PROTOCOL = Protocol(
    id="openai-responses",
    title="OpenAI Responses",
    hosts=(HOST,),
    model_endpoints=frozenset({CREATE}),
    matches=_matches,
    respond=_respond,
    converse=_converse,
)
