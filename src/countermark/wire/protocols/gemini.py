"""The Gemini API, as a server that says what the scenario tells it.

Source: https://ai.google.dev/api/generate-content, .../api/tokens, .../api/models, .../api/embeddings, .../api/caching
(tools and schemas) and .../gemini-api/docs/structured-output, read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from countermark.model.profile import Scenario
from countermark.wire import other_hosts
from countermark.wire.content import read_content
from countermark.wire.json_values import JSON_TYPE, as_list, as_map, as_text, encode, parse_map, write_json
from countermark.wire.messages import Reply, Request
from countermark.wire.protocol import COUNT_TOKENS, CREATE, EMBEDDINGS, MODELS, OTHER, Protocol
from countermark.wire.script import Conversation, OfferedTool, Said, Utterance, identifier, next_utterance, pieces_of
from countermark.wire.sse import STREAM_HEADERS, write_event

_HOSTS = ("generativelanguage.googleapis.com",)
_PROMPT_TOKENS = 12_000  # constant: a count would repeat the request's length
_MODELS = (("gemini-2.5-flash", "Gemini 2.5 Flash"), ("gemini-2.5-pro", "Gemini 2.5 Pro"))
_LARGEST = (("inputTokenLimit", 1_048_576), ("outputTokenLimit", 65_536))
_EMBEDDING_SIZE = 3072  # of gemini-embedding-001
_MAX_EMBEDDINGS = 100
_METHODS = {
    "generateContent": CREATE,
    "streamGenerateContent": CREATE,
    "countTokens": COUNT_TOKENS,
    "embedContent": EMBEDDINGS,
    "batchEmbedContents": EMBEDDINGS,
}
_CALL = re.compile(r"/(?:models|tunedModels)/(?P<model>[^/:]+)(?::|%3[Aa])(?P<method>\w+)/?\Z")


def _matches(request: Request) -> str:
    found = _CALL.search(request.path)
    if request.method == "POST" and found and found["method"] in _METHODS:
        return _METHODS[found["method"]]
    ours = request.host in _HOSTS
    if request.method == "GET" and ours and re.search(r"/v1(?:beta|alpha)?/models(?:/[^/:]+)?/?\Z", request.path):
        return MODELS
    return OTHER if ours else ""


def _respond(request: Request, scenario: Scenario) -> Reply:
    endpoint, found = _matches(request), _CALL.search(request.path)
    if endpoint == MODELS:
        return _list_models(request)
    if found is None or endpoint not in _METHODS.values():
        return other_hosts.respond(request)
    asked = parse_map(read_content(request).text)
    if asked is None:
        return _refuse(400, "INVALID_ARGUMENT", "Invalid JSON payload received.")
    if endpoint == CREATE:
        return _generate(asked, found, request, scenario)
    counted = {"totalTokens": _PROMPT_TOKENS, "promptTokensDetails": _details(_PROMPT_TOKENS)}
    return _json(counted if endpoint == COUNT_TOKENS else _embeddings(asked, found["method"]))


def _generate(asked: Mapping[str, object], called: re.Match[str], request: Request, scenario: Scenario) -> Reply:
    utterance = next_utterance(_read_conversation(asked), scenario)
    if called["method"] == "generateContent":
        return _json(_response(_parts(utterance, scenario), utterance, scenario, called["model"], is_last=True))
    return _stream(tuple(_chunks(utterance, scenario, called["model"])), request)


def _read_conversation(asked: Mapping[str, object]) -> Conversation:
    wanted = as_map(asked.get("generationConfig"))
    tools = tuple(_offered(as_list(asked.get("tools"))))
    return Conversation(
        said=(Said(role="system", text=_text_of(asked.get("systemInstruction"))), *_said(asked.get("contents"))),
        tools=tools,
        must_call=_must_call(as_map(as_map(asked.get("toolConfig")).get("functionCallingConfig")), tools),
        output_schema_json=_output_schema(wanted),
    )


def _said(contents: object) -> Iterator[Said]:
    """What each content says; several of the model's in a row are one turn of it."""
    before = ""
    for item in (as_map(item) for item in as_list(contents)):
        role = "assistant" if item.get("role") == "model" else "user"
        if role == "user" or before != "assistant":
            yield Said(role=role, text=_text_of(item))
        before = role


def _text_of(content: object) -> str:
    """The text of a content, without what functions returned."""
    parts = (as_map(part) for part in as_list(as_map(content).get("parts")))
    return as_text(content) or "\n".join(as_text(part.get("text")) for part in parts)


def _offered(tools: tuple[object, ...]) -> Iterator[OfferedTool]:
    for tool in tools:
        for declared in (as_map(item) for item in as_list(as_map(tool).get("functionDeclarations"))):
            schema = as_map(declared.get("parametersJsonSchema")) or as_map(declared.get("parameters"))
            yield OfferedTool(name=as_text(declared.get("name")), schema_json=write_json(schema))


