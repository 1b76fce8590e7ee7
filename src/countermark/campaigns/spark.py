"""An existing Spark as the engine: the same queries, translated. ``pyspark`` is the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from countermark.campaigns.engine import named, translated
from countermark.errors import MachineError, RequestLogError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class SparkEngine:
    """Runs the queries on Spark; the files must have the same paths here and there."""

    name = "spark"

    def __init__(self, *, master: str, spill: Path) -> None:
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 -- brought by those who run Spark
        except ModuleNotFoundError as error:
            raise MachineError("pyspark is not installed", hint="install the version that your Spark has") from error
        spill.mkdir(parents=True, exist_ok=True)
        builder = SparkSession.builder.master(master).appName("countermark")
        if master.startswith("local"):  # else a shuffle on one machine is cut in 200, each a task
            builder = builder.config("spark.sql.shuffle.partitions", "4").config(
                "spark.driver.bindAddress", "127.0.0.1"
            )
        self._session = (
            builder.config("spark.sql.session.timeZone", "UTC")  # naive timestamps are UTC
            .config("spark.sql.warehouse.dir", str(spill / "warehouse"))
            .config("spark.local.dir", str(spill))
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")
        self._kept: dict[str, DataFrame] = {}

    def _do(self, sql: str) -> DataFrame:
        try:
            return self._session.sql(translated(sql, "spark"))
        except Exception as error:
            raise RequestLogError("Spark could not work on the log", why=str(error).partition("\n")[0]) from error

    def open(self, name: str, files: Sequence[Path]) -> None:
        """A view over the files."""
        reader = self._session.read.option("mergeSchema", "true").option("recursiveFileLookup", "true")
        reader.parquet(*(str(path) for path in files)).createOrReplaceTempView(name)

    def moment(self, column: str) -> str:
        """Microseconds, of naive timestamps too, since the session's zone is UTC."""
        return f"unix_micros(CAST({named(column)} AS TIMESTAMPTZ))"

    def view(self, name: str, sql: str) -> None:
        """A temporary view."""
        self._do(sql).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        """A temporary view that is cached, in memory and then on disk."""
        self._kept[name] = self._do(sql).persist()
        self._kept[name].createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Frees the cache."""
        if name in self._kept:
            self._kept.pop(name).unpersist()
            self._session.catalog.dropTempView(name)

    def write(self, sql: str, folder: Path) -> None:
        """As many files as Spark likes."""
        self._do(sql).write.option("compression", "zstd").parquet(str(folder))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """All rows of a small result."""
        return [tuple(row) for row in self._do(sql).collect()]

    def close(self) -> None:
        """Ends the session."""
        self._session.stop()
