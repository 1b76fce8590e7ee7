"""From a read of the machine to text, a header or an address that is sent: the way there, as a slice to be read."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.static import Flow
from countermark.static.environment import Site, sites
from countermark.static.flow.sinks import Sinks
from countermark.static.flow.slices import End, Slicer, weight
from countermark.static.flow.starts import Tracer
from countermark.static.rules.reads import as_read
from countermark.static.rules.record import Rule, Subject

MAX_FLOWS = 150
_POINTS = {"variable": 600}
_TELLING = frozenset(
    {"time-zone", "locale", "hostname", "user", "network", "name-service", "machine-id", "version-control"}
)
"""What says where or who one is: told even where it plainly goes into a text. A variable has to decide something."""
_FOLDER = "homedir"
"""Where files lie tells who one is, but nearly every program asks it for its files."""

_FOLLOWED = _TELLING | {"variable", "working-folder"}


def _find(subject: Subject) -> Iterator[Flow]:
    tracer = Tracer(subject.program, subject.earlier)
    slicer = Slicer(subject, tracer, Sinks(subject.program, tracer.stepper.code))
    ends: dict[object, End] = {}
    named = frozenset(site.node for site in sites(subject.program) if not site.computed)
    for site in sites(subject.program):
        if site.kind in _FOLLOWED and _FOLDER not in site.name:
            _follow(subject, slicer, site, named if site.computed else frozenset(), ends)
    known: set[object] = set()
    slicer.tell_messages(sorted(ends.values(), key=weight)[: 2 * MAX_FLOWS])
    for end in sorted(ends.values(), key=weight):
        key = subject.program.function_of(end.node), tuple(end.reads)
        if key not in known and len(known) < MAX_FLOWS:
            known.add(key)
            yield slicer.flow(end)


def _follow(subject: Subject, slicer: Slicer, site: Site, named: frozenset[int], ends: dict[object, End]) -> None:
    """Notes where one read ends; what goes on where its name is known (``named``) is that read's."""
    for start in slicer.tracer.starts(site):
        trace = slicer.tracer.follow(start, most=_POINTS.get(site.kind, 2_000))
        for state in trace.before:
            sink = slicer.sinks.kind(state.point.node)
            if sink is None or (sink == "text" and not state.decides and site.kind not in _TELLING):
                continue
            if named and trace.passes(state, named):
                continue
            end = ends.setdefault((state.point.node, sink, state.calls), End(node=state.point.node, sink=sink))
            slicer.add(end, as_read(subject, site), site.node, trace, state)


FLOWS = Rule(id="flows", title="From reads of the machine to what is sent", find=_find, is_late=True)
