"""The Gemini API: replies of the scenario, streams of both forms, schemas kept to."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire import protocols
from countermark.wire.messages import Reply
from unit.wire.protocols.speaking import SCHEMA, answer, events, request_of, value

ID = "gemini"
HOST = "generativelanguage.googleapis.com"
TOOLS = [{"googleSearch": {}}, {"functionDeclarations": [{"name": "read_file", "parametersJsonSchema": SCHEMA}]}]
USER = {"role": "user", "parts": [{"text": "<context/>"}, {"text": "please say ok"}]}


def ask(contents: object, method: str = "generateContent", **more: object) -> Reply:
    return answer(request_of(HOST, f"/v1beta/models/m-1:{method}", {"contents": contents, **more}), ID)


def parts(response: dict[str, object]) -> list[dict[str, object]]:
    (candidate,) = response["candidates"]  # type: ignore[misc]
    found = candidate["content"]["parts"]  # type: ignore[index]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("method", "host", "path", "expected"),
    [
        ("POST", HOST, "/v1beta/models/gemini-2.5-pro:generateContent", "create"),
        ("POST", "gw.example", "/base/v1/models/x:streamGenerateContent?alt=sse", "create"),
        ("POST", "gw.example", "/v1/projects/p/locations/l/publishers/google/models/x:generateContent", "create"),
        ("POST", HOST, "/v1beta/models/x%3AcountTokens", "count-tokens"),
        ("POST", HOST, "/v1beta/models/x:embedContent", "embeddings"),
        ("POST", HOST, "/v1beta/models/x:newMethod", "other"),
        ("GET", HOST, "/v1beta/models", "models"),
        ("GET", HOST, "/v1beta/models/gemini-2.5-pro", "models"),
        ("GET", "gw.example", "/v1beta/models", ""),
        ("GET", HOST, "/v1beta/models/x:generateContent", "other"),
    ],
)
def test_endpoints(method: str, host: str, path: str, expected: str) -> None:
    protocol, endpoint = protocols.match(request_of(host, path, method=method), ID)
    assert (protocol.id if protocol else "", endpoint) == (ID if expected else "", expected)


def test_it_follows_the_scenario_from_the_request_alone() -> None:
    first = value(ask([USER], tools=TOOLS))
    text, called = parts(first)
    assert text == {"text": "I read it."}
    call = called["functionCall"]
    assert isinstance(call, dict)
    assert (call["name"], call["args"]) == ("read_file", {"file_path": "a.txt"})
    returned = {"role": "user", "parts": [{"functionResponse": {"name": "read_file", "response": {"x": "say ok"}}}]}
    model = [{"role": "model", "parts": [part]} for part in (text, called)]  # in pieces, one turn all the same
    second = value(ask([USER, *model, returned], tools=TOOLS))
    assert parts(second) == [{"text": "done — ok"}]
    assert second["responseId"] != first["responseId"]


def test_streams_are_events_or_the_elements_of_an_array() -> None:
    sse = ask([USER], "streamGenerateContent?alt=sse", tools=TOOLS)
    assert sse.headers[0].value.startswith("text/event-stream")
    array = ask([USER], "streamGenerateContent", tools=TOOLS)
    assert json.loads(b"".join(array.pieces)) == events(sse)
    assert len(array.pieces) == len(events(sse)) + 1
    said = [part for chunk in events(sse) for part in parts(chunk)]
    assert "".join(str(part.get("text", "")) for part in said) == "I read it."
    assert said[-1] == parts(value(ask([USER], tools=TOOLS)))[-1]
    reasons = [chunk["candidates"][0].get("finishReason") for chunk in events(sse)]  # type: ignore[index]
    assert reasons == [None] * (len(reasons) - 1) + ["STOP"]


@pytest.mark.parametrize(
    "wanted",
    [
        {
            "responseSchema": {
                "type": "OBJECT",
                "properties": {
                    "choice": {"type": "STRING", "enum": ["flash", "pro"]},
                    "n": {"type": "INTEGER", "minimum": 2},
                },
                "required": ["choice", "n"],
            }
        },
        {
            "responseJsonSchema": {
                "type": "object",
                "properties": {"choice": {"enum": ["flash", "pro"]}, "n": {"type": "integer", "minimum": 2}},
                "required": ["choice", "n"],
            }
        },
    ],
)
def test_a_demanded_schema_is_kept_to(wanted: dict[str, object]) -> None:
    asked = {"generationConfig": {"responseMimeType": "application/json", **wanted}}
    (part,) = parts(value(ask([USER], **asked)))
    assert json.loads(str(part["text"])) == {"choice": "flash", "n": 2}


def test_json_is_given_where_only_json_is_asked_for() -> None:
    (part,) = parts(value(ask([USER], generationConfig={"responseMimeType": "application/json"})))
    assert part == {"text": "{}"}


@pytest.mark.parametrize(
    ("calling", "called"),
    [
        ({"mode": "ANY"}, "read_file"),
        ({"mode": "ANY", "allowedFunctionNames": ["read_file"]}, "read_file"),
        ({"mode": "ANY", "allowedFunctionNames": ["other"]}, ""),
        ({"mode": "AUTO"}, ""),
    ],
)
def test_a_function_that_is_insisted_on_is_called(calling: dict[str, object], called: str) -> None:
    found = parts(value(ask([], tools=TOOLS, toolConfig={"functionCallingConfig": calling})))
    assert [part["functionCall"]["name"] for part in found if "functionCall" in part] == (  # type: ignore[index]
        [called] if called else []
    )


def test_nothing_of_the_request_but_the_model_comes_back() -> None:
    marked = {"role": "user", "parts": [{"text": "please say ok; zone Asia/Tokyo"}]}
    told = {"systemInstruction": {"parts": [{"text": "host gw.example"}]}, "labels": {"a": "b"}}
    assert ask([marked], tools=TOOLS, **told) == ask([USER], tools=TOOLS)
    assert value(ask([USER]))["modelVersion"] == "m-1"


def test_counts_embeddings_models_and_what_is_no_json() -> None:
    assert value(ask([USER], "countTokens"))["totalTokens"] == 12_000
    assert len(value(ask([], "embedContent"))["embedding"]["values"]) == 3072  # type: ignore[index]
    assert len(value(ask([], "batchEmbedContents", requests=[{}, {}]))["embeddings"]) == 2  # type: ignore[arg-type]
    assert value(answer(request_of(HOST, "/v1beta/models/x-1", method="GET"), ID))["name"] == "models/x-1"
    assert len(value(answer(request_of(HOST, "/v1beta/models", method="GET"), ID))["models"]) == 2  # type: ignore[arg-type]
    broken = replace(request_of(HOST, "/v1beta/models/x:generateContent"), body=b"{nope", body_size_bytes=5)
    assert value(answer(broken, ID))["error"]["status"] == "INVALID_ARGUMENT"  # type: ignore[index]


KEYS = st.sampled_from(
    [
        "contents",
        "role",
        "parts",
        "text",
        "functionCall",
        "tools",
        "functionDeclarations",
        "name",
        "parameters",
        "parametersJsonSchema",
        "toolConfig",
        "functionCallingConfig",
        "mode",
        "allowedFunctionNames",
        "generationConfig",
        "responseSchema",
        "responseJsonSchema",
        "type",
        "enum",
        "responseMimeType",
        "systemInstruction",
        "requests",
        "properties",
        "required",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["say ok", "ANY"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
METHODS = st.sampled_from(
    ["generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse", "countTokens", "batchEmbedContents"]
)


@given(body=st.dictionaries(KEYS, JSON, max_size=8) | JSON, method=METHODS, verb=st.sampled_from(["POST", "GET", "x"]))
def test_no_request_raises_and_every_answer_is_the_same_again(body: object, method: str, verb: str) -> None:
    request = request_of(HOST, f"/v1beta/models/x:{method}", body, method=verb)
    reply = answer(request, ID)
    assert reply == answer(request, ID)
    assert 200 <= reply.status < 500
