"""Whether a condition depends on what was read of the machine: followed backwards through names, calls and callers."""

from __future__ import annotations

from collections import deque
from functools import cached_property

from countermark.model.static import ReadKind
from countermark.static.bindings import BindingKind
from countermark.static.environment import sites
from countermark.static.functions import given_to, place_of_parameter
from countermark.static.program import Program

_HOPS = 4
_MAX_NODES = 3_000
_MAX_VALUE = 500
_MAX_CALLERS = 6
"""In a large program everything hangs together: what is further away, or larger, is not what a condition is about."""

_TELLING: tuple[ReadKind, ...] = (
    *("variable", "variables", "time-zone", "locale", "hostname", "user", "network", "name-service", "machine-id"),
    *("foreign-file", "version-control"),
)
"""What says where or who one is. The platform and the home folder are not among it: all programs follow these."""


class Dependence:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        """Reads are looked for when first asked."""
        self._program, self._syntax, self._bindings = program, program.syntax, program.bindings
        self._known: dict[int, bool] = {}

    @cached_property
    def _reads(self) -> dict[int, bool]:
        return {site.node: site.kind in _TELLING for site in sites(self._program)}

    def on_machine(self, node: int) -> bool:
        """Whether the nearest read that an expression depends on says where or who the machine is."""
        if node not in self._known:
            self._known[node] = bool(node) and self._follow(node)
        return self._known[node]

    def _follow(self, start: int) -> bool:
        seen: set[int] = set()
        nodes = 0
        waiting: deque[tuple[int, int]] = deque([(start, 0)])
        while waiting:
            node, hops = waiting.popleft()
            for inner in range(node, node + self._syntax.size[node]):
                nodes += 1
                if inner in self._reads:
                    return self._reads[inner]
                binding = self._bindings.of[inner]
                if binding >= 0 and binding not in seen and hops < _HOPS and nodes < _MAX_NODES:
                    seen.add(binding)
                    waiting += [(value, hops + 1) for value in self._values(binding)]
        return False

    def _default(self, target: int) -> int:
        """What a part that was taken out of an object is if it is not there; 0 for nothing."""
        above = self._syntax.parent[target]
        name = self._syntax.grammar.kind_name(self._syntax.kind[above])
        is_default = name in ("assignment_pattern", "object_assignment_pattern") and above + 1 == target
        return target + self._syntax.size[target] if is_default else 0

    def _values(self, binding: int) -> list[int]:
        """What a name may hold, as far as it is small."""
        assigned: list[int] = []
        for one in self._bindings.assignments(binding):
            assigned += [value for value in (self._default(one.target), one.value) if value]
        first = self._bindings.first[binding]
        if first >= 0 and self._bindings.kinds[binding] == BindingKind.PARAMETER:
            function = self._program.function_of(first)
            place = place_of_parameter(self._program, function, first) if function else -1
            given = tuple(given_to(self._program, function, place)) if place >= 0 else ()
            assigned += given if len(given) <= _MAX_CALLERS else ()
        return [value for value in assigned if self._syntax.size[value] <= _MAX_VALUE]
