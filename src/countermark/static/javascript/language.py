"""JavaScript, as one record."""

from __future__ import annotations

from countermark.static.javascript import kinds as k
from countermark.static.javascript import shapes
from countermark.static.javascript.abbreviations import spelled_out
from countermark.static.javascript.exports import exported
from countermark.static.javascript.grammar import JAVASCRIPT as GRAMMAR
from countermark.static.javascript.literals import literals
from countermark.static.javascript.scopes import FUNCTIONS, bind
from countermark.static.javascript.steps import step
from countermark.static.language import MARK_LABEL, MARK_NAME, MARK_PARTS, MARK_SHORT, MARK_TEXT, Language, marks

_UNITS = FUNCTIONS | {k.CLASS, k.CLASS_DECLARATION, k.VARIABLE_DECLARATOR}
_MARKS = {
    MARK_NAME: (k.IDENTIFIER,),
    MARK_NAME | MARK_SHORT: (k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN, k.SHORTHAND_PROPERTY_IDENTIFIER, k.UNDEFINED),
    MARK_SHORT: (k.OBJECT_ASSIGNMENT_PATTERN, k.IMPORT_SPECIFIER, k.EXPORT_SPECIFIER),
    MARK_TEXT: (
        k.PROPERTY_IDENTIFIER, k.NUMBER, k.STRING, k.REGEX, k.JSX_TEXT, k.HTML_CHARACTER_REFERENCE,
    ),
    MARK_PARTS: (k.TEMPLATE_STRING,),
    MARK_LABEL: (k.STATEMENT_IDENTIFIER, k.PRIVATE_PROPERTY_IDENTIFIER),
}  # fmt: skip

JAVASCRIPT = Language(
    id="javascript",
    grammar=GRAMMAR,
    functions=FUNCTIONS,
    calls=shapes.CALLS,
    marks=marks(_MARKS, _UNITS),
    spelled_out=spelled_out,
    spelled_in=frozenset(),
    variable=k.VARIABLE_DECLARATOR,
    value=k.F_VALUE,
    blocks=frozenset({k.STATEMENT_BLOCK}),
    declarations=frozenset({k.VARIABLE_DECLARATION, k.LEXICAL_DECLARATION, k.USING_DECLARATION}),
    literals=literals,
    bind=bind,
    step=step,
    callee=shapes.callee,
    arguments=shapes.arguments,
    parameters=shapes.parameters,
    returns=shapes.returns,
    unwrap=shapes.unwrap,
    member=shapes.member,
    imported=shapes.imported,
    required=shapes.required,
    taken=shapes.taken,
    exported=exported,
)
