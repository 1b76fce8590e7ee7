"""Blanks out the types of a TypeScript text, so that JavaScript of the same length is left, every byte at its place.

What is not merely erased by a compiler is rewritten within its own bytes: an ``enum`` becomes an object, a namespace a
block, ``import x = require()`` a variable. Not done is what has no room: members of an ``enum`` without a value stay
names, and a parameter that is a field too is only a parameter.

Source: the TypeScript handbook; the grammar's node types, tree-sitter-typescript 0.23.
"""

from __future__ import annotations

import tree_sitter
import tree_sitter_typescript

from countermark.static.syntax import Span, unread_spans

_PLAIN = tree_sitter.Language(tree_sitter_typescript.language_typescript())
_WITH_TAGS = tree_sitter.Language(tree_sitter_typescript.language_tsx())

_TYPES = frozenset(
    {"type_annotation", "type_predicate_annotation", "asserts_annotation", "type_arguments", "type_parameters"}
    | {"implements_clause", "accessibility_modifier", "override_modifier", "omitting_type_annotation"}
    | {"opting_type_annotation", "adding_type_annotation"}
)
"""They say nothing but types."""

_STATEMENTS = frozenset(
    {"interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature", "method_signature"}
    | {"abstract_method_signature", "index_signature", "call_signature", "construct_signature", "property_signature"}
)
"""They declare what is not there when the program runs: an empty statement stands in their place."""

_WORDS = {
    "public_field_definition": frozenset({"readonly", "?", "!", "abstract"}),
    "method_definition": frozenset({"?", "abstract", "readonly"}),
    "required_parameter": frozenset({"readonly"}),
    "optional_parameter": frozenset({"readonly", "?"}),
    "abstract_class_declaration": frozenset({"abstract"}),
    "variable_declarator": frozenset({"!"}),
    "non_null_expression": frozenset({"!"}),
}
"""Words that only a type checker reads, by where they stand."""

_LISTED = frozenset({"import_specifier", "export_specifier"})
_KEPT = b"\n\r"


def erase(source: bytes) -> tuple[bytes, tuple[Span, ...]]:
    """The text without its types, and the spans that could not be read. Total: any bytes give as many bytes."""
    best = None
    for language in (_PLAIN, _WITH_TAGS):
        tree = tree_sitter.Parser(language).parse(source.replace(b"\0", b"\1"))
        unread = unread_spans(tree.root_node, source)
        if best is None or _size(unread) < _size(best[1]):
            best = tree, unread
        if not unread:
            break
    if best is None:
        raise AssertionError("there are two grammars")
    text = bytearray(source)
    _erase(best[0], text)
    return bytes(text), best[1]


def _size(spans: tuple[Span, ...]) -> int:
    return sum(span.end - span.start for span in spans)


def _erase(tree: tree_sitter.Tree, text: bytearray) -> None:
    cursor = tree.walk()
    while (node := cursor.node) is not None:
        if not _handled(node, text) and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _handled(node: tree_sitter.Node, text: bytearray) -> bool:
    """Whether a node is done with all that is below it."""
    kind, parent = node.type, node.parent
    if kind != "export_statement" and text[node.start_byte : node.start_byte + 1] == b" ":
        return True  # part of what was blanked before; of an export only the word is
    if kind in _TYPES or (kind == "decorator" and parent is not None and parent.type.endswith("_parameter")):
        _blank(text, node.start_byte, node.end_byte)
    elif kind in _STATEMENTS or _is_of_types(node):
        _blank(text, node.start_byte, node.end_byte)
        text[node.start_byte] = ord(";")
    elif (kind in _LISTED and _has(node, "type")) or (kind == "required_parameter" and _first(node) == "this"):
        _without_comma(node, text)
    else:
        _rewrite(node, text)
        return False
    return True


def _rewrite(node: tree_sitter.Node, text: bytearray) -> None:
    words = _WORDS.get(node.type, frozenset())
    for child in node.children if words else ():
        if child.type in words and not child.is_named:
            _blank(text, child.start_byte, child.end_byte)
    rewrite = _REWRITTEN.get(node.type)
    if rewrite is not None:
        rewrite(node, text)


def _cast(node: tree_sitter.Node, text: bytearray) -> None:
    _blank(text, node.children[0].end_byte, node.end_byte)


def _enum(node: tree_sitter.Node, text: bytearray) -> None:
    """``enum A {`` and ``var A={`` are as long as one another."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is not None and body is not None:
        head = b"var " + bytes(text[name.start_byte : name.end_byte]) + b"="
        _blank(text, node.start_byte, body.start_byte)
        if len(head) <= body.start_byte - node.start_byte:
            _put(text, node.start_byte, head)
        if bytes(text[body.end_byte : body.end_byte + 1]) in (b" ", b"\t"):
            text[body.end_byte] = ord(";")


def _enum_member(node: tree_sitter.Node, text: bytearray) -> None:
    for child in node.children:
        if child.type == "=":
            text[child.start_byte] = ord(":")


def _namespace(node: tree_sitter.Node, text: bytearray) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        outer = node.parent
        start = outer.start_byte if outer is not None and outer.type == "export_statement" else node.start_byte
        _blank(text, start, body.start_byte)
        text[start] = ord(";")
        for statement in body.children:
            for child in statement.children if statement.type == "export_statement" else ():
                if child.type == "export":
                    _blank(text, child.start_byte, child.end_byte)


def _import(node: tree_sitter.Node, text: bytearray) -> None:
    if node.parent is not None:
        _put(text, node.parent.start_byte, b"var   ")


def _export(node: tree_sitter.Node, text: bytearray) -> None:
    """``export = x``."""
    for child in node.children:
        if child.type == "=":
            _blank(text, node.start_byte, child.end_byte)


_REWRITTEN = {
    "as_expression": _cast,
    "satisfies_expression": _cast,
    "enum_declaration": _enum,
    "enum_assignment": _enum_member,
    "internal_module": _namespace,
    "module": _namespace,
    "import_require_clause": _import,
    "export_statement": _export,
}


def _is_of_types(node: tree_sitter.Node) -> bool:
    """``import type``, ``export type {}``, ``export interface``, a field that is only declared."""
    if node.type in ("import_statement", "export_statement"):
        return _has(node, "type") or any(child.type in _STATEMENTS for child in node.children)
    return node.type == "public_field_definition" and (_has(node, "declare") or _has(node, "abstract"))


def _has(node: tree_sitter.Node, word: str) -> bool:
    return any(child.type == word and not child.is_named for child in node.children)


def _first(node: tree_sitter.Node) -> str:
    return node.children[0].type if node.children else ""


def _without_comma(node: tree_sitter.Node, text: bytearray) -> None:
    """What stands in a list, with the comma behind it."""
    after = node.next_sibling
    end = after.end_byte if after is not None and after.type == "," else node.end_byte
    _blank(text, node.start_byte, end)


def _put(text: bytearray, start: int, piece: bytes) -> None:
    text[start : start + len(piece)] = piece


def _blank(text: bytearray, start: int, end: int) -> None:
    """Line ends stay, so that what ends a statement still does."""
    for place in range(start, end):
        if text[place] not in _KEPT:
            text[place] = 0x20
