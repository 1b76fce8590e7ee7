"""Puts a snippet into a program at places where statements may stand, drawn at random."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from random import Random

import tree_sitter_javascript
from evals.planting.drawing import Draw
from evals.planting.snippets import Snippet, Variant
from tree_sitter import Language, Node, Parser

_JAVASCRIPT = Language(tree_sitter_javascript.language())
_FUNCTIONS = {"function_declaration", "function_expression", "arrow_function", "method_definition"}
_ENDS = {"return_statement", "throw_statement", "break_statement", "continue_statement"}
_WORD = re.compile(rb"[A-Za-z_$][\w$]*")
_TRIES = 200
_TOGETHER = 0.5
"""How often a snippet stands in one piece; else its statements are strewn over one block, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A host with a snippet in it. ``spans``: where its pieces stand, in bytes, half-open."""

    data: bytes
    spans: tuple[tuple[int, int], ...]
    snippet: Snippet

    def meets(self, start: int, end: int) -> bool:
        """Whether a range touches what was planted."""
        return any(start < last and first < end for first, last in self.spans)


@dataclass(frozen=True, kw_only=True)
class Host:
    """A program into which something is planted, parsed once for many plants."""

    data: bytes
    python: bool = False

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every word of the program."""
        return frozenset(word.decode() for word in _WORD.findall(self.data))

    @cached_property
    def _root(self) -> Node:
        return Parser(_JAVASCRIPT).parse(self.data).root_node

    @cached_property
    def broken(self) -> bool:
        """Whether the parser stumbles over it."""
        if not self.python:
            return self._root.has_error
        try:
            ast.parse(self.data)
        except SyntaxError:
            return True
        return False

    @cached_property
    def module(self) -> bool:
        """Whether it is an ES module."""
        kinds = {"import_statement", "export_statement"}
        return not self.python and any(node.type in kinds for node in self._root.named_children)

    def draw(self, seed: str) -> Draw:
        """The dice of one plant."""
        made = Draw(Random(seed), taken=self.taken, module=self.module)  # noqa: S311 -- repeatable on purpose
        made.minified = not self.python
        return made

    def block(self, random: Random) -> tuple[int, ...]:
        """The places between the statements of one block: the file itself, or the body of a function."""
        if self.python:
            return _python_block(self.data, random)
        for _ in range(_TRIES):
            at = random.randrange(len(self.data))
            node = self._root.descendant_for_byte_range(at, at)
            while node is not None and not _is_block(node):
                node = node.parent
            places = _places(node) if node is not None and not node.has_error else ()
            if len(places) > 1:
                return places
        return _places(self._root)

    @cached_property
    def top(self) -> int:
        """Where imports may stand."""
        return _python_block(self.data, None)[0] if self.python else _places(self._root)[0]


def _is_block(node: Node) -> bool:
    if node.type == "program":
        return True
    return node.type == "statement_block" and node.parent is not None and node.parent.type in _FUNCTIONS


def _places(block: Node) -> tuple[int, ...]:
    """Before each statement but the directives, up to the first that leaves the block."""
    places, directives = [], True
    for node in block.named_children:
        if node.type in {"comment", "hash_bang_line"}:
            continue
        directive = node.type == "expression_statement" and node.named_children[0].type == "string"
        directives = directives and directive
        if not directives:
            places.append(node.start_byte)
        if node.type in _ENDS:
            break
    return tuple(places)


def _python_block(data: bytes, random: Random | None) -> tuple[int, ...]:
    """The starts of the lines of a block's statements: of the file's if no dice are given."""
    tree = ast.parse(data)
    lines = [0]
    for line in data.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    blocks = [tree.body]
    if random is not None:
        blocks += [node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.body[1:]]
        blocks = [tree.body, random.choice(blocks)]
        random.shuffle(blocks)
    first = blocks[0]
    skipped = {node for node in first if _leads(node)}
    places = []
    for node in first:
        start = lines[node.lineno - 1]
        alone = not data[start : start + node.col_offset].strip()
        if node not in skipped and alone and not getattr(node, "decorator_list", ()):
            places.append(start)
        if isinstance(node, ast.Return | ast.Raise):
            break
    return tuple(places)


def _leads(node: ast.stmt) -> bool:
    """Whether nothing may stand before it: a docstring, an import from the future."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def plant(host: Host, variant: Variant, seed: str) -> Planted:
    """The host with a variant in it; the same for the same seed."""
    draw = host.draw(f"{seed}:{variant.id}")
    return insert(host, variant.make(draw), draw.random)


def insert(host: Host, snippet: Snippet, random: Random) -> Planted:
    """The host with a snippet in it."""
    places = host.block(random)
    count = 1 if random.random() < _TOGETHER else len(snippet.parts)
    chosen = sorted(random.choices(places, k=count))
    parts = snippet.parts if count > 1 else (("\n" if host.python else "").join(snippet.parts),)
    heads = [head for head in snippet.heads if not (host.python and _imported(host.data, head))]
    pieces = [(host.top, head) for head in heads] + list(zip(chosen, parts, strict=True))
    return _with(host, snippet, pieces)


def _with(host: Host, snippet: Snippet, pieces: list[tuple[int, str]]) -> Planted:
    out, spans, last = bytearray(), [], 0
    for at, text in sorted(pieces, key=lambda piece: piece[0]):
        out += host.data[last:at]
        last = at
        # A statement that starts with a bracket would otherwise be taken for arguments of the one before it.
        safe = f";{text}" if text[0] in "([`" else text
        piece = _indented(host.data, at, text) if host.python else safe.encode()
        spans.append((len(out), len(out) + len(piece)))
        out += piece
    return Planted(data=bytes(out + host.data[last:]), spans=tuple(spans), snippet=snippet)


def _indented(data: bytes, at: int, text: str) -> bytes:
    """The lines as deep as the line that they stand before."""
    depth = len(data[at:]) - len(data[at:].lstrip(b" \t"))
    margin = data[at : at + depth].decode()
    return "".join(f"{margin}{line}\n" if line else "\n" for line in text.split("\n")).encode()


def _imported(data: bytes, head: str) -> bool:
    """Whether the file already has what an import brings."""
    name = head.rsplit(maxsplit=1)[-1]
    imports = (node for node in ast.parse(data).body if isinstance(node, ast.Import | ast.ImportFrom))
    return any(name == (alias.asname or alias.name) for node in imports for alias in node.names)
