"""The order of ``campaigns find``: log to days, days to a window, window to groups, groups to findings."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from countermark.campaigns.almanac import DAY_US, Calendar, read_calendar
from countermark.campaigns.contract import ACCOUNTS, LIBRARY, REQUESTS, Table
from countermark.campaigns.days import LOAD, Kept, Progress, aggregate_days, files_of
from countermark.campaigns.duck import DEFAULT_MEMORY, DuckEngine, parquet
from countermark.campaigns.engine import Engine, query
from countermark.campaigns.evidence import Evidence
from countermark.campaigns.findings import Findings, write_findings
from countermark.campaigns.groups import Group, propose
from countermark.campaigns.intake import Header, account_type, read_header, rows_as_agreed
from countermark.campaigns.judging import Case, Court
from countermark.campaigns.library import read_library
from countermark.campaigns.surprise import surprise_bits
from countermark.campaigns.tiers import verdicts
from countermark.campaigns.views import ALL, View
from countermark.campaigns.window import Pairs, Roster, Window
from countermark.errors import RequestLogError

TOLD = 10  # times that the longest step says how far it is


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOptions:
    """What the user asked for. ``work`` keeps the daily aggregates."""

    logs: Path
    out: Path
    accounts: Path | None = None
    library: Path | None = None
    work: Path | None = None
    memory: str = DEFAULT_MEMORY
    spark_master: str = ""
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The tables as agreed: headers, and the queries of those beside the log."""

    requests: Header
    accounts: Header | None
    library: Header | None
    account: str
    accounts_sql: str | None
    library_sql: str | None


def find(options: FindOptions, *, progress: Progress) -> Findings:
    """Finds groups in a log, writes the findings and gives them back.

    Raises:
        UsageError: a table is not of its contract.
        RequestLogError: a file is damaged, or no row can be used.
        MachineError: memory or disk did not suffice.
    """
    work = options.work or options.out / "work"
    duck = DuckEngine(spill=work / "spill", memory=options.memory)
    engine: Engine = duck
    if options.spark_master:
        from countermark.campaigns.spark import SparkEngine  # noqa: PLC0415 -- brought by those who run Spark

        engine = SparkEngine(master=options.spark_master, spill=work / "spark")
    try:
        return _found(options, duck, engine, work, progress)
    finally:
        duck.close()
        if engine is not duck:
            engine.close()


def _found(options: FindOptions, duck: DuckEngine, engine: Engine, work: Path, progress: Progress) -> Findings:
    progress.step("reading the headers")
    tables = _tables(options, duck)
    calendar = read_calendar(tables.requests, duck, work / "files.json", today=int(time.time() * 1e6) // DAY_US)
    used = [view for view in ALL if not _lacks(view, tables)]
    daily = (LOAD, *(view.query for view in used if view.table == "requests" and view.query))
    kept = aggregate_days(
        calendar.days, tables.requests, engine, account=tables.account, queries=daily, work=work, progress=progress
    )
    window = Window(engine=engine, duck=duck, folder=work / "window")
    progress.step(f"putting {len(kept)} days together")
    roster = window.enrol(files_of(kept, LOAD), tables.accounts_sql)
    library = read_library(duck, len(roster), library=tables.library_sql, accounts=tables.accounts_sql)
    groups, court = _grouped(used, window, roster, kept, tables, options.seed, progress)
    judged = _judged(court, groups, progress)
    told = verdicts(judged, library, seed=options.seed)
    progress.step("writing the findings")
    return write_findings(
        options.out,
        window=window,
        roster=roster,
        library=library,
        verdicts=told,
        court=court,
        notes=_notes(tables, calendar, kept),
        lacking={view.id: _lacks(view, tables) for view in ALL if view not in used},
    )


def _tables(options: FindOptions, duck: DuckEngine) -> _Tables:
    def header(table: Table, path: Path | None) -> Header | None:
        return read_header(table, path, duck) if path else None

    requests = read_header(REQUESTS, options.logs, duck)
    accounts, library = header(ACCOUNTS, options.accounts), header(LIBRARY, options.library)
    account = account_type(*(one for one in (requests, accounts, library) if one))
    tables = _Tables(
        requests=requests,
        accounts=accounts,
        library=library,
        account=account,
        accounts_sql=_sql(accounts, duck, account),
        library_sql=_sql(library, duck, account),
    )
    if tables.accounts_sql:
        _check_once(tables.accounts_sql, duck)
    return tables


def _sql(header: Header | None, duck: DuckEngine, account: str) -> str | None:
    return rows_as_agreed(header, parquet(header.files), duck, account=account) if header else None


def _check_once(accounts: str, duck: DuckEngine) -> None:
    twice = duck.rows(
        f"SELECT account, COUNT(*) FROM ({accounts}) GROUP BY account HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 3"
    )
    if twice:
        shown = ", ".join(f"{account} ({count} rows)" for account, count in twice)
        raise RequestLogError("accounts: an account has more than one row", why=shown, hint="one row for each account")


def _lacks(view: View, tables: _Tables) -> str:
    """Why a view cannot be judged; empty where it can."""
    header = tables.requests if view.table == "requests" else tables.accounts
    if header is None:
        return "no accounts table was given"
    return "" if view.column in header.types else f"{view.table} has no column {view.column}"


def _grouped(  # noqa: PLR0913, PLR0917 -- what one window is made of
    used: Sequence[View],
    window: Window,
    roster: Roster,
    kept: Sequence[Kept],
    tables: _Tables,
    seed: int,
    progress: Progress,
) -> tuple[tuple[Group, ...], Court]:
    """The candidates of every view that proposes, and the views' evidence to judge them by."""
    groups: list[Group] = []
    evidence: dict[str, Evidence] = {}
    for view in used:
        progress.step(f"view {view.id}: who shares what")
        pairs = window.pairs(view.query, _files(view, window, kept, tables)) if view.query else Pairs.none(len(roster))
        evidence[view.id] = view.evidence(pairs, roster)
        if view.proposes:
            found = propose(view.id, pairs, surprise_bits(pairs), seed=seed)
            progress.step(f"view {view.id}: {len(pairs.keys):,} shared keys, {len(found):,} candidate groups")
            groups.extend(found)
    return tuple(groups), Court(roster, evidence, seed=seed)


def _files(view: View, window: Window, kept: Sequence[Kept], tables: _Tables) -> Sequence[Path]:
    if view.table == "requests":
        return files_of(kept, view.query)
    window.duck.view("accounts", tables.accounts_sql or "")
    return window.from_here(query(view.query), view.query)


def _judged(court: Court, groups: Sequence[Group], progress: Progress) -> tuple[Case, ...]:
    told = max(1, -(-len(groups) // TOLD))
    judged = []
    for place, group in enumerate(groups):
        if place % told == 0:
            progress.step(f"judging candidate groups: {place:,} of {len(groups):,}")
        judged.append(court.case(group))
    return tuple(judged)


def _notes(tables: _Tables, calendar: Calendar, kept: Sequence[Kept]) -> tuple[str, ...]:
    """What a reader must know of the input."""
    headers = [header for header in (tables.requests, tables.accounts, tables.library) if header]
    notes = [note for header in headers for note in header.notes]
    notes += [
        f"{header.table.id}: no column {column.id}, so {column.lost} cannot be judged"
        for header in headers
        for column in header.missing
        if column.lost
    ]
    notes += calendar.notes
    duplicates = sum(day.duplicates for day in kept)
    if duplicates:
        notes.append(f"requests: {duplicates} rows were there more than once, and counted once")
    return tuple(notes)
