"""Python, as one record."""

from __future__ import annotations

from countermark.static.language import MARK_NAME, MARK_PARTS, MARK_TEXT, Language, marks
from countermark.static.python import kinds as k
from countermark.static.python import shapes
from countermark.static.python.grammar import PYTHON as GRAMMAR
from countermark.static.python.literals import literals
from countermark.static.python.scopes import FUNCTIONS, bind
from countermark.static.python.steps import step

_MARKS = {
    MARK_NAME: (k.IDENTIFIER,),
    MARK_TEXT: (k.INTEGER, k.FLOAT, k.TYPE_CONVERSION, k.IMPORT_PREFIX),
    MARK_PARTS: (k.STRING, k.FORMAT_SPECIFIER),
}

PYTHON = Language(
    id="python",
    grammar=GRAMMAR,
    functions=FUNCTIONS,
    calls=shapes.CALLS,
    marks=marks(_MARKS, FUNCTIONS | {k.CLASS_DEFINITION}),
    spelled_out=lambda _, __: None,
    spelled_in=frozenset({k.DOTTED_NAME, k.CLASS_DEFINITION}),
    variable=0,
    value=0,
    blocks=frozenset({k.BLOCK}),
    declarations=frozenset(),
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
)
