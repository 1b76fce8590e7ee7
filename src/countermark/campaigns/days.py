"""Turns the log into daily aggregates, one day at a time, and keeps them: a day that is there is not read again.

Each day is a folder ``days/<date>/<query>/`` that is renamed into place when it is whole, so a run that was killed goes
on with the first day that is missing, and ends in the same files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from countermark.campaigns.almanac import Day
from countermark.campaigns.engine import Engine, query, quoted
from countermark.campaigns.intake import Header, rows_as_agreed

LOAD = "load"


class Progress(Protocol):
    """Who is told what is being done."""

    def step(self, text: str) -> None:
        """A new step has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The aggregates of one day: where they are, and how many rows of the log there were and were used."""

    day: Day
    folder: Path
    rows: int
    used: int

    @property
    def duplicates(self) -> int:
        """Rows that were there more than once."""
        return self.rows - self.used


def aggregate_days(  # noqa: PLR0913 -- what the days of a log are made into, and how
    days: Sequence[Day],
    header: Header,
    engine: Engine,
    *,
    account: str,
    queries: Sequence[str],
    work: Path,
    progress: Progress,
) -> tuple[Kept, ...]:
    """The aggregates of every day by each of the queries, old ones where nothing has changed."""
    read_as = json.dumps([dict(header.types), account, engine.name, [query(name) for name in ("day", *queries)]])
    kept = []
    for place, day in enumerate(days, 1):
        mark = sha256((day.mark + read_as).encode()).hexdigest()
        folder = work / "days" / day.date
        found = _found(day, folder, mark)
        if found is None:
            progress.step(f"day {day.date} ({place} of {len(days)}): {day.rows:,} rows")
            found = _aggregated(day, header, engine, account, queries, folder, mark)
        kept.append(found)
    return tuple(kept)


def _found(day: Day, folder: Path, mark: str) -> Kept | None:
    try:
        said = json.loads((folder / "day.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Kept(day=day, folder=folder, rows=said["rows"], used=said["used"]) if said["mark"] == mark else None


def _aggregated(  # noqa: PLR0913, PLR0917 -- one day of the loop above
    day: Day, header: Header, engine: Engine, account: str, queries: Sequence[str], folder: Path, mark: str
) -> Kept:
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    engine.open("files", day.files)
    engine.view("requests", rows_as_agreed(header, f"files WHERE {_within(day)}", engine, account=account))
    engine.keep("day", query("day"))
    try:
        used = int(str(engine.rows("SELECT COUNT(*) FROM day")[0][0]))
        for name in queries:
            engine.write(query(name), fresh / name)
    finally:
        engine.drop("day")
    (fresh / "day.json").write_text(json.dumps({"mark": mark, "rows": day.rows, "used": used}), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return Kept(day=day, folder=folder, rows=day.rows, used=used)


def _within(day: Day) -> str:
    """On the column as it is in the files, so that parts of other days need not be read."""
    start = f"TIMESTAMP {quoted(day.date + ' 00:00:00')}"
    return f"ts >= {start} AND ts < {start} + INTERVAL 1 DAY"


def files_of(kept: Sequence[Kept], name: str) -> tuple[Path, ...]:
    """The files of one aggregate over all days."""
    return tuple(file for day in kept for file in sorted((day.folder / name).glob("*.parquet")))
