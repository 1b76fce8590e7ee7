"""Places where a program chooses between texts: conditions, returns, assignments, tables that something picks from.

What is chosen is read twice: as it stands there, and as part of the larger text that it goes into, since a separator is
nothing by itself, and an invisible character is only one beside words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from countermark.model.static import Form
from countermark.static.bindings import BindingKind
from countermark.static.constants import Record
from countermark.static.program import Program
from countermark.static.texts.context import Contexts
from countermark.static.texts.dependence import Dependence
from countermark.static.texts.guards import BINARY, CONDITIONALS
from countermark.static.texts.methods import evaluation, spelled_entries
from countermark.static.texts.operations import as_json, simple_pattern
from countermark.static.texts.possible import PLACEHOLDERS, Text, is_unknown
from countermark.static.texts.tables import OBJECTS, SEQUENCES, picks

MAX_LEAVES = 64
"""A choice between more texts than this says something by its size, and is no mark."""

__all__ = ["MAX_LEAVES", "PLACEHOLDERS", "Alternatives", "Chooser"]

_MAX_DEPTH = 12
_SUBSCRIPTS = frozenset({"subscript_expression", "subscript"})
_PICKED = frozenset({"get", "charAt", "at"})
_REPLACING = frozenset({"replace", "replaceAll"})
_CHARACTERS = re.compile(rb"(?:fromCharCode|fromCodePoint|charAt|\bat|\bchr)\s*$")
_LAST_PLAIN = 0x7F
_SHORT = 60
_MAX_WITHIN = 8
"""What several choices together make of a larger text is a text of many forms, and hides none of them."""

_FORMS = frozenset({"NFC", "NFD", "NFKC", "NFKD"})

Pair = tuple[str, str]
MayBeAlike = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Texts of which the program takes one, in pairs that one decision tells apart.

    ``condition`` is the node that decides, or 0; ``within``: the texts are those of what the choice goes into.
    """

    form: Form
    node: int
    condition: int
    pairs: tuple[Pair, ...]
    within: bool = False


