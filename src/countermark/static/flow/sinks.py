"""Where a value leaves: text with words in it, headers, URLs and bodies of requests; not what only goes to a log."""

from __future__ import annotations

import re

from countermark.model.static import SinkKind
from countermark.static.flow.code import MAX_REFERENCES, Code
from countermark.static.program import Program

_SENTENCE = re.compile(r"[A-Za-z]{2,}\W{0,3}\s+\W{0,3}(?:\w+\s+)?[A-Za-z]{2,}")
_LETTERS = 8
_MAX_TEXT = 20_000
_CLIMB = 14

# Calls whose text goes to a person or to nobody. Names are those of the usual loggers.
_LOGGED = re.compile(
    rb"(?:^|[.\w])(?:console\.\w+|log|debug|warn|warning|error|trace|info|fatal|verbose|assert|invariant|print|write|Error|"
    rb"TypeError|RangeError|Exception|ValueError|RuntimeError|reject|abort|exit|fail|captureException|logger\.\w+)$"
)
_HEADER = re.compile(
    r"x-[\w-]+|user-agent|authorization|accept(?:-\w+)?|referer|origin|cookie|[a-z]+(?:-[a-z]+)+", re.IGNORECASE
)
_HEADERS = re.compile(rb"headers?\b", re.IGNORECASE)
_FETCHING = re.compile(rb"(?:^|\.)(?:fetch|request|urlopen|axios|got|ky|post|put|patch|navigate|urlretrieve)$")
_GETTING = re.compile(rb"(?:^|\.)(?:get|head|delete|options|stream)$")
_CLIENTS = re.compile(
    r"(?:import:)?(?:axios|got|ky|undici|node-fetch|needle|superagent|requests|httpx|urllib\S*|aiohttp|https?)"
)
_URL_KEYS = frozenset({"url", "endpoint", "href", "hostname", "host", "uri"})
_BASE_KEYS = frozenset({"baseURL", "baseUrl", "base_url"})
_BODY_KEYS = frozenset({"body", "data", "json", "payload"})
_REQUEST_KEYS = frozenset(
    {"method", "headers", "timeout", "body", "params", "responseType", "agent", "port", "path", "retry", "signal"}
)
"""What stands beside an address or a body where a request is made."""
# Source: the API references of Anthropic Messages, OpenAI Chat and Responses, and Gemini (read 2026-11).
_MESSAGE_KEYS = frozenset({"content", "system", "prompt", "messages", "instructions", "parts", "contents", "input"})
_SETTERS = (b".set", b".append", b".setHeader", b".add_header")
_MAX_NAME = 80
_QUOTED = re.compile(r"[\"'`]([^\"'`]*)[\"'`]")
_TEXTS = frozenset({"template_string", "binary_expression", "binary_operator", "string", "concatenated_string"})


