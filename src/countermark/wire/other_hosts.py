"""A plausible answer from every host that no protocol knows: short, the same in every run, of the kind asked for.

Source: RFC 9110 (methods, statuses), the registry's answer to an unknown package as documented at
https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md, read 2026-11.
"""

from __future__ import annotations

from countermark.wire.json_values import JSON_TYPE, encode, write_json
from countermark.wire.messages import Header, Reply, Request

_NOT_FOUND = 404
_NO_CONTENT = 204
# A file that is asked for by its name is not there: an empty one would be taken for what it should hold, as a list of
# all models that names none.
_FILES = (".json", ".jsonc", ".yaml", ".yml", ".toml", ".xml", ".md", ".txt", ".sh", ".sha256", ".sig", ".asc")
_ARCHIVES = (".tgz", ".tar.gz", ".zip", ".gz", ".xz", ".whl", ".exe", ".node", ".wasm")
_PAGE = b"<!doctype html><html><head><title>OK</title></head><body>OK</body></html>\n"


def respond(request: Request) -> Reply:
    """What the false network says to ``request``, whoever it is for."""
    if request.method in {"HEAD", "OPTIONS"}:
        return _answer_without_body(request)
    if request.method in {"GET", ""}:
        return _answer_get(request)
    if request.path.rstrip("/").endswith("/graphql"):
        return _json(200, {"data": {}})
    return _json(200, {})


def _answer_without_body(request: Request) -> Reply:
    if request.method == "HEAD":
        return Reply(status=200, headers=(JSON_TYPE,))
    return Reply(status=_NO_CONTENT, headers=(Header(name="allow", value="GET, HEAD, OPTIONS, POST"),))


def _answer_get(request: Request) -> Reply:
    accepted = request.header("accept").lower()
    path = request.path.lower()
    if _asks_registry(request, accepted) or path.endswith(_FILES):
        return _json(_NOT_FOUND, {"error": "Not found"})
    if path.endswith(_ARCHIVES) or accepted.startswith(("image/", "application/octet-stream")):
        return Reply(
            status=_NOT_FOUND, headers=(Header(name="content-type", value="text/plain"),), pieces=(b"Not found\n",)
        )
    if accepted.startswith("text/event-stream"):
        return Reply(status=_NO_CONTENT)  # tells an EventSource to stop asking
    if accepted.startswith("text/html"):
        return Reply(
            status=200, headers=(Header(name="content-type", value="text/html; charset=utf-8"),), pieces=(_PAGE,)
        )
    return _json(200, {})


def _asks_registry(request: Request, accepted: str) -> bool:
    return request.host.startswith("registry.") or "application/vnd.npm" in accepted


def _json(status: int, value: object) -> Reply:
    return Reply(status=status, headers=(JSON_TYPE,), pieces=(encode(write_json(value)),))
