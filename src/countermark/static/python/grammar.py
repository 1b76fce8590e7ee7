"""Python's grammar, and which of its nodes are kept."""

from __future__ import annotations

import tree_sitter
import tree_sitter_python

from countermark.static.grammar import Grammar, plan

_LANGUAGE = tree_sitter.Language(tree_sitter_python.language())

# What groups, separates, or is implied by the kind of its parent. Any token that is not listed is kept.
_DROPPED = (
    "( ) [ ] { } , ; : . = -> \\ "
    "as assert break case class continue def del elif else except exec finally for from global if import lambda match "
    "nonlocal pass print raise return try type while with "
    "<comment> <line_continuation> <string_start> <string_content> <string_end> <escape_sequence> "
    "<escape_interpolation>"
)
_LEAVES = frozenset({"integer", "float"})

PYTHON = Grammar(
    id="python", language=_LANGUAGE, plan=plan(_LANGUAGE, dropped=frozenset(_DROPPED.split()), leaves=_LEAVES)
)
