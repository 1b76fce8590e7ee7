"""Which name a function goes by, and who calls it by that name."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.static.program import Program

MAX_CALLERS = 200
"""A function with more callers is a tool of the trade: what one of them gives it says nothing of the others."""


def binding_of_function(program: Program, function: int) -> int:
    """The binding whose only value is the function; -1 if there is none."""
    syntax, bindings = program.syntax, program.bindings
    for node in (function, syntax.parent[function]):
        for child in syntax.children(node):
            binding = bindings.of[child]
            if binding >= 0 and bindings.only_value(binding) == function:
                return binding
    return -1


def callers(program: Program, function: int) -> Iterator[int]:
    """The calls of a function by its name, in the order of the file; at most so many."""
    binding = binding_of_function(program, function)
    for reference in program.bindings.references(binding)[:MAX_CALLERS] if binding >= 0 else ():
        call = program.syntax.parent[reference]
        if program.syntax.kind[call] in program.language.calls and program.callee(call) == reference:
            yield call


def given_to(program: Program, function: int, place: int) -> Iterator[int]:
    """What callers hand over as the parameter at a place."""
    for call in callers(program, function):
        given = program.arguments(call)
        if place < len(given):
            yield given[place]


def place_of_parameter(program: Program, function: int, node: int) -> int:
    """Which parameter of a function a node is part of; -1 if of none."""
    size = program.syntax.size
    places = (place for place, one in enumerate(program.parameters(function)) if one <= node < one + size[one])
    return next(places, -1)
