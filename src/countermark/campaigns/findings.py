"""Writes what was found: ``accounts.parquet``, a row for each account, and ``groups.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

from countermark.campaigns.document import Document, GroupPart, HonestPart, JudgedPart, KeyPart
from countermark.campaigns.engine import quoted
from countermark.campaigns.judging import Court
from countermark.campaigns.library import Library
from countermark.campaigns.tiers import Verdict
from countermark.campaigns.window import Ints, Roster, Window

TIERS = ("none", "abstain", "notice", "limit")  # rising: an account in several groups has the highest
NOT_GIVEN = {
    "suspend": "asks for more than this version can show: error rates over held-out kinds of honest groups",
    "victim": "this version cannot tell a hijacked key from a shared one",
}
NAMED_KEYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was written, and where."""

    folder: Path
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A verdict with the members that it reaches, by view, and its id."""

    id: str
    verdict: Verdict
    belonging: Mapping[str, Ints]

    def reached(self) -> Ints:
        """Those who add to the evidence of one other view; for the tier limit, of two."""
        every = [members for members in self.belonging.values() if len(members)]
        if not every:
            return np.empty(0, dtype=np.int64)
        members, views = np.unique(np.concatenate(every), return_counts=True)
        return members[views >= (2 if self.verdict.tier == "limit" else 1)]


def write_findings(  # noqa: PLR0913 -- what the two files say
    folder: Path,
    *,
    window: Window,
    roster: Roster,
    library: Library,
    verdicts: Sequence[Verdict],
    court: Court,
    notes: Sequence[str],
    lacking: Mapping[str, str],
) -> Findings:
    """Writes both files, ``groups.json`` last."""
    folder.mkdir(parents=True, exist_ok=True)
    names = window.account_names()
    told = [_Told(id=_id(one, names), verdict=one, belonging=court.belonging(one.case)) for one in verdicts]
    tiers = _write_accounts(folder / "accounts.parquet", told, library, window)
    document = Document(
        accounts=len(roster),
        requests=int(roster.requests.sum()),
        reviewed_groups=len(library),
        notes=list(notes),
        not_judged=dict(lacking),
        tiers_not_given=NOT_GIVEN,
        tiers=tiers,
        groups=[_group(one, keys, names, roster) for one, keys in zip(told, _keys(told, window), strict=True)],
    )
    fresh = folder / ".groups.json.new"
    fresh.write_text(document.model_dump_json(by_alias=True, indent=1) + "\n", encoding="utf-8")
    fresh.replace(folder / "groups.json")
    return Findings(folder=folder, document=document)


def _id(verdict: Verdict, names: Sequence[str]) -> str:
    """The same for the same accounts in the same view, on any engine."""
    members = "\n".join(sorted(names[member] for member in verdict.case.group.members))
    return sha256(f"{verdict.case.group.view}\n{members}".encode()).hexdigest()[:16]


def _write_accounts(path: Path, told: Sequence[_Told], library: Library, window: Window) -> dict[str, int]:
    """A row for each account, with the strictest of its groups; reviewed accounts have none."""
    best: dict[int, _Told] = {}
    for one in told:
        for member in one.reached():
            if library.group_of[member] < 0 and _rank(one) > _rank(best.get(int(member))):
                best[int(member)] = one
    said = [
        (no, one.verdict.tier, one.id, _views(one, no), one.verdict.case.score, one.verdict.q_value)
        for no, one in sorted(best.items())
        if one.verdict.tier != "none"
    ]
    window.duck.fill("said", "no INTEGER, tier VARCHAR, grp VARCHAR, views VARCHAR, score DOUBLE, q_value DOUBLE", said)
    window.duck.write_file(
        "SELECT r.account, COALESCE(s.tier, 'none') AS tier, s.grp AS \"group\","
        " COALESCE(string_split(s.views, ','), []) AS views, s.score, s.q_value"
        " FROM roster r LEFT JOIN said s ON r.no = s.no ORDER BY r.no",
        path,
    )
    counted = window.duck.rows(
        f"SELECT tier, COUNT(*) FROM read_parquet({quoted(str(path))}) GROUP BY tier ORDER BY tier"
    )
    return {str(tier): int(str(count)) for tier, count in counted}


def _rank(one: _Told | None) -> tuple[int, float, int]:
    """Stricter first; then surer; then the smaller group, which says more of its members."""
    if one is None:
        return (-1, 0.0, 0)
    q_value = one.verdict.q_value
    return (TIERS.index(one.verdict.tier), -(1.0 if q_value is None else q_value), -len(one.verdict.case.group.members))


def _views(one: _Told, member: int) -> str:
    return ",".join((one.verdict.case.group.view, *(name for name, held in one.belonging.items() if member in held)))


def _group(one: _Told, keys: list[KeyPart], names: Sequence[str], roster: Roster) -> GroupPart:
    case = one.verdict.case
    members = np.asarray(case.group.members, dtype=np.int64)
    return GroupPart(
        id=one.id,
        view=case.group.view,
        level=case.group.level,
        tier=one.verdict.tier,
        reason=one.verdict.reason,
        size=len(members),
        members=[names[member] for member in members],
        requests=int(roster.requests[members].sum()),
        first=_moment(int(roster.first_us[members].min())),
        last=_moment(int(roster.last_us[members].max())),
        score=case.score,
        p_any=case.p_any,
        p_two=case.p_two,
        p_honest=one.verdict.p_honest,
        q_value=one.verdict.q_value,
        reviewed_groups=one.verdict.reviewed,
        honest_groups_as_strange=[HonestPart(kind=kind, groups=count) for kind, count in one.verdict.as_strange],
        judged=_judged(one),
        keys=keys,
    )


def _judged(one: _Told) -> list[JudgedPart]:
    holding = one.verdict.case.holding
    return [
        JudgedPart(
            view=name,
            p_value=judged.p_value,
            evidence=judged.evidence,
            expected=judged.expected,
            excess_bits=judged.excess,
            random_sets=judged.draws,
            holds=name in holding,
            members_that_belong=len(one.belonging.get(name, ())),
        )
        for name, judged in one.verdict.case.judged.items()
    ]


def _keys(told: Sequence[_Told], window: Window) -> list[list[KeyPart]]:
    """The keys of its own view that most members of each group have."""
    found = [
        (view_query(one.verdict.case.group.view), np.asarray(one.verdict.case.group.members, dtype=np.int64))
        for one in told
    ]
    top = [(name, window.commonest(name, members, NAMED_KEYS)) for name, members in found]
    names = {
        name: window.key_names(name, {no for which, keys in top if which == name for no, _, _ in keys})
        for name in {name for name, _ in top}
    }
    return [
        [KeyPart(key=names[name][no], members=held, accounts=all_) for no, held, all_ in keys] for name, keys in top
    ]


def view_query(view: str) -> str:
    """The name of a view's query, which is the view's own in snake_case."""
    return view.replace("-", "_")


def _moment(microseconds: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).isoformat(timespec="seconds")
