"""What expressions may give, followed backwards through names, calls and branches; bounded, without running it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.static.bindings import Assignment, BindingKind
from countermark.static.functions import given_to, place_of_parameter
from countermark.static.javascript.literals import template_parts
from countermark.static.program import Program
from countermark.static.python.literals import string_parts
from countermark.static.texts import operations as op
from countermark.static.texts import tables
from countermark.static.texts.guards import Guards
from countermark.static.texts.possible import (
    MAX_TEXTS,
    PLACEHOLDERS,
    Decision,
    Text,
    Texts,
    agreed,
    changed,
    distinct,
    joined,
    otherwise,
    under,
)

_MAX_STEPS = 500
_MAX_NEAR = 200
_MAX_DEPTH = 40
_MAX_CALLS = 4
_MAX_FUNCTION = 700
_MAX_ASSIGNMENTS = 12
_MAX_LEAVES = 200
"""What goes deeper, longer or further is taken as unknown."""

_PUT_IN = frozenset({"template_substitution", "interpolation"})
_DEFAULTED = frozenset({"assignment_pattern", "default_parameter", "typed_default_parameter"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A call that is being followed: what its parameters were given, and where that was written."""

    given: dict[int, int]
    outer: Frame | None
    depth: int


Leaf = tuple[int, frozenset[Decision]]
Methods = Callable[["Evaluation", int, "Frame | None", int], Texts]
"""The evaluation, a call, where it is made and how deep."""


