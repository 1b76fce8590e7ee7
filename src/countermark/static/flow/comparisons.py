"""What a value is compared with at the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from countermark.model.static import Where
from countermark.static.flow import kinds as k
from countermark.static.flow.code import Code
from countermark.static.flow.lists import Listed, Lists
from countermark.static.flow.points import ANY, ITEM, PIECE, Point


class Comparison(NamedTuple):
    """At ``node`` the value meets ``operator`` and, as far as they are constant, ``literals``.

    ``list_where``: the hidden list that they come out of. ``is_listed``: it is looked up among several.
    """

    node: int
    operator: str
    literals: tuple[str, ...]
    list_where: Where | None = None
    is_listed: bool = False


_YES_OR_NO = frozenset(
    {"0", "1", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "enabled", "disabled", "enable"}
    | {"disable", "null", "undefined", "none", "auto", "always", "never", "default", ""}
)
"""What a switch is set to; a comparison with it tells nothing but that there is a switch."""

_NUMERIC = frozenset({b"<", b">", b"<=", b">="})


class Comparisons:
    """Finds them in one file."""

    def __init__(self, code: Code, lists: Lists) -> None:
        """Both are of the same file."""
        self._code, self._lists = code, lists
        self._syntax, self._program = code.syntax, code.program

    def at(self, point: Point, call: int) -> Iterator[Comparison]:
        """The comparisons of the value at a point; ``call`` is the call that led into its function, if one did."""
        node, path = point
        if path and path not in ((ANY,), (PIECE,), (ITEM,)):
            return
        above = self._syntax.parent[node]
        name = self._code.name(above)
        if name in k.BINARY:
            if not path or path[0] == ANY:
                yield from self._compared(node, above, call)
        elif name in k.MEMBERS:
            yield from self._called_on(node, above, call)
        elif name in k.GIVEN:
            if not path or path[0] == ANY:
                yield from self._given(above, call)
        elif name in k.SUBSCRIPTS and above + 1 != node and not path:
            yield self._made(above, "[]", self._lists.of([above + 1], call))
        elif name in ("switch_statement", "match_statement"):
            yield from self._cases(node, above, call)
        elif self._code.name(self._syntax.parent[above]) == "switch_statement":
            yield from self._cases(node, self._syntax.parent[above], call)

    def _compared(self, node: int, above: int, call: int) -> Iterator[Comparison]:
        operator = self._code.operator(above)
        if operator not in k.COMPARING or operator == b"instanceof" or (operator == b"in" and node != above + 1):
            return
        others = [child for child in self._syntax.children(above) if child != node]
        found = self._lists.of(others, call)
        if operator not in _NUMERIC or all(text.strip("-.").isdigit() for text in found.texts):
            yield self._made(above, operator.decode(), found)

    def _called_on(self, node: int, above: int, call: int) -> Iterator[Comparison]:
        found = self._code.member(above)
        outer = self._code.called(above)
        if found is None or found.object != node or found.name not in k.TESTS or not outer:
            return
        given = self._program.arguments(outer)
        if given and not self._code.function(given[0]):  # find(callback) looks at each
            yield self._made(outer, found.name, self._lists.of(given[:1], call))

    def _given(self, above: int, call: int) -> Iterator[Comparison]:
        outer = self._syntax.parent[above]
        called = self._program.callee(outer) if self._code.is_call(outer) else 0
        found = self._code.member(called) if called else None
        if found is not None and found.name in k.TESTS:
            yield self._made(outer, found.name, self._lists.of([found.object], call))

    def _cases(self, node: int, statement: int, call: int) -> Iterator[Comparison]:
        first = next(self._syntax.children(statement), 0)
        if first <= node < first + self._syntax.size[first]:
            last = statement + self._syntax.size[statement]
            cases = [one for one in range(statement, last) if self._code.name(one) in ("switch_case", "case_clause")]
            yield self._made(statement, "switch", self._lists.of([one + 1 for one in cases], call))

    def _made(self, node: int, operator: str, found: Listed) -> Comparison:
        several = len(found.texts) > 1 or found.where is not None
        return Comparison(node, operator, found.texts, found.where, several)


def says_yes_or_no(literals: tuple[str, ...]) -> bool:
    """Whether something is only asked for being switched on or off."""
    return all(text.lower() in _YES_OR_NO for text in literals)
