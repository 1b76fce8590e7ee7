"""Builds influences, places and runs in few words, for the tests of what judges them."""

from __future__ import annotations

from countermark.model.environment import Environment, Level
from countermark.model.influence import Influence, InfluenceState
from countermark.model.observation import Address
from countermark.model.place import Place, RunText
from countermark.model.run import Purpose, RunRequest
from countermark.model.verdict import Confidence

SYSTEM = Address(role="call#1", part="body", pointer="/system")


def level(written: str) -> Level:
    """``factor=value``."""
    factor, _, value = written.partition("=")
    return Level(factor=factor, value=value)


def levels(written: str) -> tuple[Level, ...]:
    """``factor=value`` more than once, separated by spaces."""
    return tuple(sorted(level(one) for one in written.split()))


def request(run: str, written: str, purpose: Purpose = Purpose.COVER) -> RunRequest:
    return RunRequest(id=run, environment=Environment(levels=levels(written)), purpose=purpose, why="")


def place(  # noqa: PLR0913 -- named, each with the default that most tests want
    texts: dict[str, str | None],
    *,
    feature: str = "f",
    address: Address = SYSTEM,
    before: str = "",
    after: str = "",
    start: int = 0,
    line: int = 0,
    until: int = 0,
    whole: bool = True,
) -> Place:
    return Place(
        feature=feature,
        address=address,
        before=before,
        after=after,
        start=start,
        line=line,
        until=until,
        whole=whole,
        texts=tuple(RunText(run=run, text=text) for run, text in texts.items()),
    )


def influence(states: dict[str, str | None], at: Place | None = None, *, p: float = 0.01) -> Influence:
    """What each combination of levels gave, the baseline's first; run n (from 1) showed the n-th of them."""
    shown = tuple(
        InfluenceState(levels=levels(written), text=text, runs=(str(number),))
        for number, (written, text) in enumerate(states.items(), 1)
    )
    return Influence(
        effect="e",
        place=at or place({entry.runs[0]: entry.text for entry in shown}),
        factors=tuple(one.factor for one in shown[0].levels),
        states=shown,
        confidence=Confidence(p_adjusted=p, tests=1, runs_with=6, runs_without=6),
        mutual_information_bits=0.5,
        on_run="2",
        off_run="1",
        minimal=True,
    )


def requests(states: dict[str, str | None]) -> tuple[RunRequest, ...]:
    """The runs that ``influence`` of the same states names."""
    return tuple(request(str(number), written) for number, written in enumerate(states, 1))