class Chooser:
    """Finds the choices of one program; ``may_be_alike`` is cheap, and true too often rather than too rarely."""

    def __init__(self, program: Program, may_be_alike: MayBeAlike) -> None:
        """Nothing is worked out before it is asked for."""
        self._program, self._syntax = program, program.syntax
        self._texts = evaluation(program)
        self._contexts, self._guards = Contexts(program), self._texts.guards
        self._may_be_alike = may_be_alike
        self._read: dict[int, tuple[Text, ...]] = {}
        self.dependence = Dependence(program)

    def alternatives(self) -> Iterator[Alternatives]:
        """Every choice between texts, in the order of the file for each form."""
        yield from self._conditionals()
        yield from self._of_functions()
        yield from self._of_bindings()
        yield from self._of_tables()
        yield from self._of_maps()

    # ---------------------------------------------------------------------------------------- expressions

    def _of_names(self, names: frozenset[str]) -> Iterator[int]:
        grammar = self._syntax.grammar
        return self._syntax.of_kinds(*(kind for kind in set(self._syntax.kind) if grammar.kind_name(kind) in names))

    def _conditionals(self) -> Iterator[Alternatives]:
        done = 0
        for node in self._of_names(CONDITIONALS | BINARY):
            if node < done:
                continue
            leaves = tuple(self._leaves(node))
            if len(leaves) > 1:
                is_conditional = self._guards.name(node) in CONDITIONALS
                done = node + self._syntax.size[node] if is_conditional else done
                form: Form = "conditional" if is_conditional else "logical"
                yield from self._between(form, node, leaves)

    def _between(self, form: Form, node: int, leaves: tuple[int, ...]) -> Iterator[Alternatives]:
        condition = self._condition(node)
        texts = self._of_leaves(leaves)
        if len(texts) > 1:
            yield Alternatives(form=form, node=node, condition=condition, pairs=_pairs(texts))
        yield from self._replacement(node, leaves)
        objects = [spelled_entries(self._texts, leaf) for leaf in leaves if self._guards.name(leaf) in OBJECTS]
        pairs = tuple(pair for one, two in combinations(filter(None, objects), 2) for pair in _of_objects(one, two))
        if pairs:
            yield Alternatives(form=form, node=node, condition=condition, pairs=pairs)
        if self._matters(node, leaves, texts):
            yield from self._within(form, node, condition, self._contexts.roots(node), texts)

    def _is_collection(self, node: int) -> bool:
        return self._guards.name(node) in OBJECTS | SEQUENCES

    def _matters(self, node: int, leaves: tuple[int, ...], texts: tuple[str, ...]) -> bool:
        """Whether what is chosen is worth a look at what it goes into."""
        if any(len(a) + len(b) < 2 * _SHORT and self._may_be_alike(a, b) for a, b in combinations(texts[:8], 2)):
            return True
        if texts and (set(texts) <= _FORMS or (all(map(str.isdecimal, texts)) and self._is_code(node))):
            return True
        kinds = self._program.language.functions
        resolved = [self._program.resolve(leaf) for leaf in leaves]
        return all(self._syntax.kind[one] in kinds or self._is_collection(one) for one in resolved)

    def _is_code(self, node: int) -> bool:
        """Whether numbers are codes of characters, or places in a text or table."""
        above = self._syntax.parent[node]
        while self._guards.name(above) == "parenthesized_expression":
            above = self._syntax.parent[above]
        if self._guards.name(above) in _SUBSCRIPTS:
            return self._texts.plain(above + 1) is not None
        at = self._syntax.start[above]
        return bool(_CHARACTERS.search(self._program.source[max(0, at - 20) : at]))

    def _condition(self, node: int) -> int:
        children = tuple(self._syntax.children(node))
        is_python = self._guards.name(node) == "conditional_expression"
        return children[1] if is_python and len(children) > 1 else children[0]

    def _leaves(self, node: int, depth: int = 0) -> Iterator[int]:
        """The expressions that a conditional expression may give."""
        node = self._program.language.unwrap(self._syntax, self._program.source, node)
        operands = self._guards.operands(node) if depth < _MAX_DEPTH else ()
        for operand in operands:
            yield from self._leaves(operand, depth + 1)
        if not operands:
            yield node

    # ------------------------------------------------------------------------------------ functions and names

    def _of_functions(self) -> Iterator[Alternatives]:
        """The texts that a function returns, where it returns from more than one place."""
        for function in self._program.functions():
            returned = self._program.returns(function)
            if not 1 < len(returned) <= MAX_LEAVES:
                continue
            texts = self._of_leaves(tuple(leaf for one in returned for leaf in self._leaves(one)))
            if len(texts) > 1:
                condition = self._condition_above(returned[0], function)
                yield Alternatives(form="return", node=function, condition=condition, pairs=_pairs(texts))
            if self._any_alike(texts) or _are_codes(texts):
                calls = (root for one in returned for root in self._contexts.roots(one))
                condition = self._condition_above(returned[0], function)
                yield from self._within("return", function, condition, calls, texts)

    def _any_alike(self, texts: tuple[str, ...]) -> bool:
        some = [text for text in texts if len(text) < _SHORT][:8]
        return any(self._may_be_alike(a, b) for a, b in combinations(some, 2))

    def _condition_above(self, node: int, function: int) -> int:
        while node > function:
            child, node = node, self._syntax.parent[node]
            name = self._guards.name(node)
            if name in ("if_statement", "switch_statement", "match_statement"):
                return next(self._syntax.children(node), 0)
            if any(branch == child for branch, _ in self._guards.branches(node)):
                return self._condition(node)
        return 0

    def _of_bindings(self) -> Iterator[Alternatives]:
        """The texts that one variable is given, where it is given more than one."""
        bindings = self._program.bindings
        for binding in range(len(bindings)):
            every = tuple(bindings.assignments(binding))
            least = 0 if bindings.kinds[binding] == BindingKind.PARAMETER else 1
            if not least < len(every) <= MAX_LEAVES:
                continue
            assignments = tuple(one for one in every if not self._is_translated(binding, one.target))
            if len(assignments) <= least:
                continue
            last = assignments[-1].target
            node = self._syntax.parent[last]
            values = tuple(one.value for one in assignments if one.value)
            whole = tuple(one.value for one in assignments if one.whole and one.value)
            texts = self._of_leaves(tuple(leaf for value in whole for leaf in self._leaves(value)))
            condition = self._condition_above(last, self._program.function_of(last))
            if len(texts) > 1:
                yield Alternatives(form="assignment", node=node, condition=condition, pairs=_pairs(texts))
            for one in assignments:
                yield from self._remade(one.target, one.value)
            if condition and (self._any_alike(texts) or any(map(self._is_addition, values))):
                yield from self._within("assignment", node, condition, self._contexts.of_name(binding), texts)

    def _is_translated(self, binding: int, target: int) -> bool:
        """Whether a name is given another text for what it holds: ``x === a && (x = b)``, on all machines alike."""
        function = self._program.function_of(target)
        condition = self._condition_above(target, function)
        asked, others = self._guards.asked(condition) if condition else (0, ())
        if not asked or self._program.binding(asked) != binding or any(map(self.dependence.on_machine, others)):
            return False
        outer = self._condition_above(self._syntax.parent[condition], function)
        while outer and not self.dependence.on_machine(outer):
            outer = self._condition_above(self._syntax.parent[outer], function)
        return not outer

    def _is_addition(self, value: int) -> bool:
        """Whether a value is what a name is added to: something short, or made by a method of itself."""
        if self._syntax.kind[value] in self._program.language.calls:
            called = self._program.callee(value)
            found = self._program.language.member(self._syntax, self._program.source, called) if called else None
            return found is not None and found.name in _REPLACING | {"normalize", "join", "toLocaleString", "concat"}
        plain = self._texts.plain(value)
        is_added = self._guards.name(self._syntax.parent[value]).startswith("augmented_assignment")
        return plain is not None and is_added and not any(map(str.isalnum, plain))

    def _within(
        self, form: Form, node: int, condition: int, roots: Iterable[int], texts: tuple[str, ...]
    ) -> Iterator[Alternatives]:
        """What a choice of ``texts`` makes of the larger texts that it goes into."""
        told = self._told(condition) if all(map(str.isascii, texts)) else ""
        for root in roots:
            larger = self._at(root)
            pairs = tuple((one.text, two.text) for one, two in combinations(larger, 2) if _differ_once(one, two))
            if told and pairs and all(told in text for pair in pairs for text in pair):
                return  # who reads them sees what decided
            if pairs and len(larger) <= _MAX_WITHIN:
                yield Alternatives(form=form, node=node, condition=condition, pairs=pairs, within=True)

    def _told(self, condition: int) -> str:
        """The letter for what a condition asks about by its own content and nothing else; empty if that is not so."""
        asked, others = self._guards.asked(condition) if condition else (0, ())
        found = self._texts.of(asked, near=True) if asked and not others else ()
        return found[0].text if len(found) == 1 else ""

    def _at(self, root: int) -> tuple[Text, ...]:
        if root not in self._read:
            self._read[root] = self._texts.of(root)
        return self._read[root]

    # ----------------------------------------------------------------------------------------------- tables

    def _of_tables(self) -> Iterator[Alternatives]:
        """The texts of an array or object from which something picks one: a choice if it is a condition that picks."""
        for node in self._of_names(_SUBSCRIPTS):
            children = tuple(self._syntax.children(node))
            if len(children) < 2 or self._program.constant(children[-1]) is not None:  # noqa: PLR2004 -- object and index
                continue
            table = self._program.resolve(children[0])
            if not self._is_collection(table) or self._syntax.size[table] > 4 * MAX_LEAVES:
                continue
            texts = self._members(table)
            if len(texts) > 1:
                form: Form = "index" if picks(self._program, children[-1]) else "table"
                yield Alternatives(form=form, node=node, condition=children[-1], pairs=_pairs(texts))

    def _of_maps(self) -> Iterator[Alternatives]:
        """The texts that a Map or dictionary gives for a condition."""
        for call in self._program.calls():
            given, called = self._program.arguments(call), self._program.callee(call)
            found = (
                self._program.language.member(self._syntax, self._program.source, called) if given and called else None
            )
            if found is not None and found.name in _PICKED and self._program.constant(given[0]) is None:
                texts = tuple(dict.fromkeys(text.text for text in self._texts.picked(found.object, given[0], None, 0)))
                if len(texts) > 1:
                    yield Alternatives(form="index", node=call, condition=given[0], pairs=_pairs(texts))

    def _members(self, table: int) -> tuple[str, ...]:
        constant = self._program.constant(table)
        value = constant.value if constant is not None else ()
        if isinstance(value, Record):
            value = tuple(inner for _, inner in value.entries)
        return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, tuple) else ()

    # --------------------------------------------------------------------------------------------- replacing

    def _replacement(self, node: int, leaves: tuple[int, ...]) -> Iterator[Alternatives]:
        """``c ? x.replace(a, b) : x``: a choice between ``a`` and ``b``."""
        plain = {self._program.text(leaf) for leaf in leaves}
        for leaf in leaves:
            replaced = self._replaced(leaf)
            if replaced is not None and replaced[0] in plain:
                condition = self._condition(node)
                yield Alternatives(form="replacement", node=node, condition=condition, pairs=(replaced[1],))

    def _remade(self, target: int, value: int) -> Iterator[Alternatives]:
        """``if (c) x = x.replace(a, b)``: likewise."""
        replaced = self._replaced(value) if value else None
        if replaced is not None and replaced[0] == self._program.text(target):
            condition = self._condition_above(target, self._program.function_of(target))
            if condition:
                node = self._syntax.parent[target]
                yield Alternatives(form="replacement", node=node, condition=condition, pairs=(replaced[1],))

    def _replaced(self, call: int) -> tuple[bytes, Pair] | None:
        """Of which text what is replaced by what."""
        if self._syntax.kind[call] not in self._program.language.calls:
            return None
        called = self._program.language.member(self._syntax, self._program.source, self._program.callee(call))
        given = self._program.arguments(call)
        if called is None or called.name not in _REPLACING | {"join"} or not given:
            return None
        of, what = called.object, given
        if called.name == "join":
            inner = self._program.resolve(called.object)
            is_call = self._syntax.kind[inner] in self._program.language.calls
            split = self._program.language.member(self._syntax, self._program.source, inner + 1) if is_call else None
            if split is None or split.name != "split":
                return None
            of, what = split.object, (*self._program.arguments(inner), *given)
        if len(what) < 2:  # noqa: PLR2004 -- what, and by what
            return None
        before, after = self._pattern(what[0]), self._texts.plain(what[1])
        return (self._program.text(of), (before, after)) if before and after is not None else None

    def _pattern(self, node: int) -> str | None:
        found = simple_pattern(self._program.text(self._program.resolve(node)))
        return found[0] if found else self._texts.plain(node)

    # ------------------------------------------------------------------------------------------------- texts

    def _of_leaves(self, leaves: tuple[int, ...]) -> tuple[str, ...]:
        """The different texts among expressions; what is partly constant has placeholders in it."""
        if len(leaves) > MAX_LEAVES:
            return ()
        found = (self._texts.of(leaf, near=True) for leaf in leaves)
        texts = tuple(dict.fromkeys(text.text for texts in found for text in texts))
        marked = {text[-1] for text in texts if len(text) > 1 and is_unknown(text)}
        return tuple(text for text in texts if text in marked or not (len(text) == 1 and is_unknown(text)))


def _are_codes(texts: tuple[str, ...]) -> bool:
    """Whether texts are a few numbers that could be characters, and not all of them ASCII's."""
    codes = [int(text) for text in texts if text.isdecimal() and len(text) < len("1114112")]
    return 1 < len(codes) == len(texts) <= _MAX_WITHIN and max(codes) > _LAST_PLAIN


def _of_objects(one: list[tuple[str, str]], two: list[tuple[str, str]]) -> tuple[Pair, ...]:
    """Two objects as a whole, where they hold the same; else what they hold under the same names."""
    if sorted(one) == sorted(two):
        return ((as_json(one, is_object=True), as_json(two, is_object=True)),)
    other = dict(two)
    return tuple((text, other[key]) for key, text in one if other.get(key, text) != text)


def _pairs(texts: Iterable[str]) -> tuple[Pair, ...]:
    return tuple(combinations(texts, 2))


def _differ_once(one: Text, two: Text) -> bool:
    """Whether one decision, and no other, tells two texts apart."""
    first, second = dict(one.taken), dict(two.taken)
    return sum(first[key] != second[key] for key in first.keys() & second.keys()) == 1
