"""The kinds of node, in both grammars, by what they do with a value that stands in them."""

from __future__ import annotations

THROUGH = frozenset(
    {"parenthesized_expression", "await_expression", "await", "spread_element", "unary_expression", "not_operator"}
    | {"template_substitution", "interpolation", "template_string", "string", "array", "list", "tuple", "set"}
    | {"new_expression", "sequence_expression", "optional_chain", "unary_operator", "concatenated_string", "list_splat"}
    | {"expression_list", "yield_expression", "as_pattern"}
)
BINARY = frozenset({"binary_expression", "binary_operator", "boolean_operator", "comparison_operator"})
COMPARING = frozenset(
    {b"===", b"==", b"!==", b"!=", b"in", b"not in", b"instanceof", b"is", b"is not", b"<", b">", b"<=", b">="}
)
CONDITIONAL = frozenset({"ternary_expression", "conditional_expression"})
MEMBERS = frozenset({"member_expression", "attribute"})
SUBSCRIPTS = frozenset({"subscript_expression", "subscript"})
GIVEN = frozenset({"arguments", "argument_list"})
DECIDING = frozenset(
    {"if_statement", "elif_clause", "switch_statement", "while_statement", "match_statement", "if_clause"}
)
RETURNS = frozenset({"return_statement", "arrow_function", "lambda"})
DECLARES = frozenset(
    {"variable_declarator", "assignment_expression", "assignment", "augmented_assignment_expression"}
) | {
    *("augmented_assignment", "named_expression", "field_definition", "for_in_clause", "for_in_statement"),
}
TESTS = frozenset(
    {
        "includes",
        "startsWith",
        "endsWith",
        "indexOf",
        "lastIndexOf",
        "match",
        "matchAll",
        "search",
        "test",
        "exec",
        "has",
    }
    | {
        "localeCompare",
        "equals",
        "startswith",
        "endswith",
        "find",
        "index",
        "count",
        "some",
        "every",
        "fullmatch",
        "get",
    }
    | {"casefold", "isDisjointFrom", "issubset", "isdisjoint"}
)
# Functions outside of the file whose result is made of what they are given.
# Source: ECMA-262, the WHATWG URL standard, Python's built-in functions.
PASSING = frozenset(
    {"String", "Number", "Boolean", "Array", "Object", "JSON", "URL", "URLSearchParams", "Buffer", "encodeURIComponent"}
    | {
        "decodeURIComponent",
        "encodeURI",
        "parseInt",
        "parseFloat",
        "Promise",
        "Math",
        "Set",
        "Map",
        "Intl",
        "Date",
        "atob",
    }
    | {
        "btoa",
        "structuredClone",
        "TextEncoder",
        "TextDecoder",
        "str",
        "repr",
        "int",
        "bool",
        "len",
        "list",
        "tuple",
        "set",
    }
    | {
        "dict",
        "sorted",
        "any",
        "all",
        "format",
        "bytes",
        "hash",
        "sum",
        "map",
        "filter",
        "next",
        "iter",
        "zip",
        "enumerate",
    }
)


OBJECTS = frozenset({"object", "dictionary"})
