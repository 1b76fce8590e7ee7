"""Reads pinned real packages of which nobody says that they hide anything, and counts what is said of them.

    python evals/clean_packages.py [--only PACKAGE ...] [--command "countermark inspect {target} --json {report}"]
                                   [--keep DIR]

The packages are fetched through the user's own npm and pip, and never run; no earlier reading of them is used. What
came of it goes to ``clean_packages.json`` and, as a table for people, to ``clean_packages.md``; with ``--only`` these
rows are renewed alone. It takes about a quarter of an hour on two idle cores.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from evals.static_suite import packages  # noqa: E402 -- evals are no package that is installed
from evals.static_suite.reports import COMMAND, Failed, in_short, inspect  # noqa: E402 -- likewise

MOST_CHOICES = 2
"""So many choices that mean nothing may be reported of a package; of lists, none."""

Row = dict[str, Any]


def row(target: str, keep: Path, command: str) -> Row:
    """What is reported of one package, and what that took."""
    try:
        with tempfile.TemporaryDirectory(prefix="countermark-readings-") as cache:
            report = inspect(str(packages.fetch(target, keep)), f"{command} --cache {cache}")
    except (Failed, OSError, ValueError) as error:
        return {"package": target, "failed": str(error)}
    choices = [found for found in report["choices"] if found["form"] != "table"]
    lists = [found for found in report["hidden_lists"] if not found["opaque"]]
    opaque = [found for found in report["hidden_lists"] if found["opaque"]]
    for found in (*report["hidden_lists"], *choices):
        print(f"  {json.dumps(found, ensure_ascii=True)[:600]}", flush=True)
    return {
        "package": target,
        "lists": len(lists),
        "opaque": len(opaque),
        "choices": len(choices),
        "tables": len(report["choices"]) - len(choices),
        "bytes": report["coverage"]["bytes_total"],
        "read": report["coverage"]["bytes_parsed"],
        "complete": report["complete"]["ok"],
        "reasons": report["complete"]["reasons"],
        "said": [in_short(found) for found in (*report["hidden_lists"], *choices)],
        "wall_s": report["wall_s"],
        "peak_mib": round(report["peak_bytes"] / 2**20),
    }


def true_lists(one: Row) -> list[str]:
    """What people saw in a package's lists, of those that are hidden indeed."""
    judged = {start: why for (package, start), why in packages.TRUE_LISTS.items() if package == one["package"]}
    return [why for line in one["said"] for start, why in judged.items() if line.startswith(start)]


def markdown(rows: list[Row]) -> str:
    """The table, and below it what was said."""
    return "\n".join(_lines(rows)) + "\n"


def _lines(rows: list[Row]) -> Iterator[str]:
    known = [one for one in rows if "failed" not in one]
    quiet = sum(one["lists"] == len(true_lists(one)) and one["choices"] <= MOST_CHOICES for one in known)
    yield from ("# What is said of clean packages", "")
    summary = f"{quiet} have no false list and at most {MOST_CHOICES} choices reported of them"
    yield f"Of {len(rows)} pinned packages, {summary}."
    lists, judged = sum(one["lists"] for one in known), sum(len(true_lists(one)) for one in known)
    yield f"Lists: {lists}, of which {judged} hidden indeed; choices: {sum(one['choices'] for one in known)}."
    yield "Seconds are by the clock, on two cores that had other work too; MiB are those of the largest process."
    yield from ("", "| package | MB | % read | lists | opaque | choices | tables | s | MiB |")
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for one in rows:
        if "failed" in one:
            yield f"| `{one['package']}` | failed: {one['failed'][:80]} | | | | | | | |"
            continue
        share = f"{100 * one['read'] / max(1, one['bytes']):.2f}".rstrip("0").rstrip(".")
        counts = " | ".join(str(one[key]) for key in ("lists", "opaque", "choices", "tables"))
        size, seconds = f"{one['bytes'] / 1e6:.1f}", f"{one['wall_s']:.0f}"
        yield f"| `{one['package']}` | {size} | {share} | {counts} | {seconds} | {one['peak_mib']} |"
    said = Counter((one["package"], line) for one in known for line in one["said"])
    yield from ("", "What was said of them:", "") if said else ()
    yield from (f"- `{package}`: {line}{f' ({n} times)' if n > 1 else ''}" for (package, line), n in said.items())
    judged = [(one["package"], why) for one in known for why in true_lists(one)]
    yield from ("", "Lists that are hidden indeed, as people saw who looked at them:", "") if judged else ()
    yield from (f"- `{package}`: {why}" for package, why in judged)
    reasons = [(one["package"], reason) for one in known for reason in one["reasons"]]
    yield from ("", "What was not read:", "") if reasons else ()
    yield from (f"- `{package}`: {reason}" for package, reason in reasons)


def main() -> int:
    """Measures, and writes what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", help="only these packages; the other rows stay as they were")
    parser.add_argument("--command", default=COMMAND, help="what inspects; {target} and {report} are filled in")
    parser.add_argument("--keep", type=Path, help="a folder in which packages stay for the next time")
    chosen = parser.parse_args()
    path = ROOT / "evals/clean_packages.json"
    rows: dict[str, Row] = {}
    if chosen.only and path.exists():
        rows = {one["package"]: one for one in json.loads(path.read_text("utf-8"))}
    with contextlib.ExitStack() as stack:
        keep = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countermark-packages-")))
        for target in chosen.only or packages.CLEAN:
            print(f"reading {target}", flush=True)
            rows[target] = row(target, keep, chosen.command)
            ordered = [rows[target] for target in packages.CLEAN if target in rows]
            path.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")
            path.with_suffix(".md").write_text(markdown(ordered), "utf-8")
    print(markdown(list(rows.values())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