def _must_call(calling: Mapping[str, object], tools: tuple[OfferedTool, ...]) -> str:
    if calling.get("mode") != "ANY" or not tools:
        return ""
    allowed = [as_text(name) for name in as_list(calling.get("allowedFunctionNames"))]
    return next((tool.name for tool in tools if not allowed or tool.name in allowed), "")


def _output_schema(wanted: Mapping[str, object]) -> str:
    for key in ("responseJsonSchema", "responseSchema"):
        if as_map(wanted.get(key)):
            return write_json(as_map(wanted[key]))
    return '{"type":"object"}' if wanted.get("responseMimeType") == "application/json" else ""


def _parts(utterance: Utterance, scenario: Scenario) -> list[object]:
    parts: list[object] = []
    if utterance.text or not utterance.tool:
        parts.append({"text": utterance.text})
    if utterance.tool:
        # Where none is given, an agent makes up an id of the time and chance, which then stands in its next request.
        call_id = identifier(scenario, f"tool/{utterance.turn}", 8).lower()
        arguments = parse_map(utterance.arguments_json) or {}
        parts.append({"functionCall": {"id": call_id, "name": utterance.tool, "args": arguments}})
    return parts


def _response(
    parts: list[object], utterance: Utterance, scenario: Scenario, model: str, *, is_last: bool
) -> dict[str, object]:
    candidate: dict[str, object] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if is_last:
        candidate["finishReason"] = "STOP"
    return {
        "candidates": [candidate],
        "usageMetadata": _usage(utterance),
        "modelVersion": model,
        "responseId": identifier(scenario, f"message/{utterance.turn}", 22),
    }


def _usage(utterance: Utterance) -> dict[str, object]:
    said = len(pieces_of(utterance.text)) + 3
    return {
        "promptTokenCount": _PROMPT_TOKENS,
        "candidatesTokenCount": said,
        "totalTokenCount": _PROMPT_TOKENS + said,
        "promptTokensDetails": _details(_PROMPT_TOKENS),
    }


def _details(count: int) -> list[object]:
    return [{"modality": "TEXT", "tokenCount": count}]


def _chunks(utterance: Utterance, scenario: Scenario, model: str) -> Iterator[dict[str, object]]:
    """A text word by word, a call whole; the reason to stop stands in the last."""
    pieces: list[list[object]] = []
    for part in _parts(utterance, scenario):
        text = as_map(part).get("text")
        pieces += [[{"text": piece}] for piece in pieces_of(text)] if isinstance(text, str) else [[part]]
    for number, piece in enumerate(pieces, 1):
        yield _response(piece, utterance, scenario, model, is_last=number == len(pieces))


def _stream(chunks: tuple[dict[str, object], ...], request: Request) -> Reply:
    """Events where ``alt=sse`` is asked for, else the elements of one JSON array, sent one by one."""
    if parse_qs(request.query, errors="replace").get("alt") == ["sse"]:
        pieces = tuple(write_event(chunk) for chunk in chunks)
        return Reply(status=200, headers=STREAM_HEADERS, pieces=pieces)
    starts = ("[", *(",\r\n" for _ in chunks[1:]))
    written = tuple(encode(start + write_json(chunk)) for start, chunk in zip(starts, chunks, strict=True))
    return Reply(status=200, headers=(JSON_TYPE,), pieces=(*written, b"]"))


def _list_models(request: Request) -> Reply:
    wanted = request.path.rstrip("/").partition("/models")[2].strip("/")
    names = dict(_MODELS)
    described = [_model(key, names.get(key, key)) for key in (wanted, *names)]
    return _json(described[0] if wanted else {"models": described[1:]})


def _model(key: str, title: str) -> dict[str, object]:
    methods = ["generateContent", "countTokens"]
    return {
        "name": f"models/{key}",
        "version": "001",
        "displayName": title,
        **dict(_LARGEST),
        "supportedGenerationMethods": methods,
    }


def _embeddings(asked: Mapping[str, object], method: str) -> dict[str, object]:
    vector = {"values": [_EMBEDDING_SIZE**-0.5] * _EMBEDDING_SIZE}
    if method == "embedContent":
        return {"embedding": vector}
    return {"embeddings": [vector for _ in as_list(asked.get("requests"))[:_MAX_EMBEDDINGS]]}


def _refuse(status: int, kind: str, message: str) -> Reply:
    return _json({"error": {"code": status, "message": message, "status": kind}}, status=status)


def _json(value: object, *, status: int = 200) -> Reply:
    return Reply(status=status, headers=(JSON_TYPE,), pieces=(encode(write_json(value)),))


PROTOCOL = Protocol(
    id="gemini",
    title="Gemini",
    hosts=_HOSTS,
    model_endpoints=frozenset({CREATE}),
    matches=_matches,
    respond=_respond,
)
