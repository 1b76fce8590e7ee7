"""JavaScript's grammar, and which of its nodes are kept."""

from __future__ import annotations

import tree_sitter
import tree_sitter_javascript

from countermark.static.grammar import Grammar, plan

_LANGUAGE = tree_sitter.Language(tree_sitter_javascript.language())

# What groups, separates, or is implied by the kind of its parent. Any token that is not listed is kept.
_DROPPED = (
    "( ) [ ] { } , ; : . ... ? \" ' ` ${ = => @ /> </ "
    "as break case catch class continue debugger do else export extends finally for from function if import new return "
    "switch throw try while with "
    "<comment> <html_comment> <hash_bang_line> <string_fragment> <escape_sequence>"
)
_LEAVES = frozenset({"string", "regex", "number"})

JAVASCRIPT = Grammar(
    id="javascript",
    language=_LANGUAGE,
    plan=plan(_LANGUAGE, dropped=frozenset(_DROPPED.split()), leaves=_LEAVES),
    opening=_LANGUAGE.id_for_node_kind("[", False) or -1,  # noqa: FBT003 -- positional in the binding
    comment=_LANGUAGE.id_for_node_kind("comment", True) or -1,  # noqa: FBT003 -- likewise
    comma=_LANGUAGE.id_for_node_kind(",", False) or -1,  # noqa: FBT003 -- likewise
)
