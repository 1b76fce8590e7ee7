"""The kinds of node, in all grammars, and the functions of their libraries, by what they do with a value.

Sources, 2026-11: ECMA-262, the WHATWG URL standard, the Node.js documentation, the Python 3 library reference.
"""

from __future__ import annotations

THROUGH = frozenset(
    {"parenthesized_expression", "await_expression", "await", "template_substitution", "interpolation", "as_pattern"}
    | {"as_expression", "satisfies_expression", "non_null_expression", "type_assertion", "concatenated_string"}
    | {"assignment_pattern", "optional_chain"}
)
"""They give what stands in them, and nothing else."""

ARRAYS = frozenset({"array", "list", "tuple", "set", "expression_list"})
ARRAY_PATTERNS = frozenset({"array_pattern", "pattern_list", "tuple_pattern", "list_pattern"})
OBJECTS = frozenset({"object", "dictionary"})
SPREADS = frozenset({"spread_element", "list_splat", "dictionary_splat"})
TEXTS = frozenset({"template_string", "string"})
UNARY = frozenset({"unary_expression", "unary_operator", "not_operator"})
BINARY = frozenset({"binary_expression", "binary_operator", "boolean_operator", "comparison_operator"})
COMPARING = frozenset(
    {b"===", b"==", b"!==", b"!=", b"in", b"not in", b"instanceof", b"is", b"is not", b"<", b">", b"<=", b">="}
)
EITHER = frozenset({b"||", b"??", b"or"})
BOTH = frozenset({b"&&", b"and"})
RECKONING = frozenset({b"-", b"*", b"/", b"%", b"**", b"//", b"|", b"&", b"^", b"<<", b">>", b">>>"})
CONDITIONAL = frozenset({"ternary_expression", "conditional_expression"})
MEMBERS = frozenset({"member_expression", "attribute"})
SUBSCRIPTS = frozenset({"subscript_expression", "subscript"})
GIVEN = frozenset({"arguments", "argument_list"})
PAIRS = frozenset({"pair"})
DECIDING = frozenset(
    {"if_statement", "elif_clause", "switch_statement", "while_statement", "match_statement", "if_clause"}
)
RETURNS = frozenset({"return_statement", "arrow_function", "lambda"})
ASSIGNS = frozenset(
    {"variable_declarator", "assignment_expression", "assignment", "augmented_assignment_expression"}
    | {"augmented_assignment", "named_expression", "field_definition", "public_field_definition"}
    | {"object_assignment_pattern"}
)
ITERATES = frozenset({"for_in_statement", "for_statement", "for_in_clause"})
DECLARES = ASSIGNS | ITERATES

TESTS = frozenset(
    {"includes", "startsWith", "endsWith", "indexOf", "lastIndexOf", "match", "matchAll", "search", "test", "exec"}
    | {"has", "localeCompare", "equals", "startswith", "endswith", "find", "index", "count", "fullmatch", "findall"}
    | {"get", "isDisjointFrom", "issubset", "isdisjoint", "__contains__"}
)
"""Methods that compare what they are called on with what they are given."""

KEEPING = frozenset(
    {"toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase", "trim", "trimStart", "trimEnd", "slice"}
    | {"substring", "substr", "charAt", "at", "normalize", "toString", "valueOf", "replace", "replaceAll", "repeat"}
    | {"padStart", "padEnd", "charCodeAt", "codePointAt", "toFixed", "toWellFormed", "toJSON", "flat", "reverse"}
    | {"toReversed", "toSorted", "sort", "digest", "hexdigest", "lower", "upper", "casefold", "strip", "lstrip"}
    | {"rstrip", "removeprefix", "removesuffix", "title", "encode", "decode", "swapcase", "zfill", "read_text"}
    | {"read", "readline", "utcoffset", "total_seconds", "getTimezoneOffset", "tzname", "key", "text", "values", "keys"}
    | {"pop", "shift", "copy", "getHostname", "finally", "update"}
)
"""Methods whose result is the value again, or a part of it, or made of nothing else."""

SPLITTING = frozenset({"split", "rsplit", "match", "matchAll", "exec", "partition", "rpartition", "splitlines"})
MATCHING = frozenset({"exec", "match", "fullmatch", "search", "findall"})
"""Methods of a pattern that give pieces of what they are given."""

TAKING = frozenset({"at", "pop", "shift", "find", "findLast", "next", "group"})
"""Methods that take one item out of an array."""

PROPERTIES = frozenset(
    {"host", "hostname", "origin", "href", "protocol", "port", "pathname", "search", "searchParams", "username"}
    | {"password", "hash", "length", "groups", "netloc", "scheme", "path", "tzname", "zone", "key", "stdout", "value"}
)
"""Members of what a text is parsed into that are the text's parts."""

MAPPING = frozenset({"map", "flatMap", "then", "reduce", "from"})
"""Methods whose result is what their callback gives."""
VISITING = MAPPING | frozenset(
    {"some", "every", "filter", "find", "findIndex", "findLast", "forEach", "any", "finally", "sort"}
)
"""Methods that hand what they are called on to their callback, one by one or when it is there."""
CHOOSING = frozenset({"some", "every", "filter", "find", "findIndex", "findLast", "any"})
"""Methods whose result is decided by what their callback gives."""

# Functions outside of the file whose result is made of what they are given.
PASSING = frozenset(
    {"String", "Number", "Boolean", "Array", "Object", "JSON", "URL", "URLSearchParams", "Buffer", "encodeURIComponent"}
    | {"decodeURIComponent", "encodeURI", "decodeURI", "parseInt", "parseFloat", "Promise", "Math", "Set", "Map"}
    | {
        "Intl",
        "Date",
        "atob",
        "btoa",
        "structuredClone",
        "TextEncoder",
        "TextDecoder",
        "Uint8Array",
        "BigInt",
        "RegExp",
    }
    | {"str", "repr", "int", "float", "bool", "len", "list", "tuple", "set", "frozenset", "dict", "sorted", "any"}
    | {
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
        "reversed",
        "ord",
        "min",
    }
    | {"max"}
)
PASSING_LAST = frozenset(
    {"urlparse", "urlsplit", "unquote", "quote", "fileURLToPath", "domainToASCII", "domainToUnicode", "toASCII"}
    | {"toUnicode", "sha1", "sha256", "sha512", "md5", "blake2b", "blake2s", "crc32", "b64encode", "b64decode", "loads"}
    | {"hash", "digest", "lower"}
)
"""Functions of modules, by their last name, whose result is made of what they are given."""

FREEZING = frozenset({"freeze", "seal", "from", "values", "of", "frozenset", "set", "tuple", "list"})

READING = frozenset(
    {"readFile", "readFileSync", "existsSync", "access", "accessSync", "stat", "statSync", "lstatSync", "readlinkSync"}
    | {"readdir", "readdirSync", "realpathSync", "createReadStream", "open", "openSync", "readTextFile", "file"}
    | {"exists", "read_text", "read_bytes", "Path", "isfile", "isdir", "readTextFileSync", "readlink", "lstat"}
)
"""Functions that open what a path names: what they give is what was read, and not the path."""
