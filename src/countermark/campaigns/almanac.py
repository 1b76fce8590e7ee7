"""Which file holds how many rows of which day, and which rows cannot be used.

One pass over two columns of each file; what is known of a file that has not changed is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from countermark.campaigns.duck import DuckEngine, parquet
from countermark.campaigns.engine import named
from countermark.campaigns.intake import SAMPLED, Header
from countermark.errors import RequestLogError

DAY_US = 86_400_000_000
# Nobody sold conversations with a model before then: an older timestamp is in a wrong unit, or a clock at its zero.
FIRST_DAY = 16_436  # 2015-01-01, in days since 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day in days since 1970 (UTC), with the files that have rows of it; ``mark`` changes when one of them does."""

    number: int
    rows: int
    files: tuple[Path, ...]
    mark: str

    @property
    def date(self) -> str:
        """As people write it."""
        return date_of(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of a log, and what had to be left out, said in sentences."""

    days: tuple[Day, ...]
    notes: tuple[str, ...]


def date_of(day: int) -> str:
    """A day in days since 1970 as ``2026-01-31``."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).date().isoformat()


def read_calendar(header: Header, duck: DuckEngine, kept: Path, *, today: int) -> Calendar:
    """The days on which there are rows. A day after ``today`` but one is a clock that goes wrong.

    Raises:
        RequestLogError: no row can be used, or a file is damaged past its header.
    """
    known = _known(kept)
    counted: dict[str, dict[str, int]] = {}
    for file in header.files:
        mark = _mark(file)
        counted[mark] = known.get(mark) or _counted(file, duck)
    _keep(kept, counted)
    days = _days(header.files, counted, today)
    notes = (*_unusable(header, counted, duck, today), *_gaps(days))
    if not days:
        raise RequestLogError("requests: no row can be used", why="; ".join(notes) or "the files have no row")
    return Calendar(days=days, notes=notes)


def _mark(file: Path) -> str:
    status = file.stat()
    return sha256(f"{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}".encode()).hexdigest()


def _known(kept: Path) -> dict[str, dict[str, int]]:
    try:
        found: dict[str, dict[str, int]] = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _keep(kept: Path, counted: dict[str, dict[str, int]]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(".new")
    fresh.write_text(json.dumps(counted), encoding="utf-8")
    fresh.replace(kept)


def _counted(file: Path, duck: DuckEngine) -> dict[str, int]:
    """Rows by day; ``ts`` and ``account`` count the rows without one."""
    day = f"COALESCE(CAST({duck.moment('ts')} // {DAY_US} AS VARCHAR), 'ts')"
    try:
        rows = duck.rows(
            f"SELECT CASE WHEN account IS NULL THEN 'account' ELSE {day} END AS day, count(*)"
            f" FROM {parquet([file])} GROUP BY day"
        )
    except RequestLogError as error:
        raise RequestLogError(f"{file} is damaged", why=error.why, hint="write it again, or move it away") from error
    return {str(name): int(str(count)) for name, count in rows}


def _days(files: Sequence[Path], counted: dict[str, dict[str, int]], today: int) -> tuple[Day, ...]:
    rows: dict[int, int] = {}
    holding: dict[int, list[Path]] = {}
    for file in files:
        for name, count in counted[_mark(file)].items():
            if name not in {"ts", "account"} and FIRST_DAY <= int(name) <= today + 1:
                rows[int(name)] = rows.get(int(name), 0) + count
                holding.setdefault(int(name), []).append(file)
    return tuple(
        Day(
            number=number,
            rows=rows[number],
            files=tuple(holding[number]),
            mark=sha256("".join(_mark(file) for file in holding[number]).encode()).hexdigest(),
        )
        for number in sorted(rows)
    )


def _unusable(header: Header, counted: dict[str, dict[str, int]], duck: DuckEngine, today: int) -> list[str]:
    """What rows are left out, each kind with a sample."""
    ts = duck.moment("ts")
    kinds = {
        "have no account": "account IS NULL",
        "have no ts": "account IS NOT NULL AND ts IS NULL",
        "are dated before 2015": f"account IS NOT NULL AND {ts} // {DAY_US} < {FIRST_DAY}",
        "are dated after today": f"account IS NOT NULL AND {ts} // {DAY_US} > {today + 1}",
    }
    totals = dict.fromkeys(kinds, 0)
    for days in counted.values():
        for name, count in days.items():
            kind = {"account": "have no account", "ts": "have no ts"}.get(name)
            if kind is None and int(name) < FIRST_DAY:
                kind = "are dated before 2015"
            elif kind is None and int(name) > today + 1:
                kind = "are dated after today"
            if kind:
                totals[kind] += count
    return [
        f"requests: {total} rows {kind} and were left out, such as {_sample(header, kinds[kind], duck)}"
        for kind, total in totals.items()
        if total
    ]


def _sample(header: Header, where: str, duck: DuckEngine) -> str:
    columns = [name for name in ("ts", "account", "conversation", "ip") if name in header.types]
    chosen = ", ".join(f"CAST({named(name)} AS VARCHAR)" for name in columns)
    rows = duck.rows(f"SELECT {chosen} FROM {parquet(header.files)} WHERE {where} LIMIT {SAMPLED}")
    return "; ".join("(" + ", ".join(f"{n}={v}" for n, v in zip(columns, row, strict=True)) + ")" for row in rows)


def _gaps(days: Sequence[Day]) -> list[str]:
    """Days without any row between the first and the last."""
    present = {day.number for day in days}
    empty = [date_of(n) for n in range(min(present), max(present)) if n not in present] if present else []
    return [f"requests: no row on {', '.join(empty)}: is a part of the log missing?"] if empty else []
