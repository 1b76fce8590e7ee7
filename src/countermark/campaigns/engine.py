"""What runs SQL: the queries are written once, in DuckDB's words, and translated for others by sqlglot."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Protocol

import sqlglot


class Engine(Protocol):
    """Something that runs the queries of ``sql/``. Both do it alike: golden tests compare them, row by row."""

    name: str

    def open(self, name: str, files: Sequence[Path]) -> None:
        """``name`` stands for the rows of these Parquet files; a column that one of them lacks is NULL there."""

    def moment(self, column: str) -> str:
        """In this engine's words: the microseconds since 1970 of a timestamp column."""

    def view(self, name: str, sql: str) -> None:
        """``name`` stands for what ``sql`` gives, in this engine's own words."""

    def keep(self, name: str, sql: str) -> None:
        """``name`` holds what ``sql`` gives, worked out once."""

    def drop(self, name: str) -> None:
        """Lets go of what was kept."""

    def write(self, sql: str, folder: Path) -> None:
        """Writes what ``sql`` gives as Parquet files into ``folder``, which does not exist yet."""

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The few rows that ``sql`` gives."""

    def close(self) -> None:
        """Ends its work and frees what it holds."""


def query(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return resources.files("countermark.campaigns").joinpath("sql", f"{name}.sql").read_text("utf-8")


def queries() -> tuple[str, ...]:
    """The names of all queries, in order."""
    folder = resources.files("countermark.campaigns").joinpath("sql")
    return tuple(sorted(item.name.removesuffix(".sql") for item in folder.iterdir() if item.name.endswith(".sql")))


def translated(sql: str, dialect: str) -> str:
    """The same query in another engine's words."""
    return sqlglot.transpile(sql, read="duckdb", write=dialect)[0]


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """A column's name as the queries' own dialect writes it, whatever it is called."""
    return '"' + column.replace('"', '""') + '"'
