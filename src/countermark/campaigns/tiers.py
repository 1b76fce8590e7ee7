"""From judged groups to tiers: what the statistics support, and no more.

A group is noticed only if it is held together by a view that did not propose it, *and* is stranger than the reviewed
honest groups that the same view proposes. Where there are too few of these to tell, or it is unlike any of them in
size, we abstain. The tier ``limit`` asks for two other views and a stricter level. The tiers ``suspend`` and
``victim`` are not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from countermark.campaigns.discovery import conformal, q_values
from countermark.campaigns.judging import Case
from countermark.campaigns.library import Library
from countermark.campaigns.window import Floats, Ints

Tier = Literal["none", "notice", "limit", "abstain"]
NOTICE = 0.05
LIMIT = 0.01
LARGER = 2.0  # a group more than so many times as large as any reviewed one is unlike them


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows for a coordinated group. ``p_honest`` and ``q_value`` are ``None`` where nothing could be told."""

    case: Case
    tier: Tier
    reason: str
    p_honest: float | None
    q_value: float | None
    reviewed: int
    as_strange: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Yardstick:
    """The honest groups of one view: scores, kinds and the largest size."""

    scores: Floats
    kinds: tuple[str, ...]
    largest: int


def verdicts(cases: Sequence[Case], library: Library, *, seed: int) -> tuple[Verdict, ...]:
    """A verdict for each coordinated group that is not itself mostly of reviewed accounts."""
    yardsticks = _yardsticks([case for case in cases if case.coordinated], library)
    open_cases = [c for c in cases if c.coordinated and not library.mostly_reviewed(_members(c))]
    dice = np.random.default_rng((seed, 7))
    reasons = [_cannot_tell(case, yardsticks) for case in open_cases]
    told = [case for case, reason in zip(open_cases, reasons, strict=True) if not reason]
    p_values = [conformal(case.score, yardsticks[case.group.view].scores, dice) for case in told]
    known = {id(case): (p, float(q)) for case, p, q in zip(told, p_values, q_values(p_values), strict=True)}
    return tuple(
        _verdict(case, reason, known.get(id(case)), yardsticks.get(case.group.view))
        for case, reason in zip(open_cases, reasons, strict=True)
    )


def least_reviewed(level: float) -> int:
    """How many honest groups it takes for a conformal p-value to reach a level at all."""
    return int(np.ceil(1 / level)) - 1


def _members(case: Case) -> Ints:
    return np.asarray(case.group.members, dtype=np.int64)


def _yardsticks(coordinated: Sequence[Case], library: Library) -> Mapping[str, _Yardstick]:
    best: dict[str, dict[int, tuple[float, int]]] = {}
    for case in coordinated:
        owner = library.owner(_members(case))
        if owner is not None:
            score, size = best.setdefault(case.group.view, {}).get(owner, (0.0, 0))
            best[case.group.view][owner] = (max(score, case.score), max(size, len(case.group.members)))
    return {
        view: _Yardstick(
            scores=np.asarray([score for score, _ in found.values()]),
            kinds=tuple(library.kinds[owner] for owner in found),
            largest=max(size for _, size in found.values()),
        )
        for view, found in best.items()
    }


def _cannot_tell(case: Case, yardsticks: Mapping[str, _Yardstick]) -> str:
    """Why a group cannot be held against honest ones; empty where it can."""
    yardstick = yardsticks.get(case.group.view)
    have = len(yardstick.scores) if yardstick else 0
    if yardstick is None or have < least_reviewed(NOTICE):
        return f"{have} reviewed honest groups are proposed by {case.group.view}; it takes {least_reviewed(NOTICE)}"
    if len(case.group.members) > LARGER * yardstick.largest:
        return f"no reviewed honest group is nearly as large: the largest has {yardstick.largest} accounts"
    return ""


def _verdict(case: Case, reason: str, known: tuple[float, float] | None, yardstick: _Yardstick | None) -> Verdict:
    reviewed = len(yardstick.scores) if yardstick else 0
    if known is None:
        return Verdict(
            case=case, tier="abstain", reason=reason, p_honest=None, q_value=None, reviewed=reviewed, as_strange=()
        )
    p_honest, q_value = known
    kinds = zip(yardstick.kinds, yardstick.scores, strict=True) if yardstick else ()
    as_strange = Counter(kind for kind, score in kinds if score >= case.score)
    tier, why = _tier(case, q_value, reviewed)
    return Verdict(
        case=case,
        tier=tier,
        reason=why,
        p_honest=p_honest,
        q_value=q_value,
        reviewed=reviewed,
        as_strange=tuple(sorted(as_strange.items())),
    )


def _tier(case: Case, q_value: float, reviewed: int) -> tuple[Tier, str]:
    if q_value > NOTICE:
        return "none", "it is coordinated, as honest groups are too"
    if q_value > LIMIT and reviewed < least_reviewed(LIMIT):
        return "notice", f"more than notice takes {least_reviewed(LIMIT)} reviewed honest groups; there are {reviewed}"
    if q_value > LIMIT:
        return "notice", "it is stranger than honest groups, at the level for notice"
    if case.p_two > LIMIT:
        return "notice", "only one other view holds it together"
    return "limit", "two other views hold it together, and it is stranger than honest groups"
