"""Audits the specimens of ``specimens/specimens.toml`` in the real lab; tabulates recall and false alarms per channel.

    python evals/scored_specimens.py [--only ID ...] [--table FILE] [--rows FILE] [--controls N] [--jobs N]

The table was written, and committed, before it was scored. Every specimen is audited once, each control ``--controls``
times (5). Each audit's row is added to ``--rows`` (``evals/scored_specimens.jsonl``) as it comes, and no audit is made
again: the script goes on where it was stopped. A row's ``note``, put in by hand, says what an earlier scoring said.
``--page`` only writes ``evals/scored_specimens.md`` from what is there.

A statistical specimen is measured by what its own audit states in the report's coverage, under the planted factor: from
which size on a mark is found nine times out of ten. A smaller one is *beyond*, and counted by itself.

A covert specimen is found where the verdict is covert and a signal names its channel and exactly its factors; further
covert signals are false alarms, as every covert signal of a control is.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TABLE = HERE / "specimens" / "specimens.toml"
ROWS = HERE / "scored_specimens.jsonl"
PAGE = HERE / "scored_specimens.md"
AGENTS = {"node": ("node", "agent.mjs"), "python": ("python3", "agent.py")}
PROFILE = """schema = "countermark.profile/1"
id = "specimen-{id}"
title = "A specimen"
run = ["{program}", "{{artifact}}/{file}", "{{prompt}}"]
protocol = "openai-chat"
timeout_s = 30

[env]
API_KEY = "{{dummy_key}}"
"""
POINTED = """
[base-url]
env = "API_BASE_URL"
path = "/v1"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One agent with one plan; ``channel`` and ``factors`` are what an audit should say, empty for a control."""

    id: str
    agent: str
    group: str
    plan: dict[str, Any]
    channel: str
    factors: tuple[str, ...]
    scenario: str
    pointed: bool
    statistical: bool

    @property
    def is_control(self) -> bool:
        """Whether nothing covert is planted."""
        return not self.channel

    @property
    def planted(self) -> tuple[str, float]:
        """Kind and size of a statistical mark, as the report's coverage tells them: seconds, or the share of runs."""
        (mark,) = self.plan["marks"]
        if mark["channel"] == "delay":
            return "delay", mark["value"] / 1000
        kind, _, part = next((t["read"].partition(":") for t in mark["when"] if t["read"].startswith("chance:")), "::1")
        return ("share", float(part)) if kind == "chance" else ("bit", 1.0)

    def stated(self, row: dict[str, Any]) -> float | None:
        """From which size on the audit of ``row`` says that it finds such a mark under the planted factor."""
        kind, _ = self.planted
        (factor,) = self.factors
        some = (one for one in row["detectable"] if one["kind"] == kind and factor in one["factors"])
        return next((one["smallest"] for one in some), None)

    def within(self, row: dict[str, Any]) -> bool:
        """Whether what is planted is as large as what the audit of ``row`` says that it finds."""
        stated = self.stated(row)
        return stated is not None and self.planted[1] >= stated


def load(table: Path) -> tuple[Specimen, ...]:
    """Every specimen of the table, one for each agent that a row names, in its order."""
    rows = tomllib.loads(table.read_text("utf-8"))["specimen"]
    return tuple(_specimen(row, agent) for row in rows for agent in row.get("agents", AGENTS))


def _specimen(row: dict[str, Any], agent: str) -> Specimen:
    return Specimen(
        id=f"{row['id']}-{agent}",
        agent=agent,
        group=row["group"],
        plan={"marks": row.get("marks", []), "ids": row.get("ids", False), "starts": row.get("starts", False)},
        channel=row.get("channel", ""),
        factors=tuple(sorted(row.get("factors", ()))),
        scenario=row.get("scenario", "one-prompt"),
        pointed=row.get("pointed", False),
        statistical=row.get("statistical", False),
    )


def plant(specimen: Specimen, folder: Path) -> Path:
    """Writes the target into ``folder``, and its profile beside it, which is returned."""
    program, file = AGENTS[specimen.agent]
    folder.mkdir(parents=True)
    shutil.copy(HERE / "specimens" / file, folder / file)
    (folder / "plan.json").write_text(json.dumps(specimen.plan, ensure_ascii=False), "utf-8")
    profile = folder.with_suffix(".toml")
    text = PROFILE.format(id=specimen.id, program=program, file=file) + (POINTED if specimen.pointed else "")
    profile.write_text(text, "utf-8")
    return profile


def audit(specimen: Specimen, seed: int, top: Path, jobs: int) -> dict[str, Any]:
    """One audit from the command line, as a user would start it, and how it compares with what is planted."""
    folder, out = top / f"{specimen.id}-{seed}", top / f"{specimen.id}-{seed}-audit"
    report = out.with_suffix(".json")
    profile = plant(specimen, folder)
    command = [sys.executable, "-m", "countermark", "audit", str(folder), "--profile", str(profile)]
    command += ["--scenario", specimen.scenario, "--seed", str(seed), "--jobs", str(jobs)]
    began = time.monotonic()
    ended = subprocess.run(  # noqa: S603 -- our own command line
        [*command, "--out", str(out), "--json", str(report)], capture_output=True, text=True, check=False
    )
    seconds = round(time.monotonic() - began)
    told = {"id": specimen.id, "seed": seed, "group": specimen.group, "seconds": seconds, "code": code()}
    if not report.exists():
        return told | {"error": f"exit {ended.returncode}: {ended.stderr.strip()[-400:]}"}
    said = json.loads(report.read_text("utf-8"))
    covert = sorted({(signal["channel"], factors(signal)) for signal in said["signals"]})
    hits = [item for item in covert if specimen.channel in item[0].split("+") and item[1] == specimen.factors]
    return told | {
        "verdict": said["verdict"],
        "found": bool(hits) and said["verdict"] == "covert",
        "false": [f"{channel}: {' + '.join(names)}" for channel, names in covert if (channel, names) not in hits],
        "open": sorted({" + ".join(factors(signal)) for signal in (*said["overt"], *said["functional"])}),
        "reasons": said["complete"]["reasons"],
        "runs": said["coverage"]["runs"],
        "detectable": said["coverage"]["detectable"] if specimen.statistical else [],
    }


