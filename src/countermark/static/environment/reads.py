"""Where a program asks its machine something, by the table of ways; names are followed to what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from countermark.model import machine
from countermark.model.static import ReadKind
from countermark.static.bindings import BindingKind
from countermark.static.environment import tables
from countermark.static.functions import callers, place_of_parameter
from countermark.static.program import Program

_MAX_NAME = 120
_MEMBERS = frozenset({"member_expression", "subscript_expression", "attribute", "subscript"})
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}")
_ALIASES = 3
"""Names given on to names: further than this nobody hides a plain read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One place that reads; ``node`` is the expression whose value was read."""

    node: int
    kind: ReadKind
    name: str
    computed: bool = False


_KNOWN: WeakKeyDictionary[Program, tuple[Site, ...]] = WeakKeyDictionary()
"""Three rules ask for the same."""


def sites(program: Program) -> tuple[Site, ...]:
    """Every read, in the order of the file; looked for once."""
    if program not in _KNOWN:
        _KNOWN[program] = _sites(program)
    return _KNOWN[program]


def _sites(program: Program) -> tuple[Site, ...]:
    finder = _Finder(program)
    found: dict[int, Site] = {}
    for site in (*finder.members(), *finder.imports(), *finder.files()):
        found.setdefault(site.node, site)
    return tuple(found[node] for node in sorted(found))


class _Finder:
    def __init__(self, program: Program) -> None:
        self._program, self._syntax, self._bindings = program, program.syntax, program.bindings
        self._calls = program.language.calls
        names = {kind: self._syntax.grammar.kind_name(kind) for kind in set(self._syntax.kind)}
        self._member_kinds = frozenset(kind for kind, name in names.items() if name in _MEMBERS)
        self._names = names

    # ------------------------------------------------------------------------------------------- by members

    def members(self) -> Iterator[Site]:
        """Reads that are spelled as members of something."""
        language, source = self._program.language, self._program.source
        for node in self._syntax.of_kinds(*self._member_kinds):
            member = language.member(self._syntax, source, node)
            if member is None or (member.name not in tables.LAST_NAMES and member.name not in tables.METHODS):
                continue
            path = self._program.path(node)
            if path in tables.VARIABLES:
                yield from self._variables(node, _ALIASES)
            elif path in tables.GETTERS:
                yield from self._got(node)
            elif member.name in tables.METHODS and self._is_called(node):
                yield Site(node=self._call_of(node), kind=tables.METHODS[member.name], name=member.name)
            else:
                yield from self._by_path(node, path)

    def _by_path(self, node: int, path: tuple[str, ...]) -> Iterator[Site]:
        plain = tuple(part.removesuffix("()") for part in path)
        for length in range(min(len(path), tables.LONGEST), 0, -1):
            kind = tables.PATHS.get(path[:length]) or tables.PATHS.get(plain[:length])
            if kind is not None:
                outer = self._call_of(node)
                yield from self._read(outer, kind, ".".join(path).removeprefix("import:"))
                return

    def _read(self, node: int, kind: ReadKind, name: str) -> Iterator[Site]:
        """A read, told more exactly by the command or file that it names."""
        given = self._program.arguments(node) if self._syntax.kind[node] in self._calls else ()
        if kind == "process":
            command = self._constant(given[0]) if given else ""
            if not command and given and self._syntax.size[given[0]] > 1:
                command = self._constant(given[0] + 1)
            for other, pattern in machine.COMMANDS:
                if command and pattern.fullmatch(command):
                    yield Site(node=node, kind=other, name=command[:_MAX_NAME])
                    return
            yield Site(node=node, kind=kind, name=(command or name)[:_MAX_NAME], computed=not command)
            return
        yield Site(node=node, kind=kind, name=name[:_MAX_NAME])

    def _is_called(self, node: int) -> bool:
        above = self._syntax.parent[node]
        return self._syntax.kind[above] in self._calls and self._program.callee(above) == node

    def _call_of(self, node: int) -> int:
        return self._syntax.parent[node] if self._is_called(node) else node

    # ----------------------------------------------------------------------------------------- environment

    def _variables(self, node: int, aliases: int) -> Iterator[Site]:
        """What is taken out of the environment where it stands at ``node``."""
        above = self._syntax.parent[node]
        member = self._program.language.member(self._syntax, self._program.source, above)
        if self._syntax.kind[above] in self._member_kinds and member is not None and member.object == node:
            if member.name in tables.GETTER_METHODS and self._is_called(above):
                yield from self._got(above)
            elif member.name:
                yield Site(node=above, kind="variable", name=member.name)
            else:
                yield from self._named(above, member.index)
            return
        taken = tuple(self._taken(node))
        if taken:
            yield from taken
            return
        binding = self._held_by(node)
        if binding >= 0 and aliases:
            uses = [one for one in self._bindings.references(binding) if one != self._bindings.first[binding]]
            for use in uses[:2000]:
                yield from self._variables(use, aliases - 1)
            return
        yield Site(node=node, kind="variables", name="the whole environment")

    def _taken(self, node: int) -> Iterator[Site]:
        """``const {A, B} = process.env``."""
        above = self._syntax.parent[node]
        pattern = above + 1
        if self._names.get(self._syntax.kind[above]) != "variable_declarator" or pattern == node:
            return
        if self._names.get(self._syntax.kind[pattern]) != "object_pattern":
            return
        for inner in range(pattern + 1, pattern + self._syntax.size[pattern]):
            binding = self._bindings.of[inner]
            if binding >= 0 and self._bindings.first[binding] == inner:
                names = self._program.language.taken(self._syntax, self._program.source, inner)
                if names:
                    yield Site(node=inner, kind="variable", name=names[0])

    def _held_by(self, node: int) -> int:
        """The binding whose only value a node is; -1 if none."""
        for child in self._syntax.children(self._syntax.parent[node]):
            binding = self._bindings.of[child]
            if binding >= 0 and self._bindings.only_value(binding) == node:
                return binding
        return -1

    def _got(self, node: int) -> Iterator[Site]:
        call = self._call_of(node)
        given = self._program.arguments(call) if call != node else ()
        if given:
            yield from self._named(call, given[0])

    def _named(self, node: int, index: int) -> Iterator[Site]:
        """A variable by its name; if that is a parameter, also where callers say which variable they want."""
        name = self._constant(index)
        if name:
            yield Site(node=node, kind="variable", name=name)
            return
        text = self._program.text(index).decode("utf-8", "replace")
        yield Site(node=node, kind="variable", name=text[:_MAX_NAME], computed=True)
        binding = self._bindings.of[index]
        if binding >= 0 and self._bindings.kinds[binding] == BindingKind.PARAMETER:
            yield from self._asked_by_callers(self._bindings.first[binding])

    def _asked_by_callers(self, parameter: int) -> Iterator[Site]:
        function = self._program.function_of(parameter)
        place = place_of_parameter(self._program, function, parameter)
        for call in callers(self._program, function) if place >= 0 else ():
            given = self._program.arguments(call)
            name = self._constant(given[place]) if place < len(given) else ""
            if _VARIABLE.fullmatch(name):
                yield Site(node=call, kind="variable", name=name)

    # -------------------------------------------------------------------------------------------- by imports

    def imports(self) -> Iterator[Site]:
        """Reads by a name that was imported, or taken out of a module: ``hostname()``."""
        for binding in range(len(self._bindings)):
            path = self._imported(binding)
            for use in self._bindings.references(binding) if path else ():
                if use == self._bindings.first[binding]:
                    continue
                is_member = self._syntax.kind[self._syntax.parent[use]] in self._member_kinds
                if path in tables.VARIABLES:
                    yield from self._variables(use, _ALIASES)
                elif path in tables.GETTERS:
                    yield from self._got(use)
                elif self._is_called(use) and not is_member:
                    yield from self._by_path(use, path)

    def _imported(self, binding: int) -> tuple[str, ...]:
        """The path that a binding stands for, if it leads out of a module into the table."""
        kind, first = self._bindings.kinds[binding], self._bindings.first[binding]
        if first < 0 or kind == BindingKind.PARAMETER:
            return ()
        if kind != BindingKind.IMPORT and self._bindings.name(binding) not in tables.LAST_NAMES:
            return ()
        path = self._program.path(first)
        is_module = len(path) == 1 and path not in tables.PATHS
        return path if path and path[0].startswith("import:") and not is_module else ()

    # --------------------------------------------------------------------------------------------- by literals

    def files(self) -> Iterator[Site]:
        """Files that say which machine this is, named in full; and folders that are joined to the home folder."""
        for literal in self._program.literals():
            value = literal.value
            if not isinstance(value, str) or not 2 < len(value) <= _MAX_NAME:  # noqa: PLR2004 -- a path
                continue
            for kind, pattern in machine.FILES if value[0] in "/.ICHMS" or "IOPlatform" in value else ():
                if pattern.fullmatch(value):
                    yield Site(node=literal.node, kind=kind, name=value)
                    break
            else:
                if tables.HOME.fullmatch(value) or (
                    tables.DOT_FOLDER.fullmatch(value) and self._is_at_home(literal.node)
                ):
                    yield Site(node=literal.node, kind="home-file", name=value)

    def _is_at_home(self, node: int) -> bool:
        """Whether a literal stands beside the home folder, as an argument or in one text."""
        above = self._syntax.parent[node]
        text = self._program.text(self._syntax.parent[above] if above else above)[:300]
        return b"homedir" in text or b"HOME" in text or b"USERPROFILE" in text or b"Path.home" in text

    def _constant(self, node: int) -> str:
        constant = self._program.constant(node)
        return constant.value if constant is not None and isinstance(constant.value, str) else ""
