"""A parsed file as flat columns: a whole bundle's tree in a hundred megabytes, and no Python object for any node.

A node is its place in preorder. What only groups or separates (brackets, commas, comments, keywords that the kind of
their parent implies) is left out; tokens that carry a meaning (operators, ``async``, ``static``, a hole's comma) stay.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import tree_sitter

from countermark.static.grammar import KEPT, Grammar


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a file was understood; ``unread`` are the spans under error nodes and around missing tokens.

    The spans are sorted and apart from each other.
    """

    total_bytes: int
    unread: tuple[Span, ...]

    @property
    def unread_bytes(self) -> int:
        """How many bytes could not be read."""
        return sum(span.end - span.start for span in self.unread)

    @property
    def parsed_bytes(self) -> int:
        """How many bytes were read."""
        return self.total_bytes - self.unread_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The columns; index 0 is the file. ``size`` counts a node and all below it, so siblings are ``size`` apart.

    ``kind`` and ``field`` are the grammar's ids (field 0: none); ``start`` and ``end`` are byte offsets, half-open;
    ``parent`` of the file is 0.
    """

    grammar: Grammar
    kind: array[int]
    field: array[int]
    start: array[int]
    end: array[int]
    parent: array[int]
    size: array[int]
    coverage: Coverage

    def children(self, node: int) -> Iterator[int]:
        """The nodes right below, in order."""
        size = self.size
        child, last = node + 1, node + size[node]
        while child < last:
            yield child
            child += size[child]

    def of_kinds(self, *kinds: int) -> Iterator[int]:
        """Every node of one of some kinds, in the order of the file."""
        if not kinds:
            return
        # A search through the low bytes of the column passes over what is not wanted ten times as fast as a loop.
        low = self.kind.tobytes()[sys.byteorder == "big" :: 2]
        wanted, column = frozenset(kinds), self.kind
        byte = re.compile(b"[" + re.escape(bytes(sorted({kind & 0xFF for kind in wanted}))) + b"]", re.DOTALL)
        for match in byte.finditer(low):
            node = match.start()
            if column[node] in wanted:
                yield node

    def child(self, node: int, field: int) -> int:
        """The first child in a field, or 0."""
        size, fields = self.size, self.field
        child, last = node + 1, node + size[node]
        while child < last:
            if fields[child] == field:
                return child
            child += size[child]
        return 0


def parse(source: bytes, grammar: Grammar, unread: tuple[Span, ...] = ()) -> Syntax:
    """The columns of a text in a language; the tree that tree-sitter made is freed on return.

    ``unread`` is what could not be read of it before.

    Total: any bytes give columns. But memory grows with the number of nodes (some 50 bytes for each byte of dense
    code), and tree-sitter ends the process when it gets none, so what may be hostile is read in a process with limits.
    """
    # Its lexers take a zero byte for the end of the text; engines don't, and in a string or comment it is legal.
    readable = source.replace(b"\0", b"\1") if b"\0" in source else source
    tree = tree_sitter.Parser(grammar.language).parse(readable)
    spans = _merged([(span.start, span.end) for span in (*unread, *unread_spans(tree.root_node, source))])
    syntax = _flatten(tree, grammar, Coverage(total_bytes=len(source), unread=spans))
    del tree
    return syntax


def _flatten(tree: tree_sitter.Tree, grammar: Grammar, coverage: Coverage) -> Syntax:
    kind, field = array("H"), array("B")
    start, end, parent, size = array("I"), array("I"), array("I"), array("I")
    plan, opening, comma, comment = grammar.plan, grammar.opening, grammar.comma, grammar.comment
    cursor = tree.walk()
    down, onward, upward = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    above = before = count = 0
    while (node := cursor.node) is not None:
        this = node.kind_id
        what = plan[this]
        if what or (this == comma and (before in (opening, comma))):
            kind.append(this)
            field.append(cursor.field_id or 0)
            start.append(node.start_byte)
            end.append(node.end_byte)
            parent.append(above)
            size.append(1)
            before = this
            count += 1
            if what == KEPT and down():
                above = count - 1
                continue
        elif this != comment:
            before = this
        while not onward():
            if not upward():
                size[0] = count
                columns = {"kind": kind, "field": field, "start": start, "end": end, "parent": parent, "size": size}
                return Syntax(grammar=grammar, coverage=coverage, **columns)
            size[above] = count - above
            above = parent[above]
    raise AssertionError("a tree has a root")


def unread_spans(root: tree_sitter.Node, source: bytes) -> tuple[Span, ...]:
    """What was not understood of a text, sorted and apart from each other.

    A missing token costs all of the node that lacks it: what tree-sitter made up around it is a guess. Where it found
    no way back from an error, and the root is that error, whole statements below it are read all the same.
    """
    spans = list(_unread(root)) if root.has_error else []
    if source[root.end_byte :].strip(b" \t\r\n\f\v"):
        spans.append((root.end_byte, len(source)))
    return _merged(spans)


def _unread(root: tree_sitter.Node) -> Iterator[tuple[int, int]]:
    cursor = root.walk()
    lacking: list[tuple[int, int]] = []
    while (node := cursor.node) is not None:
        if node.is_error and not lacking and cursor.goto_first_child():
            lacking.append((node.start_byte, node.end_byte))
            continue
        if node.is_error or (len(lacking) == 1 and root.is_error and not _is_whole(node)):
            yield node.start_byte, node.end_byte
        elif node.is_missing:
            yield lacking[-1] if lacking else (0, node.end_byte)
        elif node.has_error and cursor.goto_first_child():
            lacking.append((node.start_byte, node.end_byte))
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            lacking.pop()


def _is_whole(node: tree_sitter.Node) -> bool:
    """Whether a node is one that stands on its own: a statement, a declaration, a comment."""
    return node.is_named and (node.type.endswith(_WHOLE) or node.type in ("comment", "hash_bang_line"))


_WHOLE = ("_statement", "_declaration", "_definition")


def _merged(spans: list[tuple[int, int]]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        elif end > start:
            merged.append(Span(start, end))
    return tuple(merged)