class Evaluation:
    """Reads what expressions of one program may give."""

    def __init__(self, program: Program, methods: Methods) -> None:
        """``methods`` says what calls give that lead out of the file."""
        self.program, self.syntax = program, program.syntax
        self.guards = Guards(program)
        self._letters: dict[bytes, str] = {}
        self._steps, self._near = 0, False
        self._methods = methods
        self._way: dict[str, Callable[[int, Frame | None, int], Texts]] = {
            **dict.fromkeys(("template_string", "string"), self._template),
            **dict.fromkeys(("binary_expression", "binary_operator"), self._sum),
            **dict.fromkeys(("call_expression", "call"), self._call),
            **dict.fromkeys(("identifier", "shorthand_property_identifier"), self._name),
            **dict.fromkeys(("member_expression", "attribute"), self._member),
            **dict.fromkeys(("subscript_expression", "subscript"), self._item),
            "concatenated_string": self._together,
            "assignment_expression": self._last,
        }

    def of(self, node: int, *, near: bool = False) -> Texts:
        """The texts that an expression may give: at least one, which may be unknown.

        ``near``: no call of a function of the program is followed, and no name that was given more than one value.
        """
        self._steps, self._near = _MAX_STEPS - _MAX_NEAR if near else 0, near
        return self.read(node, None, 0)

    # ------------------------------------------------------------------------------------------ one expression

    def read(self, node: int, frame: Frame | None, depth: int) -> Texts:
        """The texts of an expression that stands in a call."""
        self._steps += 1
        plain = self.plain(node)
        if plain is not None:
            return (Text(plain),)
        if self._steps > _MAX_STEPS or depth > _MAX_DEPTH:
            return self.unknown(node)
        node = self.program.language.unwrap(self.syntax, self.program.source, node)
        branches = self.guards.branches(node)
        if branches:
            found = [under(self.read(one, frame, depth + 1), decision) for one, decision in branches]
            return distinct(text for texts in found for text in texts) or self.unknown(node)
        way = self._way.get(self.guards.name(node))
        return (way(node, frame, depth) if way else ()) or self.unknown(node)

    def plain(self, node: int) -> str | None:
        """The text that an expression is in every run, a number spelled out; nothing if it is none."""
        return tables.written(self.program, node)

    def unknown(self, node: int) -> Texts:
        """The letter for an expression of which nothing is known."""
        text = self.program.text(node)
        return (Text(self._letters.setdefault(text, chr(PLACEHOLDERS[len(self._letters) % len(PLACEHOLDERS)]))),)

    def _last(self, node: int, frame: Frame | None, depth: int) -> Texts:
        *_, last = self.syntax.children(node)
        return self.read(last, frame, depth + 1)

    def _together(self, node: int, frame: Frame | None, depth: int) -> Texts:
        return joined([self.read(child, frame, depth + 1) for child in self.syntax.children(node)])

    def _sum(self, node: int, frame: Frame | None, depth: int) -> Texts:
        terms: list[int] = []
        while self.syntax.size[node] > 1 and self.guards.name(node) in ("binary_expression", "binary_operator"):
            if self.guards.operator(node) != b"+":
                break
            *_, last = self.syntax.children(node)
            terms.append(last)
            node += 1
        if not terms or not self._is_text((node, *terms)):
            return ()
        return joined([self.read(term, frame, depth + 1) for term in (node, *reversed(terms))])

    def _is_text(self, terms: tuple[int, ...]) -> bool:
        """Whether a sum is one of texts and not of numbers, as far as that shows."""
        constants = [self.program.constant(term) for term in terms]
        values = [one.value for one in constants if one is not None]
        return any(isinstance(value, str) for value in values) or not values

    def _template(self, node: int, frame: Frame | None, depth: int) -> Texts:
        """A template's or f-string's texts, escapes read, and what is put between them."""
        read = string_parts if self.program.language.id == "python" else template_parts
        around = [text for text, _, _ in read(self.program.source, self.syntax, node)]
        between = [one for one in self.syntax.children(node) if self.guards.name(one) in _PUT_IN]
        if len(around) != len(between) + 1:
            return ()
        parts: list[Texts] = [(Text(around[0]),)]
        for text, substitution in zip(around[1:], between, strict=True):
            parts += [self._put_in(substitution, frame, depth), (Text(text),)]
        return joined(parts)

    def _put_in(self, substitution: int, frame: Frame | None, depth: int) -> Texts:
        inner = tuple(self.syntax.children(substitution))
        if not inner:
            return self.unknown(substitution)
        texts = self.read(inner[0], frame, depth + 1)
        written = [one for one in inner[1:] if self.guards.name(one) == "format_specifier"]
        spec = self.program.text(written[0]).decode("utf-8", "replace").lstrip(":") if written else ""
        return changed(texts, lambda text: op.specified(text, spec)) if spec else texts

    # ----------------------------------------------------------------------------------------------- names

    def _name(self, node: int, frame: Frame | None, depth: int) -> Texts:
        binding = self.program.binding(node)
        if binding < 0:
            return ()
        if frame is not None and binding in frame.given:
            return self.read(frame.given[binding], frame.outer, depth + 1)
        bindings = self.program.bindings
        value = bindings.only_value(binding)
        if value:
            is_function = self.syntax.kind[value] in self.program.language.functions
            return () if is_function else self._filled(self.read(value, frame, depth + 1), node)
        if self._near or bindings.kinds[binding] in (BindingKind.FREE, BindingKind.IMPORT, BindingKind.CAUGHT):
            return ()
        assignments = tuple(bindings.assignments(binding))
        if not 0 < len(assignments) <= _MAX_ASSIGNMENTS:
            return ()
        return self._filled(self._history(assignments, node, frame, depth), node)

    def _filled(self, texts: Texts, node: int) -> Texts:
        """Without the empty text, where a name is only read if it holds something."""
        if any(not one.text for one in texts) and len(texts) > 1:
            guard = self.guards.above(node, self.program.function_of(node)) or frozenset()
            if (self.program.text(node), 0) in guard:
                return tuple(one for one in texts if one.text)
        return texts

    def _history(self, assignments: tuple[Assignment, ...], reader: int, frame: Frame | None, depth: int) -> Texts:
        """What a name holds where it is read, by all that was put into it before."""
        function = self.program.function_of(reader)
        texts: Texts = ()
        for one in sorted(assignments, key=lambda one: self.syntax.start[one.target]):
            above = self.syntax.parent[one.target]
            own = self.program.function_of(one.target)
            if own == function and self.syntax.end[above] > self.syntax.start[reader]:
                continue
            guard = self.guards.above(above, own, reader if own == function else 0)
            if guard is None or not one.value:
                return ()
            new = self._put(one, texts, above, frame, depth)
            if not new:
                return ()
            texts = self._instead(texts, new, guard)
        return texts

    def _is_called_with(self, target: int) -> bool:
        """Whether some caller in the file hands over a parameter, so that its default says little."""
        function = self.program.function_of(target)
        place = place_of_parameter(self.program, function, target) if function else -1
        return place < 0 or any(True for _ in given_to(self.program, function, place))

    def _put(self, one: Assignment, before: Texts, above: int, frame: Frame | None, depth: int) -> Texts:
        name = self.guards.name(above)
        if name.startswith("augmented_assignment"):
            is_sum = self.guards.operator(above) == b"+="
            return joined([before, self.read(one.value, frame, depth + 1)]) if is_sum and before else ()
        is_default = name in _DEFAULTED and not self._is_called_with(one.target)
        return self.read(one.value, frame, depth + 1) if one.whole or is_default else ()

    @staticmethod
    def _instead(before: Texts, new: Texts, guard: frozenset[Decision]) -> Texts:
        """What was there, where the guard does not hold, and what is new, where it does."""
        kept: list[Text] = list(before) if guard else []
        for decision in otherwise(guard):
            kept = [one for text in kept if (one := text.under(decision)) is not None]
        made = (agreed(text.taken, guard) for text in new)
        return distinct([*kept, *(Text(text.text, t) for text, t in zip(new, made, strict=True) if t is not None)])

    # ---------------------------------------------------------------------------------- tables and properties

    def leaves(self, node: int, frame: Frame | None = None) -> tuple[Leaf, ...]:
        """The expressions or functions that one stands for, through names and branches, with their decisions."""
        found: list[Leaf] = []
        waiting: list[Leaf] = [(node, frozenset())]
        for _ in range(_MAX_LEAVES):  # a name may stand for itself: «x = y && x»
            if not waiting or len(found) + len(waiting) > MAX_TEXTS:
                break
            one, taken = waiting.pop(0)
            binding = self.program.binding(one)
            given = frame.given.get(binding) if frame is not None and self.syntax.size[one] == 1 else None
            one = self.program.resolve(one if given is None else given)
            branches = self.guards.branches(one)
            if not branches:
                found.append((one, taken))
            for branch, decision in branches:
                both = agreed(taken, frozenset((decision,)))
                if both is not None:
                    waiting.append((branch, both))
        return tuple(found)

    def _item(self, node: int, frame: Frame | None, depth: int) -> Texts:
        children = tuple(self.syntax.children(node))
        if len(children) < 2:  # noqa: PLR2004 -- object and index
            return ()
        return self.picked(children[0], children[-1], frame, depth)

    def picked(self, table: int, index: int, frame: Frame | None, depth: int) -> Texts:
        """The items that an index may pick."""
        plain = self.plain(table)
        if plain is not None:
            items: list[Texts] = [(Text(char),) for char in plain[: MAX_TEXTS + 1]]
            keys = [str(place) for place in range(len(items))]
        else:
            entries = tables.entries(self.program, self.program.resolve(table))
            keys = [key for key, _ in entries]
            items = [self.read(value, frame, depth + 1) for _, value in entries]
        if not 0 < len(items) <= MAX_TEXTS:
            return ()
        wanted = self.read(index, frame, depth + 1)
        if all(one.text in keys for one in wanted):
            chosen = [(items[keys.index(one.text)], one.taken) for one in wanted]
            both = [(text, agreed(text.taken, taken)) for texts, taken in chosen for text in texts]
            return distinct(Text(text.text, taken) for text, taken in both if taken is not None)
        if not tables.picks(self.program, index):
            return ()
        key, _ = self.guards.decision(index, 0)
        return distinct(text for place, texts in enumerate(items) for text in under(texts, (key, place)))

    def _member(self, node: int, frame: Frame | None, depth: int) -> Texts:
        found = self.program.language.member(self.syntax, self.program.source, node)
        if found is None or not found.name:
            return ()
        held: list[Text] = []
        holders = self.leaves(found.object, frame)
        if not self._is_exchanged(holders):
            return ()
        for holder, taken in holders:
            texts = self._property(holder, found.name, frame, depth)
            if not texts:
                return ()
            made = ((text.text, agreed(text.taken, taken)) for text in texts)
            held += [Text(text, both) for text, both in made if both is not None]
        return distinct(held)

    def _is_exchanged(self, holders: tuple[Leaf, ...]) -> bool:
        """Whether objects differ in one entry at most: one table exchanged for another shows that all over."""
        sizes = [sum(1 for _ in self.syntax.children(one)) for one, _ in holders]
        are_objects = bool(holders) and all(self.guards.name(one) in tables.OBJECTS for one, _ in holders)
        return are_objects and (len(holders) == 1 or max(sizes) < 2)  # noqa: PLR2004 -- one entry

    def _property(self, holder: int, name: str, frame: Frame | None, depth: int) -> Texts:
        """What an object that is spelled out has under a name; a later entry, or one spread into it, counts."""
        texts: Texts = ()
        for child in self.syntax.children(holder):
            parts = tuple(self.syntax.children(child))
            kind = self.guards.name(child)
            if kind == "pair" and len(parts) > 1 and tables.key(self.program, parts[0]) == name:
                texts = self.read(parts[-1], frame, depth + 1)
            elif kind == "shorthand_property_identifier" and tables.key(self.program, child) == name:
                texts = self.read(child, frame, depth + 1)
            elif kind in ("spread_element", "dictionary_splat") and parts and depth < _MAX_DEPTH:
                spread: list[Text] = []
                inners = self.leaves(parts[-1], frame)
                if not self._is_exchanged(inners):
                    return ()
                for inner, taken in inners:
                    over = self._property(inner, name, frame, depth + 1)
                    made = ((text.text, agreed(text.taken, taken)) for text in over or texts)
                    spread += [Text(text, both) for text, both in made if both is not None]
                texts = distinct(spread)
        return texts

    # ----------------------------------------------------------------------------------------------- calls

    def _call(self, node: int, frame: Frame | None, depth: int) -> Texts:
        called = self.program.callee(node)
        if not called:
            return ()
        found: list[Text] = []
        for function, taken in self.leaves(called, frame):
            if self.syntax.kind[function] not in self.program.language.functions:
                return self._methods(self, node, frame, depth)
            texts = self._result(function, node, frame, depth)
            if not texts:
                return ()
            made = ((text.text, agreed(text.taken, taken)) for text in texts)
            found += [Text(text, both) for text, both in made if both is not None]
        return distinct(found)

    def _result(self, function: int, call: int, frame: Frame | None, depth: int) -> Texts:
        calls = frame.depth + 1 if frame is not None else 1
        if self._near or calls > _MAX_CALLS or self.syntax.size[function] > _MAX_FUNCTION:
            return ()
        return self.returned(function, Frame(self._bound(function, call), frame, calls), depth)

    def _bound(self, function: int, call: int) -> dict[int, int]:
        """Which parameters are given what; those that are not given anything have their defaults."""
        given = self.program.arguments(call)
        bound: dict[int, int] = {}
        for place, parameter in enumerate(self.program.parameters(function)[: len(given)]):
            target = parameter if self.syntax.size[parameter] == 1 else parameter + 1
            binding = self.program.binding(target)
            is_simple = target == parameter or self.guards.name(parameter) in _DEFAULTED
            again = (
                sum(1 for _ in self.program.bindings.assignments(binding)) > (target != parameter)
                if binding >= 0
                else True
            )
            if is_simple and not again:
                bound[binding] = given[place]
        return bound

    def returned(self, function: int, frame: Frame | None = None, depth: int = 0) -> Texts:
        """What a function may return."""
        found: list[Text] = []
        past: frozenset[Decision] = frozenset()
        returns = self.program.returns(function)
        if not 0 < len(returns) <= MAX_TEXTS:
            return ()
        for one in returns:
            guard = self.guards.above(one, function)
            taken = agreed(guard, past) if guard is not None else past
            for text in self.read(one, frame, depth + 1) if taken is not None else ():
                both = agreed(text.taken, taken or frozenset())
                if both is not None:
                    found.append(Text(text.text, both))
            past = agreed(past, frozenset(otherwise(guard or frozenset()))) or past
        return distinct(found)
