"""Under which decisions a place of a program is reached."""

from __future__ import annotations

from countermark.static.program import Program
from countermark.static.texts.possible import Decision

CONDITIONALS = frozenset({"ternary_expression", "conditional_expression"})
BINARY = frozenset({"binary_expression", "boolean_operator", "binary_operator"})
AND, OR = frozenset({b"&&", b"and"}), frozenset({b"||", b"??", b"or"})

_COMPARISONS = frozenset({"binary_expression", "comparison_operator"})
_SAME = frozenset({b"===", b"==", b"!==", b"!="})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_CASES = frozenset({"switch_case", "switch_default", "case_clause"})
_MAX_KEY = 300


class Guards:
    """Reads conditions off one program."""

    def __init__(self, program: Program) -> None:
        """Nothing is worked out before it is asked for."""
        self._program, self._syntax = program, program.syntax
        self._named = {kind: self._syntax.grammar.kind_name(kind) for kind in set(self._syntax.kind)}

    def name(self, node: int) -> str:
        """What the grammar calls a node."""
        return self._named[self._syntax.kind[node]]

    def decision(self, condition: int, branch: int) -> Decision:
        """A condition as a key; ``!x`` is ``x`` with its branches exchanged."""
        for _ in range(4):
            condition = self._program.language.unwrap(self._syntax, self._program.source, condition)
            name = self.name(condition)
            is_not = name == "unary_expression" and self._program.text(condition).startswith(b"!")
            *_, last = (0, *self._syntax.children(condition))
            if not last or not (is_not or name == "not_operator"):
                break
            condition, branch = last, 1 - branch
        return self._program.text(condition)[:_MAX_KEY], branch

    def operator(self, node: int) -> bytes:
        """What stands between the operands."""
        children = tuple(self._syntax.children(node))
        return self._between(children[0], children[-1])

    def _between(self, first: int, last: int) -> bytes:
        return self._program.source[self._syntax.end[first] : self._syntax.start[last]].strip(b" \n\t()")

    def asked(self, condition: int) -> tuple[int, tuple[int, ...]]:
        """What a condition asks about by its content alone, as ``x`` in ``x === " "`` and ``x.endsWith(".")``, or 0.

        With it come the other conditions that must hold too.
        """
        others: list[int] = []
        node = self._program.language.unwrap(self._syntax, self._program.source, condition)
        inner = tuple(self._syntax.children(node))
        while self.name(node) in BINARY and len(inner) > 1 and self.operator(node) in AND:
            others.append(inner[0])
            node = self._program.language.unwrap(self._syntax, self._program.source, inner[-1])
            inner = tuple(self._syntax.children(node))
        if self.name(node) in _COMPARISONS and len(inner) > 1 and self.operator(node) in _SAME:
            unknown = [one for one in (inner[0], inner[-1]) if self._program.constant(one) is None]
            return (unknown[0] if len(unknown) == 1 else 0), tuple(others)
        if self._syntax.kind[node] not in self._program.language.calls:
            return 0, ()
        found = self._program.language.member(self._syntax, self._program.source, self._program.callee(node))
        given = self._program.arguments(node)
        is_plain = bool(given) and all(self._program.constant(one) is not None for one in given)
        return (found.object if found is not None and is_plain else 0), tuple(others)

    def operands(self, node: int) -> tuple[int, ...]:
        """The operands of which an expression gives one; nothing if it gives itself."""
        name = self.name(node)
        if name not in CONDITIONALS and name not in BINARY:
            return ()
        children = tuple(self._syntax.children(node))
        if name in CONDITIONALS:
            on, off = (0, 2) if name == "conditional_expression" else (1, 2)
            return (children[on], children[off]) if len(children) > off else ()
        if len(children) < 2:  # noqa: PLR2004 -- left and right
            return ()
        operator = self._between(children[0], children[-1])
        return (children[-1],) if operator in AND else (children[0], children[-1]) if operator in OR else ()

    def branches(self, node: int) -> tuple[tuple[int, Decision], ...]:
        """The operands of which an expression gives one, each with the decision for it; nothing if it gives itself."""
        operands = self.operands(node)
        if not operands:
            return ()
        name = self.name(node)
        if name in CONDITIONALS:
            condition = node + 1
            condition += self._syntax.size[condition] if name == "conditional_expression" else 0
            return (operands[0], self.decision(condition, 0)), (operands[1], self.decision(condition, 1))
        left = node + 1
        if len(operands) == 1:
            return ((operands[0], self.decision(left, 0)),)
        condition = self._condition_of(left)
        return (left, self.decision(condition, 0)), (operands[1], self.decision(condition, 1))

    def _condition_of(self, left: int) -> int:
        """In ``c && a || b`` it is ``c`` that decides."""
        inner = self._program.language.unwrap(self._syntax, self._program.source, left)
        is_and = self.name(inner) in BINARY and self._syntax.size[inner] > 1 and self.operator(inner) in AND
        return inner + 1 if is_and else left

    def above(self, node: int, function: int, reader: int = 0) -> frozenset[Decision] | None:
        """The decisions that lead to a place in a function, but for those that lead to ``reader`` too.

        Nothing where a loop does: how often it is reached is not known.
        """
        found: list[Decision] = []
        child, start = node, self._syntax.start[reader]
        while child != function and child:
            above = self._syntax.parent[child]
            if reader and self._syntax.start[above] <= start < self._syntax.end[above]:
                break
            if self.name(above) in _LOOPS:
                return None
            decision = self._of(child, above)
            if decision is not None and all(key != decision[0] for key, _ in found):
                found.append(decision)
            child = above
        return frozenset(found)

    def _of(self, child: int, above: int) -> Decision | None:
        name = self.name(above)
        first = above + 1
        if name in ("if_statement", "elif_clause") and child != first:
            return self.decision(first, 0 if child == first + self._syntax.size[first] else 1)
        if name in CONDITIONALS or name in BINARY:
            return next((decision for branch, decision in self.branches(above) if branch == child), None)
        if name in _CASES and child != first:
            holder = self._syntax.parent[self._syntax.parent[above]]
            return self._program.text(holder + 1)[:_MAX_KEY], above
        if name in ("catch_clause", "except_clause"):
            return b"catch", above
        return None
