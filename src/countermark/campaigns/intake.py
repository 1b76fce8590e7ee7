"""Reads the headers of the tables and says how each column is to be read, or what is wrong with it.

Only headers are read here, and a few rows where a message needs a sample.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from countermark.campaigns.contract import Column, Kind, Table
from countermark.campaigns.duck import DuckEngine, parquet
from countermark.campaigns.engine import Engine, named, quoted
from countermark.errors import RequestLogError, UsageError

WHOLE, TEXT, MOMENT, FLAG = "BIGINT", "VARCHAR", "MOMENT", "BOOLEAN"
SUFFIXES = (".parquet", ".pq")
SAMPLED = 3

# DuckDB's names of types. Source: https://duckdb.org/docs/stable/sql/data_types/overview, 2026-11.
_FITS = re.compile(r"U?(?:TINYINT|SMALLINT|INTEGER)|BIGINT")
_WIDE = re.compile(r"UBIGINT|U?HUGEINT|DECIMAL\(\d+,0\)")  # past 63 bits; Spark reads the first as the last
_TEXTS = re.compile(r"VARCHAR|UUID|ENUM\(.*\)")
_MOMENTS = re.compile(r"TIMESTAMP(?:_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A table's files, and how each of its columns that is there is read."""

    table: Table
    files: tuple[Path, ...]
    types: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns of the contract that no file has."""
        return tuple(column for column in self.table.columns if column.id not in self.types)


def find_files(path: Path) -> tuple[Path, ...]:
    """The Parquet files that a path names, in order; hidden ones and those of unfinished jobs are passed over.

    Raises:
        UsageError: there is none.
    """
    if path.is_file():
        return (path,)
    found = sorted(file for suffix in SUFFIXES for file in path.rglob(f"*{suffix}") if file.is_file())
    shown = tuple(f for f in found if not any(part.startswith(("_", ".")) for part in f.relative_to(path).parts))
    if not shown:
        raise UsageError(f"no Parquet file at {path}", hint="name a file, or a folder with files that end in .parquet")
    return shown


def read_header(table: Table, path: Path, duck: DuckEngine) -> Header:
    """How the table is to be read.

    Raises:
        UsageError: a column that must be there is not, or has a type that cannot serve.
        RequestLogError: a file is damaged or cut off.
    """
    files = find_files(path)
    types: dict[str, str] = {}
    first: dict[str, Path] = {}
    notes: list[str] = []
    for file in files:
        for name, given in _described(file, duck).items():
            if name not in {column.id for column in table.columns}:
                continue
            column = table.column(name)
            served = _served(column, given)
            if served is None:
                raise _wrong_type(table, column, given, file, duck)
            if types.setdefault(name, served) != served:
                raise UsageError(
                    f"{table.id}: column {name} is {_said(types[name])} in {first[name]} and {_said(served)} in {file}",
                    hint="write it in one way in all files",
                )
            if name not in first and _WIDE.search(given):
                notes.append(f"{table.id}: {name} is {given}, and read as text; signed 64-bit integers are faster")
            first.setdefault(name, file)
    _check_needed(table, types, files)
    return Header(table=table, files=files, types=types, notes=tuple(notes))


def _described(file: Path, duck: DuckEngine) -> dict[str, str]:
    try:
        rows = duck.rows(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(file))}, hive_partitioning = false)")
    except RequestLogError as error:
        raise RequestLogError(
            f"{file} is no whole Parquet file",
            why=error.why,
            hint="it may have been cut off: write it again, or move it away",
        ) from error
    return {str(row[0]): str(row[1]) for row in rows}


def _served(column: Column, given: str) -> str | None:
    """How a column of that type is read; ``None`` where it cannot serve."""
    match column.kind:
        case Kind.MOMENT:
            dates = column.id != "ts"  # a day is too coarse for a request, not for an account
            return MOMENT if _MOMENTS.fullmatch(given) or (dates and given == "DATE") else None
        case Kind.FLAG:
            return FLAG if given == "BOOLEAN" else None
        case Kind.NUMBER:
            return WHOLE if _FITS.fullmatch(given) or _WIDE.fullmatch(given) else None
        case Kind.IDENTIFIER:
            return _identifier(given)
        case Kind.IDENTIFIERS:
            inner = _identifier(given.removesuffix("[]")) if given.endswith("[]") else None
            return f"{inner}[]" if inner else None


def _identifier(given: str) -> str | None:
    if _FITS.fullmatch(given):
        return WHOLE
    return TEXT if _WIDE.fullmatch(given) or _TEXTS.fullmatch(given) else None


def _said(served: str) -> str:
    return {WHOLE: "an integer", TEXT: "a text", f"{WHOLE}[]": "a list of integers"}.get(served, "a list of texts")


def _wrong_type(table: Table, column: Column, given: str, file: Path, duck: DuckEngine) -> UsageError:
    values = duck.rows(f"SELECT CAST({named(column.id)} AS VARCHAR) FROM {parquet([file])} LIMIT {SAMPLED}")
    shown = ", ".join(str(row[0]) for row in values) or "no row"
    return UsageError(
        f"{table.id}: column {column.id} is {given}, and must be {column.kind.value}",
        why=f"in {file}: {shown}",
        hint=f"{column.id}: {column.about}",
    )


def _check_needed(table: Table, types: Mapping[str, str], files: tuple[Path, ...]) -> None:
    absent = [column.id for column in table.columns if column.needed and column.id not in types]
    if absent:
        raise UsageError(
            f"{table.id}: no column {' and no column '.join(absent)}",
            why=f"looked in {len(files)} files, such as {files[0]}",
            hint="the contract: docs/reference/requests.md",
        )


def rows_as_agreed(header: Header, source: str, engine: Engine, *, account: str) -> str:
    """The query that gives a table's columns as the contract has them: timestamps as microseconds, absent ones NULL."""
    columns = ", ".join(_as_agreed(column, header, engine, account) for column in header.table.columns)
    return f"SELECT {columns} FROM {source}"


def _as_agreed(column: Column, header: Header, engine: Engine, account: str) -> str:
    name = named(column.id)
    served = header.types.get(column.id)
    if column.id == "account":
        served = account
    if column.kind is Kind.MOMENT:
        given = engine.moment(column.id) if served else "CAST(NULL AS BIGINT)"
        return f"{given} AS {named('us' if column.id == 'ts' else column.id)}"
    if served is None:
        absent = {Kind.IDENTIFIERS: "BIGINT[]", Kind.FLAG: FLAG}.get(column.kind, WHOLE)
        return f"CAST(NULL AS {absent}) AS {name}"
    if served == TEXT:
        return f"NULLIF(CAST({name} AS VARCHAR), '') AS {name}"
    return f"CAST({name} AS {served}) AS {name}"


def account_type(*headers: Header) -> str:
    """How accounts are read in all tables alike: as integers only where every table has integers."""
    return WHOLE if all(header.types["account"] == WHOLE for header in headers) else TEXT
