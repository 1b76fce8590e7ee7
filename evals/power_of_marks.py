#!/usr/bin/env python3
"""Measures how many marks it takes until a text stands out: into the page of each channel, as a table.

Ways of hiding bits that were written down without looking at the rules (``planting_marks/``) are planted into plain
texts of several languages, at more and more places, with random bits; the median suspicion of three drawings counts.

    .venv/bin/python evals/power_of_marks.py
"""

from __future__ import annotations

import random
import statistics
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from countermark.text import ordinary
from countermark.text.finding import everywhere

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from evals.planting_marks.all_ways import ALL  # noqa: E402 -- evals are no package that is installed
from evals.planting_marks.carriers import carrier  # noqa: E402
from evals.planting_marks.ways import Way, planted  # noqa: E402

PAGES = ROOT / "docs" / "reference" / "channels"
REPORT = Path(__file__).with_suffix(".md")
BEGIN, END = "<!-- power: made by evals/power_of_marks.py -->", "<!-- end of power -->"

LENGTHS = (1_000, 8_000)
MARKS = (1, 2, 4, 8, 16, 32, 64)
DRAWINGS = 3
SEARCH, ALARM = 7, 10
FOUND_QUICKLY = 8


def suspicion(way: Way, language: str, length: int, marks: int) -> float | None:
    """The median of the drawings; nothing where the text has not so many places."""
    found = []
    for seed in range(DRAWINGS):
        text = planted(way, carrier(language, length), marks, random.Random(f"{way.name}{seed}"))  # noqa: S311 -- seeded
        if text is None:
            return None
        found.append(ordinary.suspicion(pattern for pattern, _ in everywhere(text)))
    return statistics.median(found)


def row(way: Way, language: str, length: int) -> tuple[list[str], int | None, int | None]:
    """The cells of a table, and the fewest marks for either level."""
    cells: list[str] = []
    at_search = at_alarm = None
    for marks in MARKS:
        bits = suspicion(way, language, length, marks)
        if bits is None:
            cells.append("")
            continue
        cells.append(f"**{bits:.1f}**" if bits >= ALARM else f"{bits:.1f}")
        at_search = marks if at_search is None and bits >= SEARCH else at_search
        at_alarm = marks if at_alarm is None and bits >= ALARM else at_alarm
    return cells, at_search, at_alarm


def main() -> None:
    """Writes the tables."""
    tables: dict[str, list[str]] = defaultdict(list)
    reached: list[tuple[str, int | None, int | None]] = []
    for way in ALL:
        for language in way.languages:
            for length in LENGTHS:
                cells, at_search, at_alarm = row(way, language, length)
                if any(cells):
                    tables[way.channel].append(f"| {way.name} | {language} | {length:,} | {' | '.join(cells)} |")
                    reached.append((way.channel, at_search, at_alarm))
    for channel, lines in tables.items():
        write_page(channel, lines)
    write_report(reached)


def write_page(channel: str, lines: list[str]) -> None:
    """The table between its two comments, at the end of the channel's page at first."""
    page = PAGES / f"{channel}.md"
    text = page.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    table = [
        BEGIN,
        "",
        (
            f"Suspicion in bits, by the number of places that carry a random digit; bold from {ALARM} bits on. Texts "
            f"of two lengths in characters; a table of {ordinary.DOCUMENTS:,} ordinary documents, no suspicion above "
            f"{ordinary.MOST}."
        ),
        "",
        f"| way | text | length | {' | '.join(map(str, MARKS))} |",
        f"|---|---|---|{'---|' * len(MARKS)}",
        *lines,
        "",
        END,
    ]
    if not rest:
        head = head.rstrip() + "\n\n## Power\n\n"
    page.write_text(head + "\n".join(table) + (tail or "\n"), "utf-8")


def write_report(reached: list[tuple[str, int | None, int | None]]) -> None:
    """How many of the rows reach either level, by channel; the rows themselves stand on the channels' pages."""
    lines = [
        "# Power of marks",
        "",
        (
            f"Made by `evals/power_of_marks.py` on {datetime.now(UTC).date()}: {len(reached)} rows, each a way of "
            f"hiding in a text of one language and length, with up to {MARKS[-1]} marks. The tables stand on the "
            "channels' pages."
        ),
        "",
        f"| channel | rows | reach {SEARCH} | with {FOUND_QUICKLY} | reach {ALARM} | with {FOUND_QUICKLY} marks |",
        "|---|---|---|---|---|---|",
    ]
    for channel in dict.fromkeys(name for name, _, _ in reached):
        mine = [(search, alarm) for name, search, alarm in reached if name == channel]
        cells = [str(len(mine))]
        for found in ([search for search, _ in mine], [alarm for _, alarm in mine]):
            cells += [
                str(sum(marks is not None for marks in found)),
                str(sum(marks is not None and marks <= FOUND_QUICKLY for marks in found)),
            ]
        lines.append(f"| {channel} | {' | '.join(cells)} |")
    REPORT.write_text("\n".join([*lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
