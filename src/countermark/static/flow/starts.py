"""Where the value of a read is to be followed from: not always from where the read stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermark.model.static import Finding, HiddenList
from countermark.static.environment import Site
from countermark.static.flow import kinds as k
from countermark.static.flow.comparisons import Comparisons
from countermark.static.flow.forward import Trace, follow
from countermark.static.flow.lists import Lists
from countermark.static.flow.points import ANY, ITEM, Point
from countermark.static.flow.steps import Stepper
from countermark.static.program import Program

_HOLDERS = frozenset({"network", "name-service", "process", "variables"})
"""What is read is an object, of which each part is."""

_FILES = frozenset({"home-file", "foreign-file", "machine-id", "process"})
_MAX_STEPS_TO_OPEN = 40
_LONGEST = 60


class Tracer:
    """What it takes to follow values through one file."""

    def __init__(self, program: Program, earlier: Iterable[Finding] = ()) -> None:
        """Takes the hidden lists out of what was found before."""
        self.stepper = Stepper(program)
        self.lists = Lists(self.stepper.code, (one for one in earlier if isinstance(one, HiddenList)))
        self.comparisons = Comparisons(self.stepper.code, self.lists)

    def follow(self, point: Point, *, most: int, itself: bool = False) -> Trace:
        """Everything that a value reaches."""
        return follow(self.stepper, self.comparisons, point, most=most, itself=itself)

    def starts(self, site: Site) -> Iterator[Point]:
        """The expressions whose value was read; none where only a path stands that nothing seems to open."""
        if site.kind in _FILES and not self.stepper.code.is_call(site.node) and self._is_literal(site.node):
            yield from self._opened(site.node)
        elif site.kind in _HOLDERS or site.name.endswith(("userInfo", "localtime")):
            yield Point(site.node, (ANY,))
        else:
            yield Point(site.node, (ITEM,) if site.name.endswith("languages") else ())

    def _is_literal(self, node: int) -> bool:
        return self.stepper.code.name(node) in ("string", "template_string", "concatenated_string")

    def _opened(self, node: int) -> Iterator[Point]:
        """The calls that open what a path names."""
        code = self.stepper.code
        found: dict[int, None] = {}
        trace = self.follow(Point(node), most=_MAX_STEPS_TO_OPEN, itself=True)
        for state in trace.before:
            above = code.above(state.point.node)
            call = code.above(above)
            if code.name(above) in k.GIVEN and code.is_call(call):
                called = code.program.callee(call)
                if code.text(called)[-_LONGEST:].rpartition(".")[2] in k.READING:
                    found[call] = None
        yield from map(Point, found)
