"""The false providers: endpoints, the order of replies, streams, and nothing carried onwards."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.profile import Reply as ScriptedReply
from countermark.model.profile import Scenario, ToolCall
from countermark.wire import protocols
from countermark.wire.messages import Header, Reply, Request

READ = ToolCall(tools=("Read", "read_file"), arguments_json='{"file_path":"a.txt","path":"a.txt"}')
SCENARIO = Scenario(
    id="test",
    title="test",
    sha256="0" * 64,
    prompts=("say ok",),
    replies=(ScriptedReply(text="I read it.", tool_call=READ), ScriptedReply(text="done — ok")),
)
SCHEMA = {"type": "object", "properties": {"file_path": {"type": "string"}}, "required": ["file_path"]}
CLAUDE_TOOLS = [{"name": "Bash"}, {"name": "Read", "input_schema": SCHEMA}]
OPENAI_TOOLS = [{"type": "function", "function": {"name": "read_file", "parameters": SCHEMA}}]


def ask(host: str, path: str, body: object = None, *, method: str = "POST", header: str = "") -> Request:
    data = b"" if body is None else json.dumps(body).encode()
    headers = (Header(name=header, value="x"),) if header else ()
    return Request(
        method=method,
        target=path,
        version="1.1",
        host=host,
        path=path,
        headers=headers,
        body=data,
        body_size_bytes=len(data),
    )


def claude(messages: list[object], **more: object) -> Reply:
    body = {"model": "m-1", "messages": messages, **more}
    return protocols.respond(ask("api.anthropic.com", "/v1/messages", body), SCENARIO, "anthropic-messages")


def chat(messages: list[object], **more: object) -> Reply:
    body = {"model": "m-1", "messages": messages, **more}
    return protocols.respond(ask("example.com", "/any/base/chat/completions", body), SCENARIO, "openai-chat")


def events(reply: Reply) -> list[dict[str, object]]:
    """The data of every event; each must be one whole piece."""
    found = []
    for piece in reply.pieces:
        *names, data = piece.decode().removesuffix("\n\n").split("\n")
        assert len(names) <= 1
        if data != "data: [DONE]":
            value = json.loads(data.removeprefix("data: "))
            assert names in ([], [f"event: {value.get('type')}"])
            found.append(value)
    return found


def value(reply: Reply) -> dict[str, object]:
    (piece,) = reply.pieces
    found = json.loads(piece)
    assert isinstance(found, dict)
    return found


USER = {"role": "user", "content": [{"type": "text", "text": "<context/>"}, {"type": "text", "text": "please say ok"}]}


@pytest.mark.parametrize(
    ("host", "method", "path", "header", "expected"),
    [
        ("api.anthropic.com", "POST", "/v1/messages", "", ("anthropic-messages", "create")),
        ("gateway.example", "POST", "/team/v1/messages", "", ("anthropic-messages", "create")),
        ("api.anthropic.com", "POST", "/v1/messages/count_tokens", "", ("anthropic-messages", "count-tokens")),
        ("api.anthropic.com", "GET", "/v1/models", "", ("anthropic-messages", "models")),
        ("gateway.example", "GET", "/v1/models", "anthropic-version", ("anthropic-messages", "models")),
        ("gateway.example", "GET", "/v1/models", "", ("openai-chat", "models")),
        ("api.anthropic.com", "HEAD", "/", "", ("anthropic-messages", "other")),
        ("api.openai.com", "POST", "/v1/chat/completions", "", ("openai-chat", "create")),
        ("dash.example", "POST", "/compatible-mode/v1/chat/completions", "", ("openai-chat", "create")),
        ("api.openai.com", "POST", "/v1/embeddings", "", ("openai-chat", "embeddings")),
        ("api.openai.com", "GET", "/v1/models/gpt-4o", "", ("openai-chat", "models")),
        ("api.openai.com", "POST", "/v1/other", "", ("openai-chat", "other")),
        ("telemetry.example", "POST", "/v1/traces", "", (None, "")),
    ],
)
def test_endpoints(host: str, method: str, path: str, header: str, expected: tuple[str | None, str]) -> None:
    protocol, endpoint = protocols.match(ask(host, path, method=method, header=header), "anthropic-messages")
    assert (protocol and protocol.id, endpoint) == expected


def test_the_preferred_protocol_goes_first() -> None:
    request = ask("x", "/v1/models", method="GET", header="anthropic-version")
    for name in ("anthropic-messages", "openai-chat"):
        protocol, _ = protocols.match(request, name)
        assert protocol is protocols.find(name)
    assert protocols.find("nothing") is None


def test_messages_follow_the_scenario_from_the_request_alone() -> None:
    first = value(claude([USER], tools=CLAUDE_TOOLS))
    assert first["stop_reason"] == "tool_use"
    text, call = first["content"]  # type: ignore[misc]
    assert text == {"type": "text", "text": "I read it."}
    assert call["name"] == "Read"  # type: ignore[index]
    assert call["input"] == {"file_path": "a.txt"}  # type: ignore[index]
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "x", "content": "say ok"}]}
    turn = [USER, {"role": "assistant", "content": first["content"]}, result]
    second = value(claude(turn, tools=CLAUDE_TOOLS))
    assert second["content"] == [{"type": "text", "text": "done — ok"}]
    assert second["stop_reason"] == "end_turn"
    assert second["id"] != first["id"]
    late = value(claude([*turn, {"role": "assistant", "content": "done"}, result], tools=CLAUDE_TOOLS))
    assert late["content"] == second["content"]


def test_messages_stream_in_the_documented_order() -> None:
    reply = claude([USER], tools=CLAUDE_TOOLS, stream=True)
    assert reply.headers[0].value.startswith("text/event-stream")
    found = events(reply)
    kinds = [event["type"] for event in found]
    assert kinds[:3] == ["message_start", "content_block_start", "ping"]
    assert kinds[-2:] == ["message_delta", "message_stop"]
    assert kinds.count("content_block_start") == kinds.count("content_block_stop") == 2
    deltas = [event["delta"] for event in found if event["type"] == "content_block_delta"]
    assert "".join(delta.get("text", "") for delta in deltas) == "I read it."  # type: ignore[attr-defined]
    arguments = "".join(delta.get("partial_json", "") for delta in deltas)  # type: ignore[attr-defined]
    assert json.loads(arguments) == {"file_path": "a.txt"}


def test_chat_follows_the_scenario_from_the_request_alone() -> None:
    user = {"role": "user", "content": "say ok"}
    first = value(chat([user], tools=OPENAI_TOOLS))
    (choice,) = first["choices"]  # type: ignore[misc]
    assert choice["finish_reason"] == "tool_calls"  # type: ignore[index]
    message = choice["message"]  # type: ignore[index]
    assert json.loads(message["tool_calls"][0]["function"]["arguments"]) == {"file_path": "a.txt"}
    second = value(chat([user, message, {"role": "tool", "content": "say ok"}], tools=OPENAI_TOOLS))
    assert second["choices"][0]["message"]["content"] == "done — ok"  # type: ignore[index]


@pytest.mark.parametrize("wanted", [True, False])
def test_chat_streams_chunks_and_usage_only_when_asked(*, wanted: bool) -> None:
    options = {"include_usage": True} if wanted else {}
    reply = chat([{"role": "user", "content": "say ok"}], tools=OPENAI_TOOLS, stream=True, stream_options=options)
    assert reply.pieces[-1] == b"data: [DONE]\n\n"
    chunks = events(reply)
    assert ("usage" in chunks[0]) is wanted
    assert (chunks[-1]["choices"] == []) is wanted
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]  # type: ignore[index]
    assert deltas[0]["role"] == "assistant"
    assert "".join(delta.get("content") or "" for delta in deltas) == "I read it."
    calls = [delta["tool_calls"][0] for delta in deltas if "tool_calls" in delta]
    assert calls[0]["function"]["name"] == "read_file"
    assert json.loads("".join(call["function"]["arguments"] for call in calls)) == {"file_path": "a.txt"}


def test_a_tool_that_is_not_offered_is_not_called() -> None:
    assert value(claude([USER], tools=[{"name": "Bash"}]))["content"] == [{"type": "text", "text": "I read it."}]


@pytest.mark.parametrize("speak", [claude, chat])
def test_side_requests_get_something_short(speak: object) -> None:
    text = json.dumps(value(speak([{"role": "user", "content": "a title?"}])))  # type: ignore[operator]
    assert '"ok"' in text
    assert "I read it." not in text


SHAPE = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 2}}, "required": ["n"]}


def test_a_demanded_schema_is_kept_to() -> None:
    for more in (
        {"output_config": {"format": {"type": "json_schema", "schema": SHAPE}}},
        {"output_format": {"type": "json_schema", "schema": SHAPE}},
    ):
        assert json.loads(value(claude([USER], **more))["content"][0]["text"]) == {"n": 2}  # type: ignore[index]
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": SHAPE}}
    reply = value(chat([USER], response_format=wanted))
    assert json.loads(reply["choices"][0]["message"]["content"]) == {"n": 2}  # type: ignore[index]
    reply = value(chat([USER], response_format={"type": "json_object"}))
    assert json.loads(reply["choices"][0]["message"]["content"]) == {}  # type: ignore[index]


def test_a_tool_without_a_name_is_not_called() -> None:
    reply = chat([{"role": "user", "content": "say ok"}], tools=[{"type": "custom", "custom": {"name": "x"}}])
    assert value(reply)["choices"][0]["message"]["content"] == "I read it."  # type: ignore[index]


def test_a_tool_that_is_insisted_on_is_called() -> None:
    reply = value(claude([], tools=CLAUDE_TOOLS, tool_choice={"type": "tool", "name": "Read"}))
    assert reply["content"][0]["input"] == {"file_path": "ok"}  # type: ignore[index]
    reply = value(chat([], tools=OPENAI_TOOLS, tool_choice="required"))
    assert reply["choices"][0]["finish_reason"] == "tool_calls"  # type: ignore[index]


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ('Answer in JSON like {"title": "Fix the bug", "isNew": true}.', {"title": "ok", "isNew": True}),
        ("Answer as JSON with fields 'isNew' (boolean) and 'title' (string).", {"isNew": True, "title": "ok"}),
        ("Answer in JSON {not an example}", {}),
    ],
)
def test_json_asked_for_in_words_is_given(system: str, expected: object) -> None:
    text = value(claude([USER], system=system))["content"][0]["text"]  # type: ignore[index]
    assert json.loads(text) == expected


def test_nothing_of_the_request_is_carried_into_the_reply_but_the_models_name() -> None:
    long = {"role": "user", "content": [{"type": "text", "text": "Asia/Tokyo " * 500 + "say ok"}]}
    assert claude([USER], tools=CLAUDE_TOOLS, stream=True) == claude([long], tools=CLAUDE_TOOLS, stream=True)
    assert chat([USER], stream=True) == chat([long], stream=True)
    assert value(claude([USER]))["model"] == "m-1"


def test_ids_differ_between_scenarios() -> None:
    body = {"messages": [USER]}
    request = ask("api.anthropic.com", "/v1/messages", body)
    other = protocols.respond(request, replace(SCENARIO, sha256="1" * 64), "anthropic-messages")
    assert value(other)["id"] != value(claude([USER]))["id"]


@pytest.mark.parametrize(
    ("host", "path", "kind"),
    [
        ("api.anthropic.com", "/v1/messages", {"type": "error"}),
        ("api.openai.com", "/v1/chat/completions", {}),
    ],
)
def test_what_is_no_json_is_refused_in_the_providers_words(host: str, path: str, kind: dict[str, str]) -> None:
    request = replace(ask(host, path), body=b"{nope", body_size_bytes=5)
    reply = protocols.respond(request, SCENARIO, "")
    assert reply.status == 400
    said = value(reply)
    assert said["error"]["type"] == "invalid_request_error"  # type: ignore[index]
    assert kind.items() <= said.items()


def test_the_api_has_nothing_at_other_addresses_and_takes_what_is_posted() -> None:
    get = protocols.respond(ask("api.anthropic.com", "/api/settings", method="GET"), SCENARIO, "")
    assert get.status == 404
    assert value(get)["error"] == {"type": "not_found_error", "message": "Not found"}
    assert protocols.respond(ask("api.anthropic.com", "/api/events", {}), SCENARIO, "").status == 200
    assert protocols.respond(ask("api.anthropic.com", "/", method="HEAD"), SCENARIO, "").status == 200


def test_model_lists_and_counts() -> None:
    def get(host: str, path: str) -> dict[str, object]:
        return value(protocols.respond(ask(host, path, method="GET"), SCENARIO, ""))

    assert get("api.anthropic.com", "/v1/models")["has_more"] is False
    assert get("api.anthropic.com", "/v1/models/x-1")["id"] == "x-1"
    assert get("api.openai.com", "/v1/models")["object"] == "list"
    assert get("api.openai.com", "/v1/models/x-1")["id"] == "x-1"
    count = protocols.respond(ask("api.anthropic.com", "/v1/messages/count_tokens", {}), SCENARIO, "")
    assert value(count) == {"input_tokens": 12_000}


@pytest.mark.parametrize(("given_input", "count"), [("a", 1), (["a", "b"], 2), ([1, 2, 3], 1), ([[1], [2]], 2)])
def test_embeddings_come_as_asked(given_input: object, count: int) -> None:
    def get(**more: object) -> list[dict[str, object]]:
        body = {"input": given_input, "dimensions": 4, **more}
        found = value(protocols.respond(ask("api.openai.com", "/v1/embeddings", body), SCENARIO, ""))["data"]
        assert isinstance(found, list)
        return found

    plain, packed = get(), get(encoding_format="base64")
    assert len(plain) == len(packed) == count
    assert plain[0]["embedding"] == [0.5] * 4
    assert struct.unpack("<4f", base64.b64decode(str(packed[0]["embedding"]))) == (0.5,) * 4


KEYS = st.sampled_from(
    [
        "messages",
        "role",
        "content",
        "text",
        "type",
        "tools",
        "name",
        "input_schema",
        "function",
        "parameters",
        "properties",
        "required",
        "$ref",
        "items",
        "anyOf",
        "tool_choice",
        "response_format",
        "json_schema",
        "schema",
        "output_config",
        "format",
        "stream",
        "system",
        "input",
        "dimensions",
        "enum",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("say ok"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(
    body=st.dictionaries(KEYS, JSON, max_size=8) | JSON,
    path=st.sampled_from(["/v1/messages", "/v1/messages/count_tokens", "/v1/chat/completions", "/v1/embeddings", "/"]),
    method=st.sampled_from(["POST", "GET", "HEAD", "OPTIONS", "WEIRD", ""]),
)
def test_no_request_raises(body: object, path: str, method: str) -> None:
    for name in ("anthropic-messages", "openai-chat"):
        for host in ("api.anthropic.com", "api.openai.com", "x"):
            reply = protocols.respond(ask(host, path, body, method=method), SCENARIO, name)
            assert reply == protocols.respond(ask(host, path, body, method=method), SCENARIO, name)
            assert 200 <= reply.status < 500


def test_a_schema_that_refers_to_itself_ends() -> None:
    schema = {"type": "object", "required": list("abcdef"), "properties": {key: {"$ref": "#"} for key in "abcdef"}}
    tools = [{"name": "Read", "input_schema": schema}]
    reply = claude([], tools=tools, tool_choice={"type": "any"})
    assert len(reply.pieces[0]) < 100_000


def test_deep_nesting_is_no_error() -> None:
    deep = b'{"messages":[],"tool_choice":{"type":"any"},"tools":[{"name":"a","input_schema":{"a":%s%s}}]}'
    for depth in (100, 700, 900, 5000):
        body = deep % (b"[" * depth, b"]" * depth)
        request = replace(ask("api.anthropic.com", "/v1/messages"), body=body, body_size_bytes=len(body))
        assert protocols.respond(request, SCENARIO, "").status in {200, 400}