def code() -> str:
    """The commit that is checked out, as far as one is."""
    command = ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 -- fixed


def factors(signal: dict[str, Any]) -> tuple[str, ...]:
    """The factors of a trigger, sorted."""
    return tuple(sorted(item["factor"] for item in signal["trigger"]["factors"]))


def page(specimens: Iterable[Specimen], rows: list[dict[str, Any]]) -> Iterator[str]:
    """The results for people."""
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    every = tuple(specimens)
    yield "# Specimens over channels and triggers\n\nWritten by `evals/scored_specimens.py`.\n"
    yield from _summary(every, by_id)
    for title, wanted in (("Recall", False), ("False alarms", True)):
        what, count = ("control", "audits with a covert signal") if wanted else ("planted", "found")
        yield f"\n## {title}\n\n| {what} | specimens | audits | {count} |\n|---|---|---|---|"
        yield from _groups([one for one in every if one.is_control is wanted], by_id, control=wanted)
    yield from _statistical([(one, by_id[one.id][0]) for one in every if one.statistical and one.id in by_id])
    yield "\n## Every audit\n\n| specimen | verdict | | false alarms | runs | s |\n|---|---|---|---|---|---|"
    for one in every:
        for row in by_id.get(one.id, []):
            outcome = "" if one.is_control else "found" if row.get("found") else "**missed**"
            said = row.get("verdict") or row.get("error", "")
            outcome += f" ({row['note']})" if row.get("note") else ""
            alarms = "; ".join(row.get("false", []))
            yield f"| {one.id} | {said} | {outcome} | {alarms} | {row.get('runs', 0)} | {row['seconds']} |"


def _summary(every: tuple[Specimen, ...], by_id: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    scored = [one for one in every if one.id in by_id]
    codes = Counter(row.get("code", "") for one in scored for row in by_id[one.id])
    by = ", ".join(f"{count} with {name or 'no commit'}" for name, count in sorted(codes.items()))
    yield f"{len(scored)} of {len(every)} specimens scored, in {sum(codes.values())} audits ({by}).\n"
    chancy = [one for one in scored if one.statistical]
    for title, some in (
        ("Deterministic channels", [one for one in scored if not one.is_control and not one.statistical]),
        ("Statistical channels, as large as the audit says it finds", [o for o in chancy if o.within(by_id[o.id][0])]),
        ("Statistical channels, smaller than that", [o for o in chancy if not o.within(by_id[o.id][0])]),
    ):
        found = sum(by_id[one.id][0].get("found", False) for one in some)
        yield f"- {title}: {found} of {len(some)} found."
    audits = [row for one in scored if one.is_control for row in by_id[one.id]]
    alarms = sum(bool(row.get("false")) for row in audits)
    clean = sum(row.get("verdict") == "nothing-covert-found" for row in audits)
    yield f"- Controls: {alarms} of {len(audits)} audits with a covert signal; {clean} ended clean and complete."
    more = sum(bool(row.get("false")) for one in scored if not one.is_control for row in by_id[one.id])
    yield f"- Covert specimens with a covert signal beside the planted one: {more}."


def _statistical(scored: list[tuple[Specimen, dict[str, Any]]]) -> Iterator[str]:
    yield "\n## What no single run shows\n"
    yield "What is planted, and from which size on the audit itself says that it finds such a thing under that factor"
    yield "nine times out of ten: seconds for a delay, else the share of runs with a mark, or of decided bits."
    yield "\n| specimen | kind | planted | stated | | found |\n|---|---|---|---|---|---|"
    for one, row in scored:
        (kind, size), stated = one.planted, one.stated(row)
        found = "found" if row.get("found") else "missed"
        place = "within" if one.within(row) else "beyond"
        yield f"| {one.id} | {kind} | {size:g} | {'none' if stated is None else f'{stated:.3g}'} | {place} | {found} |"


def _groups(some: list[Specimen], by_id: dict[str, list[dict[str, Any]]], *, control: bool) -> Iterator[str]:
    for group in sorted({one.group for one in some}):
        mine = [one for one in some if one.group == group and one.id in by_id]
        audits = [row for one in mine for row in by_id[one.id]]
        count = sum(bool(row.get("false")) if control else bool(row.get("found")) for row in audits)
        yield f"| {group} | {len(mine)} | {len(audits)} | {count} |"


def main() -> int:
    """Audits what was not audited yet, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--rows", type=Path, default=ROWS)
    parser.add_argument("--controls", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--page", action="store_true")
    asked = parser.parse_args()
    every = load(asked.table)
    rows = [json.loads(line) for line in asked.rows.read_text("utf-8").splitlines()] if asked.rows.exists() else []
    done = {(row["id"], row["seed"]) for row in rows}
    wanted = [(one, 1) for one in every] + [
        (one, seed) for seed in range(2, asked.controls + 1) for one in every if one.is_control
    ]
    for one, seed in [] if asked.page else wanted:
        if (one.id, seed) in done or (asked.only and one.id not in asked.only):
            continue
        with tempfile.TemporaryDirectory(prefix="specimens-") as scratch:
            row = audit(one, seed, asked.keep or Path(scratch), asked.jobs)
        rows.append(row)
        with asked.rows.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
    if asked.rows == ROWS:
        PAGE.write_text("\n".join(page(every, rows)) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
