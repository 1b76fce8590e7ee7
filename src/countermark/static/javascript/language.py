"""JavaScript, as one record."""

from __future__ import annotations

from countermark.static.javascript import shapes
from countermark.static.javascript.grammar import JAVASCRIPT as GRAMMAR
from countermark.static.javascript.literals import literals
from countermark.static.javascript.scopes import FUNCTIONS, bind
from countermark.static.javascript.steps import step
from countermark.static.language import Language

JAVASCRIPT = Language(
    id="javascript",
    grammar=GRAMMAR,
    functions=FUNCTIONS,
    calls=shapes.CALLS,
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
