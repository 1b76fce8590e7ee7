"""Where a value leaves: text with words in it, headers, URLs and bodies of requests; not what only goes to a log."""

from __future__ import annotations

import re

from countermark.model.static import SinkKind
from countermark.static.flow.steps import MAX_REFERENCES, Point, Stepper
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
_FETCHING = re.compile(rb"(?:^|\.)(?:fetch|request|urlopen|axios|got|ky|get|post|put|patch|send|navigate)$")
_URL_KEYS = frozenset({"url", "baseURL", "baseUrl", "base_url", "endpoint", "href", "hostname", "host"})
_BODY_KEYS = frozenset({"body", "data", "json", "payload"})
_SETTERS = (b".set", b".append", b".setHeader", b".add_header")
_MAX_NAME = 80
_QUOTED = re.compile(r"[\"'`]([^\"'`]*)[\"'`]")
_TEXTS = frozenset({"template_string", "binary_expression", "binary_operator", "string", "concatenated_string"})


class Sinks:
    """Tells what a point is to the outside."""

    def __init__(self, program: Program, stepper: Stepper) -> None:
        """Both are of the same file."""
        self._program, self._syntax, self._stepper = program, program.syntax, stepper

    def kind(self, point: Point) -> SinkKind | None:
        """What leaves at a point; nothing if it only goes on."""
        node = point.node
        name, above = self._stepper.name(node), self._syntax.parent[node]
        if name in _TEXTS and self._is_sentence(node):
            return None if self._is_logged(node) else "text"
        over = self._stepper.name(above)
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
        in_headers = self._stepper.name(holder) in (
            "pair",
            "variable_declarator",
            "keyword_argument",
            "assignment",
        ) and bool(_HEADERS.search(self._program.text(holder + 1)[:60]))
        if in_headers or (_HEADER.fullmatch(key) and "-" in key and key[:1].isalpha() and self._is_quoted(pair + 1)):
            return "header"
        if key in _URL_KEYS:
            return "url"
        return "body" if key in _BODY_KEYS else None

    def _is_quoted(self, node: int) -> bool:
        return self._stepper.name(node) == "string"

    def _of_argument(self, node: int, arguments: int) -> SinkKind | None:
        call = self._syntax.parent[arguments]
        called = self._program.callee(call)
        text = self._program.text(called) if called else b""
        given = self._program.arguments(call)
        if not given or len(text) > _MAX_NAME:
            return None
        if text.endswith(_SETTERS) and _HEADERS.search(text) and given[-1] == node:
            return "header"
        return "url" if _FETCHING.search(text) and given[0] == node else None

    def _is_sentence(self, node: int) -> bool:
        """Whether the constant part of a text has two words side by side."""
        text = self._program.text(node)
        if len(text) > _MAX_TEXT or not (text[:1] in b"`\"'fF(" or b"+" in text):
            return False
        plain = re.sub(r"\$\{[^{}]*\}|\{[^{}]*\}", " x ", text.decode("utf-8", "replace"))
        if self._stepper.name(node) in ("binary_expression", "binary_operator"):
            plain = " ".join(_QUOTED.findall(plain))
        return sum(map(str.isalpha, plain)) >= _LETTERS and bool(_SENTENCE.search(plain))

    def _is_logged(self, node: int) -> bool:
        for _ in range(_CLIMB):
            node = self._syntax.parent[node]
            name = self._stepper.name(node)
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
