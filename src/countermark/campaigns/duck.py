"""DuckDB as the engine: on this machine, within a limit of memory, spilling to disk past it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from countermark.campaigns.engine import named, quoted
from countermark.errors import MachineError, RequestLogError

T = TypeVar("T")
DEFAULT_MEMORY = "4GB"
ROWS_AT_ONCE = 500  # in one INSERT


class DuckEngine:
    """Runs the queries as they are written."""

    name = "duckdb"

    def __init__(self, *, spill: Path, memory: str = DEFAULT_MEMORY, threads: int | None = None) -> None:
        spill.mkdir(parents=True, exist_ok=True)
        self._base = duckdb.connect(":memory:")
        self._do(f"SET memory_limit = {quoted(memory)}")
        self._do(f"SET temp_directory = {quoted(str(spill))}")
        self._do(f"SET threads = {threads or os.cpu_count() or 1}")
        self._do("SET preserve_insertion_order = false")  # it would hold whole results back in memory
        self._do("SET TimeZone = 'UTC'")
        self._do("SET enable_progress_bar = false")

    def _do(self, sql: str) -> Any:  # noqa: ANN401 -- duckdb's own relation
        return answered(lambda: self._base.execute(sql))

    def open(self, name: str, files: Sequence[Path]) -> None:
        """A view over the files."""
        self.view(name, f"SELECT * FROM {parquet(files)}")

    def moment(self, column: str) -> str:
        """Microseconds, of aware timestamps too."""
        return f"epoch_us({named(column)})"

    def view(self, name: str, sql: str) -> None:
        """A temporary view."""
        self._do(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def keep(self, name: str, sql: str) -> None:
        """A temporary table, which spills to disk where memory ends."""
        self._do(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def drop(self, name: str) -> None:
        """Frees the table."""
        self._do(f"DROP TABLE IF EXISTS {name}")

    def write(self, sql: str, folder: Path) -> None:
        """One file, compressed with zstd."""
        folder.mkdir(parents=True)
        self._do(f"COPY ({sql}) TO {quoted(str(folder / 'part-0.parquet'))} (FORMAT parquet, COMPRESSION zstd)")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """All rows of a small result."""
        return answered(lambda: list(self._base.execute(sql).fetchall()))

    def write_file(self, sql: str, path: Path) -> None:
        """One file in its order, renamed into place when it is whole."""
        fresh = path.with_name(f".{path.name}.new")
        self._do(f"COPY ({sql}) TO {quoted(str(fresh))} (FORMAT parquet, COMPRESSION zstd, PRESERVE_ORDER true)")
        fresh.replace(path)

    def fill(self, name: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """A small table of these rows."""
        self._do(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        for start in range(0, len(rows), ROWS_AT_ONCE):
            self._insert(name, rows[start : start + ROWS_AT_ONCE])

    def _insert(self, name: str, rows: Sequence[tuple[object, ...]]) -> None:
        marks = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in rows)
        answered(lambda: self._base.execute(f"INSERT INTO {name} VALUES {marks}", [v for row in rows for v in row]))

    def arrays(self, sql: str) -> dict[str, Any]:
        """The columns of a result as numpy arrays; where a column has NULLs, its array is masked."""
        return answered(lambda: dict(self._base.execute(sql).fetchnumpy()))

    def close(self) -> None:
        """Closes the connection; what was spilled is removed with it."""
        self._base.close()


def parquet(files: Sequence[Path]) -> str:
    """The rows of these files, columns matched by name."""
    listed = ", ".join(quoted(str(path)) for path in files)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def answered(ask: Callable[[], T]) -> T:
    """What DuckDB answers, or its failure as one of ours.

    Raises:
        MachineError: the disk is full or the limit of memory is too low.
        RequestLogError: anything else, such as a file that ends too early.
    """
    try:
        return ask()
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise MachineError("the limit of memory is too low", why=first_line(error), hint="raise --memory") from error
    except duckdb.IOException as error:
        if "No space left" in str(error) or "full" in str(error):
            raise MachineError(
                "the disk is full", why=first_line(error), hint="free room, or name another --work"
            ) from error
        raise RequestLogError("a file could not be read or written", why=first_line(error)) from error
    except duckdb.Error as error:
        raise RequestLogError("the log could not be worked on", why=first_line(error)) from error


def first_line(error: BaseException) -> str:
    """What an error says, without the pages that follow."""
    return str(error).partition("\n")[0]
