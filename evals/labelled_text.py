#!/usr/bin/env python3
"""Measures the scanner on labelled texts: recall at two levels and by pair, false alarms, canonical texts.

.venv/bin/python evals/labelled_text.py
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from countermark.text import ordinary
from countermark.text.canonical import canonicalised
from countermark.text.comparing import compared
from countermark.text.finding import everywhere

CASES = Path(__file__).with_suffix(".json")
REPORT = Path(__file__).with_suffix(".md")
ALARM, SEARCH = 10, 7


def main() -> None:
    """Writes the report."""
    cases = json.loads(CASES.read_text("utf-8"))
    rows = [(case, *score(case)) for case in cases]
    marked = [row for row in rows if row[0]["label"]]
    plain = [row for row in rows if not row[0]["label"]]
    loud, heard = [row for row in marked if row[1] >= ALARM], [row for row in marked if row[1] >= SEARCH or row[2]]
    wanted = [row[0] for row in marked if row[0].get("canonical")]
    exact = [case for case in wanted if canonical(case) == case["canonical"]]
    lines = [
        "# Labelled texts",
        "",
        (
            f"Made by `evals/labelled_text.py` with the table of {ordinary.MADE} ({ordinary.DOCUMENTS:,} documents, "
            f"no suspicion above {ordinary.MOST} bits)."
        ),
        "",
        "| | texts | share |",
        "|---|---|---|",
        f"| marked, found at {ALARM} bits | {len(loud)} of {len(marked)} | {len(loud) / len(marked):.0%} |",
        f"| marked, at {SEARCH} bits or by pair | {len(heard)} of {len(marked)} | {len(heard) / len(marked):.0%} |",
        f"| ordinary, alarm at {ALARM} bits | {sum(row[1] >= ALARM for row in plain)} of {len(plain)} | |",
        f"| ordinary, at {SEARCH} bits | {sum(row[1] >= SEARCH for row in plain)} of {len(plain)} | |",
        f"| canonical text exact | {len(exact)} of {len(wanted)} | {len(exact) / len(wanted):.0%} |",
        f"| ordinary texts changed by that | {sum(is_changed(row[0]) for row in plain)} of {len(plain)} | |",
        "",
        "| class | marked | at 10 | at 7 or by pair |",
        "|---|---|---|---|",
    ]
    classes = defaultdict(list)
    for row in marked:
        classes[row[0]["class"]].append(row)
    for name, found in sorted(classes.items()):
        at_alarm = sum(row[1] >= ALARM for row in found)
        lines.append(f"| {name} | {len(found)} | {at_alarm} | {sum(row[1] >= SEARCH or row[2] for row in found)} |")
    lines += ["", "| case | suspicion | by pair | strongest kind | note |", "|---|---|---|---|---|"]
    for case, bits, pair, kind in rows:
        if (case["label"] and bits < ALARM) or (not case["label"] and bits >= SEARCH):
            lines.append(f"| {case['id']} | {bits} | {'yes' if pair else ''} | {kind} | {case.get('note', '')} |")
    REPORT.write_text("\n".join([*lines, ""]), "utf-8")


def canonical(case: dict) -> str:
    """The text without its marks."""
    data = case["text"].encode("utf-8", "surrogateescape")
    return canonicalised(data).data.decode("utf-8", "surrogateescape")


def is_changed(case: dict) -> bool:
    """Whether anything was taken out of a text."""
    return canonical(case) != case["text"]


def score(case: dict) -> tuple[float, bool, str]:
    """Suspicion, whether the pair tells it, and the kind that is oddest."""
    found = [pattern for pattern, _ in everywhere(case["text"])]
    pair = bool(case.get("pair")) and bool(compared(case["pair"], case["text"]).unseen)
    oddest = max(found, key=lambda pattern: ordinary.suspicion((pattern,)), default=None)
    return ordinary.suspicion(found), pair, oddest.key if oddest else ""


if __name__ == "__main__":
    main()
