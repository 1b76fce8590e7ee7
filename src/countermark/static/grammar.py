"""A language as tree-sitter knows it, and which of its nodes are worth keeping."""

from __future__ import annotations

from dataclasses import dataclass

import tree_sitter

ERROR = 0xFFFF
"""The kind of a node that stands for what could not be parsed. Source: tree-sitter's api.h, ts_builtin_sym_error."""

DROPPED, KEPT, LEAF = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Kinds and fields of one language.

    ``plan`` says for each kind id whether a node is dropped, kept with what it holds, or kept as a leaf.
    ``opening`` and ``comma`` are the tokens whose sequence means an array's hole (-1: the language has none), whatever
    ``comment`` stands between them.
    """

    id: str
    language: tree_sitter.Language
    plan: bytes
    opening: int = -1
    comma: int = -1
    comment: int = -1

    def kind(self, name: str) -> int:
        """The id of a named kind; ``Raises:`` ``KeyError`` for a name that this version of the grammar lacks."""
        return _known(self.language.id_for_node_kind(name, True), name)  # noqa: FBT003 -- positional in the binding

    def token(self, text: str) -> int:
        """The id of a token such as ``===``."""
        return _known(self.language.id_for_node_kind(text, False), text)  # noqa: FBT003 -- likewise

    def field(self, name: str) -> int:
        """The id of a field, which says which part of its parent a node is."""
        return _known(self.language.field_id_for_name(name), name)

    def kind_name(self, kind: int) -> str:
        """What the grammar calls a kind; tokens are called as they are spelled."""
        return "ERROR" if kind == ERROR else self.language.node_kind_for_id(kind) or ""


def plan(language: tree_sitter.Language, *, dropped: frozenset[str], leaves: frozenset[str]) -> bytes:
    """What to do with each kind; ``dropped`` are spellings of tokens and names of kinds, ``leaves`` names of kinds."""
    table = bytearray([KEPT]) * (ERROR + 1)
    for kind in range(language.node_kind_count):
        name = language.node_kind_for_id(kind)
        if name in leaves and language.node_kind_is_named(kind):
            table[kind] = LEAF
        elif (name in dropped and not language.node_kind_is_named(kind)) or f"<{name}>" in dropped:
            table[kind] = DROPPED
    return bytes(table)


def _known(identifier: int | None, name: str) -> int:
    if not identifier:
        raise KeyError(name)
    return identifier
