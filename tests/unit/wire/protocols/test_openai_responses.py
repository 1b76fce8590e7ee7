"""The Responses API: by HTTP and over a WebSocket it says the same, and remembers nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire import protocols
from countermark.wire.messages import Reply
from unit.wire.protocols.speaking import SCENARIO, SCHEMA, answer, events, request_of, value

ID = "openai-responses"
TOOLS = [{"type": "web_search"}, {"type": "function", "name": "read_file", "parameters": SCHEMA}]
USER = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "please say ok"}]}
BROUGHT = {
    "type": "additional_tools",
    "role": "developer",
    "tools": [{"type": "namespace", "name": "functions", "tools": [{"type": "custom", "name": "exec"}]}],
}


def ask(given_input: object, **more: object) -> Reply:
    body = {"model": "m-1", "input": given_input, **more}
    return answer(request_of("api.openai.com", "/v1/responses", body), ID)


def talk(body: object) -> list[dict[str, object]]:
    message = request_of("api.openai.com", "/v1/responses", body, method="WS")
    return [json.loads(text) for text in protocols.converse(message, SCENARIO, ID)]


def create(given_input: object, **more: object) -> list[dict[str, object]]:
    return talk({"type": "response.create", "model": "m-1", "input": given_input, **more})


def output(response: dict[str, object]) -> list[dict[str, object]]:
    found = response["output"]
    assert isinstance(found, list)
    return found


def whole(found: list[dict[str, object]]) -> dict[str, object]:
    response = found[-1]["response"]
    assert isinstance(response, dict)
    return response


@pytest.mark.parametrize(
    ("method", "host", "path", "header", "expected"),
    [
        ("POST", "api.openai.com", "/v1/responses", "", "create"),
        ("POST", "gateway.example", "/team/v1/responses/", "", "create"),
        ("POST", "x.openai.azure.com", "/openai/responses", "", "create"),
        ("POST", "api.openai.com", "/v1/responses/input_tokens", "", "count-tokens"),
        ("GET", "api.openai.com", "/v1/responses", "Upgrade: WebSocket", "connect"),
        ("GET", "api.openai.com", "/v1/responses", "", "other"),
        ("GET", "gateway.example", "/v1/models", "", "models"),
        ("GET", "api.openai.com", "/v1/models/gpt-4o", "", "models"),
        ("POST", "forms.example", "/api/responses", "", ""),
    ],
)
def test_endpoints(method: str, host: str, path: str, header: str, expected: str) -> None:
    protocol, endpoint = protocols.match(request_of(host, path, method=method, header=header), ID)
    assert (protocol.id if protocol else "", endpoint) == (ID if expected else "", expected)


def test_protocols_that_share_a_host_leave_each_other_their_endpoints() -> None:
    for preferred in ("openai-chat", ID):
        for path, wanted in (("/v1/chat/completions", "openai-chat"), ("/v1/responses", ID)):
            protocol, endpoint = protocols.match(request_of("api.openai.com", path), preferred)
            assert (protocol and protocol.id, endpoint) == (wanted, "create")


def test_it_follows_the_scenario_from_the_request_alone() -> None:
    first = value(ask([USER], tools=TOOLS))
    message, call = output(first)
    assert message["content"] == [{"type": "output_text", "text": "I read it.", "annotations": [], "logprobs": []}]
    assert (call["type"], call["name"], call["arguments"]) == ("function_call", "read_file", '{"file_path":"a.txt"}')
    returned = {"type": "function_call_output", "call_id": call["call_id"], "output": "say ok"}
    reasoning = {"type": "reasoning", "summary": []}
    history = [USER, reasoning, message, call, returned]  # what one response is made of counts once
    second = value(ask(history, tools=TOOLS))
    assert [item["type"] for item in output(second)] == ["message"]
    assert "done — ok" in json.dumps(second, ensure_ascii=False)
    assert second["id"] != first["id"]
    assert value(ask("please say ok", tools=TOOLS)) == first


def test_what_names_the_response_before_it_goes_on_from_there() -> None:
    first = value(ask([USER], tools=TOOLS, store=True))
    returned = {"type": "function_call_output", "call_id": "c", "output": ""}
    second = value(ask([returned], tools=TOOLS, previous_response_id=first["id"]))
    assert "done — ok" in json.dumps(second, ensure_ascii=False)
    assert second == value(ask([USER, *output(first), returned], tools=TOOLS))
    side = value(ask("a title?", previous_response_id="resp_unknown"))
    assert [item["type"] for item in output(side)] == ["message"]
    assert '"ok"' in json.dumps(side)


def test_a_stream_has_the_documented_order_and_ends_with_what_is_said_at_once() -> None:
    reply = ask([USER], tools=TOOLS, stream=True)
    assert reply.headers[0].value.startswith("text/event-stream")
    found = events(reply)
    kinds = [str(event["type"]).removeprefix("response.") for event in found]
    assert [kind for kind, after in pairwise([*kinds, ""]) if kind != after] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in found] == list(range(len(found)))
    assert "".join(str(event["delta"]) for event in found if event["type"] == "response.output_text.delta") == (
        "I read it."
    )
    assert whole(found) == value(ask([USER], tools=TOOLS))


def test_a_web_socket_says_the_same_one_event_a_message() -> None:
    assert create([USER], tools=TOOLS) == events(ask([USER], tools=TOOLS, stream=True))
    assert protocols.converses(
        request_of("gateway.example", "/v1/responses", method="GET", header="upgrade: websocket"), ID
    )
    assert not protocols.converses(
        request_of("api.openai.com", "/v1/realtime", method="GET", header="upgrade: websocket"), ID
    )


def test_warming_up_says_nothing_and_counts_what_it_carried() -> None:
    empty = whole(create([], generate=False))
    assert (empty["output"], empty["status"]) == ([], "completed")
    first = create([BROUGHT, USER], previous_response_id=empty["id"])
    (message, call) = output(whole(first))
    assert call["type"] == "custom_tool_call"
    assert (call["name"], call["namespace"], call["input"]) == ("exec", "functions", 'read("a.txt")')
    warm = whole(create([BROUGHT, USER], generate=False))
    assert [item["type"] for item in output(whole(create([], tools=TOOLS, previous_response_id=warm["id"])))] == [
        "message",
        "function_call",
    ]
    returned = {"type": "custom_tool_call_output", "call_id": call["call_id"], "output": ""}
    assert "done — ok" in json.dumps(create([returned], previous_response_id=whole(first)["id"]), ensure_ascii=False)
    assert message["type"] == "message"


def test_other_messages_get_no_answer_and_broken_ones_an_error() -> None:
    assert talk({"type": "response.processed", "response_id": "x"}) == []
    assert talk([1])[0]["type"] == "error"


def test_a_demanded_schema_is_kept_to_and_an_insisted_tool_called() -> None:
    shape = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 2}}, "required": ["n"]}
    wanted = {"format": {"type": "json_schema", "name": "x", "schema": shape}}
    assert '"{\\"n\\":2}"' in json.dumps(value(ask([USER], text=wanted)))
    for choice in ("required", {"type": "function", "name": "read_file"}):
        (call,) = output(value(ask("", tools=TOOLS, tool_choice=choice)))
        assert call["arguments"] == '{"file_path":"ok"}'


def test_nothing_of_the_request_but_the_model_comes_back() -> None:
    marked = [{**USER, "content": "please say ok; zone Asia/Tokyo"}]
    told = {"instructions": "host gw.example", "metadata": {"a": "b"}, "user": "me", "prompt_cache_key": "k"}
    assert ask(marked, tools=TOOLS, **told) == ask([USER], tools=TOOLS)
    assert value(ask([USER]))["model"] == "m-1"


def test_counts_models_and_what_is_no_json() -> None:
    count = value(answer(request_of("api.openai.com", "/v1/responses/input_tokens", {}), ID))
    assert count == {"object": "response.input_tokens", "input_tokens": 12_000}
    assert value(answer(request_of("api.openai.com", "/v1/models", method="GET"), ID))["object"] == "list"
    broken = replace(request_of("api.openai.com", "/v1/responses"), body=b"{nope", body_size_bytes=5)
    assert answer(broken, ID).status == 400


KEYS = st.sampled_from(
    [
        "type",
        "input",
        "instructions",
        "tools",
        "name",
        "parameters",
        "namespace",
        "tool_choice",
        "text",
        "format",
        "schema",
        "role",
        "content",
        "output",
        "previous_response_id",
        "generate",
        "stream",
        "model",
    ]
)
WORDS = st.sampled_from(
    [
        "response.create",
        "message",
        "user",
        "assistant",
        "function",
        "custom",
        "namespace",
        "additional_tools",
        "json_schema",
        "say",
        "ok",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS | st.just("say ok"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(body=st.dictionaries(KEYS, JSON, max_size=8) | JSON, method=st.sampled_from(["POST", "GET", "WS", ""]))
def test_no_request_raises_and_every_answer_is_the_same_again(body: object, method: str) -> None:
    request = request_of("api.openai.com", "/v1/responses", body, method=method)
    reply = answer(request, ID)
    assert reply == answer(request, ID)
    assert 200 <= reply.status < 500
    texts = protocols.converse(request, SCENARIO, ID)
    assert all(isinstance(json.loads(text), dict) for text in texts)
    assert texts == protocols.converse(request, SCENARIO, ID)
