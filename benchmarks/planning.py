"""Measures what planning costs beside the runs of one audit: every round with what the last one left, and from nothing.

    python benchmarks/planning.py [events]

An invented agent sends a prompt, whose apostrophe follows the time zone, and telemetry: ``events`` of twenty fields
each, some of which come and go with the shell. Both ways must say the same; only the ratio of their times means
anything on another machine.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import sys
import time
from random import Random

from countermark.drive.environments import derivations, factor_levels
from countermark.drive.findings import Planned, Planner, Seen
from countermark.model.design import Question
from countermark.model.environment import Environment
from countermark.model.inputs import AuditInputs
from countermark.model.observation import Address, Feature, Observation
from countermark.model.profile import Launch, Profile, Scenario
from countermark.model.run import Capture, Round, RunRequest
from countermark.model.target import Target
from countermark.model.verdict import Scope

NOW = "2026-11-21T08:00:00+00:00"
FIELDS = 20


def inputs() -> AuditInputs:
    """An audit of all factors."""
    launch = Launch(argv=("agent", "{prompt}"))
    profile = Profile(id="agent", title="", sha256="", match=(), launches=(launch,), protocol="openai-chat")
    levels, _ = factor_levels(profile, (), ())
    return AuditInputs(
        created=NOW,
        asked="agent",
        target=Target(purl="", name="", version="", platform="", artifacts=()),
        profile=profile,
        scenario=Scenario(id="", title="", sha256="", prompts=("say ok",), replies=()),
        scope=Scope(mode="", endpoint="", platform=""),
        question=Question(factors=levels, strength=2, seed=1, max_runs=250),
        hints=(),
        derivations=derivations(levels, (NOW,)),
        canaries=(),
        sealing=(),
        skipped=(),
        versions=(),
    )


def seen(request: RunRequest, events: int) -> Seen:
    """What the invented agent sends in the environment of ``request``."""
    random = Random(request.id)  # noqa: S311 -- noise that is the same each time
    bodies = {"prompt": _prompt(request.environment)}
    for event in range(events):
        if event % 4 == 0 and request.environment.value("shell").endswith("zsh"):
            continue
        values = (
            f"{random.getrandbits(128):032x}",
            str(random.randrange(10**6)),
            request.environment.value("timezone"),
        )
        bodies |= {f"{event}/{field}": values[field] if field < len(values) else "true" for field in range(FIELDS)}
    features = tuple(
        Feature(address=Address(role="call#1", part="body", pointer=f"/{pointer}"), text=text)
        for pointer, text in bodies.items()
    )
    nothing = Capture(
        run=request.id, started=NOW, clock=NOW, sessions=(), connections=(), dns=(), datagrams=(), files=(), lab_s=0
    )
    return Seen(
        request=request, capture=nothing, observation=Observation(run=request.id, features=features, exchanges=())
    )


def _prompt(environment: Environment) -> str:
    apostrophe = "’" if environment.value("timezone").startswith("Asia/") else "'"
    lines = (f"Rule {number} of the house: be brief, and say so.\n" for number in range(200))
    return "".join((*lines, f"Today{apostrophe}s shell is {environment.value('shell')}.\n"))


def main(events: int) -> None:
    """Plays one audit both ways and prints what each round cost."""
    asked = inputs()
    planner = Planner(asked)
    requests: tuple[RunRequest, ...] = ()
    shown: tuple[Seen, ...] = ()
    print("runs   later  from nothing")
    while True:
        said, later_s = _timed(planner, requests, shown)
        again, nothing_s = _timed(Planner(asked), requests, shown)
        if said != again:
            sys.exit("what was asked before changed what is said")
        print(f"{len(requests):4d} {later_s:6.2f}s {nothing_s:12.2f}s", flush=True)
        if not isinstance(said[0], Round):
            return
        requests += said[0].requests
        shown += tuple(seen(request, events) for request in said[0].requests)


def _timed(planner: Planner, requests: tuple[RunRequest, ...], shown: tuple[Seen, ...]) -> tuple[Planned, float]:
    began = time.process_time()
    said = planner.plan(requests, shown)
    return said, time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