class Sinks:
    """Tells what a point is to the outside."""

    def __init__(self, program: Program, code: Code) -> None:
        """Both are of the same file."""
        self._program, self._syntax, self._code = program, program.syntax, code
        self._known: dict[int, SinkKind | None] = {}

    def kind(self, node: int) -> SinkKind | None:
        """What leaves at an expression; nothing if it only goes on."""
        if node not in self._known:
            self._known[node] = self._kind(node)
        return self._known[node]

    def is_message(self, node: int) -> bool:
        """Whether an expression is put under a name by which messages to models are put together."""
        above = self._syntax.parent[node]
        if self._code.name(above) not in ("pair", "keyword_argument") or above + 1 == node:
            return False
        return self._code.spelled(above + 1) in _MESSAGE_KEYS

    def _kind(self, node: int) -> SinkKind | None:
        name, above = self._code.name(node), self._syntax.parent[node]
        if name in _TEXTS and self._is_sentence(node):
            return None if self._is_logged(node) else "text"
        over = self._code.name(above)
        if over in ("pair", "keyword_argument") and above + 1 != node:
            return self._of_key(above)
        if over in ("assignment_expression", "assignment") and above + 1 != node:
            target = self._program.text(above + 1)
            return "header" if _HEADERS.search(target) and b"[" in target else None
        if over in ("arguments", "argument_list"):
            return self._of_argument(node, above)
        return None

    def _of_key(self, pair: int) -> SinkKind | None:
        key = self._program.text(pair + 1).decode("utf-8", "replace").strip("\"'`")
        holder = self._syntax.parent[self._syntax.parent[pair]]
        in_headers = self._code.name(holder) in (
            "pair",
            "variable_declarator",
            "keyword_argument",
            "assignment",
        ) and bool(_HEADERS.search(self._program.text(holder + 1)[:60]))
        if in_headers or (_HEADER.fullmatch(key) and "-" in key and key[:1].isalpha() and self._is_quoted(pair + 1)):
            return "header"
        if key in _BASE_KEYS:
            return "url"
        if key not in _URL_KEYS | _BODY_KEYS or not self._is_request(self._syntax.parent[pair], key):
            return None
        return "url" if key in _URL_KEYS else "body"

    def _is_request(self, holder: int, but: str) -> bool:
        """Whether an object or a call's arguments by name say what else a request needs."""
        keys = {
            self._code.spelled(one + 1)
            for one in self._syntax.children(holder)
            if self._code.name(one) in ("pair", "keyword_argument")
        }
        if (keys - {but}) & _REQUEST_KEYS:
            return True
        call = self._syntax.parent[holder] if self._code.name(holder) == "argument_list" else self._call_of(holder)
        called = self._program.callee(call) if call else 0
        return bool(called) and bool(_FETCHING.search(self._program.text(called)[-_MAX_NAME:]))

    def _call_of(self, node: int) -> int:
        call = self._syntax.parent[self._syntax.parent[node]]
        return call if self._code.is_call(call) else 0

    def _is_quoted(self, node: int) -> bool:
        return self._code.name(node) == "string"

    def _of_argument(self, node: int, arguments: int) -> SinkKind | None:
        call = self._syntax.parent[arguments]
        called = self._program.callee(call)
        text = self._program.text(called) if called else b""
        given = self._program.arguments(call)
        if not given or len(text) > _MAX_NAME:
            return None
        if text.endswith(_SETTERS) and _HEADERS.search(text) and given[-1] == node:
            return "header"
        if given[0] != node:
            return None
        return "url" if _FETCHING.search(text) or (_GETTING.search(text) and self._asks(called, given)) else None

    def _asks(self, called: int, given: tuple[int, ...]) -> bool:
        """Whether ``x.get(address)`` asks for something, and does not look it up in a map."""
        path = self._program.path(called)
        if path and _CLIENTS.fullmatch(path[0].removesuffix("()")):
            return True
        return any(self._code.name(one) == "object" and self._is_request(one, "") for one in given[1:2])

    def _is_sentence(self, node: int) -> bool:
        """Whether the constant part of a text has two words side by side."""
        text = self._program.text(node)
        if len(text) > _MAX_TEXT or not (text[:1] in b"`\"'fF(" or b"+" in text):
            return False
        plain = re.sub(r"\$\{[^{}]*\}|\{[^{}]*\}", " x ", text.decode("utf-8", "replace"))
        if self._code.name(node) in ("binary_expression", "binary_operator"):
            if self._code.operator(node) not in (b"+", b"%"):
                return False
            plain = " ".join(_QUOTED.findall(plain))
        return sum(map(str.isalpha, plain)) >= _LETTERS and bool(_SENTENCE.search(plain))

    def _is_logged(self, node: int) -> bool:
        for _ in range(_CLIMB):
            node = self._syntax.parent[node]
            name = self._code.name(node)
            if name in ("throw_statement", "raise_statement", "assert_statement"):
                return True
            if self._syntax.kind[node] in self._program.language.calls:
                return self._logs(self._program.callee(node))
            if not node or self._syntax.kind[node] in self._program.language.functions:
                return False
        return False

    def _logs(self, called: int) -> bool:
        """Whether a function is a logger: by its name, or because it is handed texts all over the file."""
        if not called:
            return False
        binding = self._program.binding(called)
        everywhere = binding >= 0 and len(self._program.bindings.references(binding)) > MAX_REFERENCES
        return everywhere or bool(_LOGGED.search(self._program.text(called)[-60:]))
