"""A scenario, and requests to the false providers."""

from __future__ import annotations

import json

from countermark.model.profile import Reply as ScriptedReply
from countermark.model.profile import Scenario, ToolCall
from countermark.wire import protocols
from countermark.wire.messages import Header, Reply, Request

READ = ToolCall(
    tools=("read_file", "exec"), arguments_json='{"file_path":"a.txt","path":"a.txt","input":"read(\\"a.txt\\")"}'
)
SCENARIO = Scenario(
    id="test",
    title="test",
    sha256="0" * 64,
    prompts=("say ok",),
    replies=(ScriptedReply(text="I read it.", tool_call=READ), ScriptedReply(text="done — ok")),
)
SCHEMA = {"type": "object", "properties": {"file_path": {"type": "string"}}, "required": ["file_path"]}


def request_of(host: str, path: str, body: object = None, *, method: str = "POST", header: str = "") -> Request:
    """A request with a JSON body; ``header`` is a line of its own."""
    data = b"" if body is None else json.dumps(body).encode()
    name, _, value = header.partition(": ")
    path, _, query = path.partition("?")
    return Request(
        method=method,
        target=path,
        version="1.1",
        host=host,
        path=path,
        query=query,
        headers=(Header(name=name, value=value),) if name else (),
        body=data,
        body_size_bytes=len(data),
    )


def answer(request: Request, preferred: str) -> Reply:
    """What the false provider says to it."""
    return protocols.respond(request, SCENARIO, preferred)


def value(reply: Reply) -> dict[str, object]:
    """The JSON object that the one piece of a reply is."""
    (piece,) = reply.pieces
    found = json.loads(piece)
    assert isinstance(found, dict)
    return found


def events(reply: Reply) -> list[dict[str, object]]:
    """The data of every event; each must be one whole piece, named by its type if it is named."""
    found = []
    for piece in reply.pieces:
        *names, data = piece.decode().removesuffix("\n\n").split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert names in ([], [f"event: {event.get('type')}"])
        found.append(event)
    return found
