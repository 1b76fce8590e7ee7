"""Python, as one record."""

from __future__ import annotations

from countermark.static.language import Language
from countermark.static.python import shapes
from countermark.static.python.grammar import PYTHON as GRAMMAR
from countermark.static.python.literals import literals
from countermark.static.python.scopes import FUNCTIONS, bind
from countermark.static.python.steps import step

PYTHON = Language(
    id="python",
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
