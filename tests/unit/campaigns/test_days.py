"""Days are aggregated once each, alike on every engine, and whatever order they come in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.campaigns.almanac import read_calendar
from countermark.campaigns.contract import REQUESTS
from countermark.campaigns.days import Kept, aggregate_days
from countermark.campaigns.duck import DuckEngine
from countermark.campaigns.engine import Engine, queries, translated
from countermark.campaigns.intake import read_header
from request_logs import HONEST, by_day, rows, write

DAILY = ("load", "network", "device", "template", "near_duplicate", "synchrony", "coverage")
SMALL = f"SELECT * FROM ({HONEST}) WHERE account < 40"


class Steps:
    """What was said to be done."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def step(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[DuckEngine]:
    engine = DuckEngine(spill=tmp_path / "spill", memory="500MB", threads=1)
    yield engine
    engine.close()


def aggregate(log: Path, work: Path, duck: DuckEngine, engine: Engine | None = None) -> tuple[tuple[Kept, ...], Steps]:
    found = read_header(REQUESTS, log, duck)
    days = read_calendar(found, duck, work / "files.json", today=20_500).days
    steps = Steps()
    kept = aggregate_days(days, found, engine or duck, account="BIGINT", queries=DAILY, work=work, progress=steps)
    return kept, steps


def contents(work: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows(f"{work}/days/*/{name}/*.parquet") for name in DAILY}


def test_a_day_that_is_there_is_not_read_again(tmp_path: Path, duck: DuckEngine) -> None:
    log = by_day(tmp_path / "log", SMALL)
    (log / "3.parquet").rename(tmp_path / "3.parquet")
    assert len(aggregate(log, tmp_path / "work", duck)[1].said) == 3
    (tmp_path / "3.parquet").rename(log / "3.parquet")
    kept, steps = aggregate(log, tmp_path / "work", duck)
    assert ([day.day.date for day in kept][-1], len(steps.said)) == ("2026-01-04", 1)
    at_once, _ = aggregate(log, tmp_path / "other", duck)
    assert [day.used for day in at_once] == [day.used for day in kept]
    assert contents(tmp_path / "other") == contents(tmp_path / "work")


def test_what_a_killed_run_left_half_done_is_done_again(tmp_path: Path, duck: DuckEngine) -> None:
    log = by_day(tmp_path / "log", SMALL)
    aggregate(log, tmp_path / "work", duck)
    whole = contents(tmp_path / "work")
    days = tmp_path / "work" / "days"
    (days / "2026-01-02").rename(days / ".2026-01-02.new")
    shutil.rmtree(days / ".2026-01-02.new" / "device")
    (days / "2026-01-03" / "day.json").write_text('{"mark": "of another')
    _, steps = aggregate(log, tmp_path / "work", duck)
    assert [text.split()[1] for text in steps.said] == ["2026-01-02", "2026-01-03"]
    assert contents(tmp_path / "work") == whole


def test_rows_that_were_delivered_twice_count_once(tmp_path: Path, duck: DuckEngine) -> None:
    aggregate(write(tmp_path / "once.parquet", SMALL), tmp_path / "once", duck)
    kept, _ = aggregate(write(tmp_path / "twice.parquet", f"({SMALL}) UNION ALL ({SMALL})"), tmp_path / "twice", duck)
    assert contents(tmp_path / "once") == contents(tmp_path / "twice")
    assert sum(day.duplicates for day in kept) == sum(day.used for day in kept) > 0


def test_files_may_cut_the_log_in_any_way(tmp_path: Path, duck: DuckEngine) -> None:
    aggregate(by_day(tmp_path / "days", SMALL), tmp_path / "one", duck)
    for part in range(3):
        write(tmp_path / "parts" / f"{part}.parquet", f"SELECT * FROM ({SMALL}) WHERE conversation % 3 = {part}")
    aggregate(tmp_path / "parts", tmp_path / "other", duck)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


@pytest.mark.parametrize("name", queries())
def test_every_query_can_be_said_in_spark_s_words(name: str) -> None:
    from countermark.campaigns.engine import query  # noqa: PLC0415 -- beside its one use

    assert translated(query(name), "spark")


def test_spark_gives_the_same_rows(tmp_path: Path, duck: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="tools/setup spark brings it")
    from countermark.campaigns.spark import SparkEngine  # noqa: PLC0415 -- needs pyspark

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setitem(os.environ, "SPARK_LOCAL_HOSTNAME", "localhost")
    sql = f"SELECT * EXCLUDE (device), 'd' || device AS device FROM ({SMALL}) WHERE ts < TIMESTAMP '2026-01-02'"
    log = write(tmp_path / "log.parquet", f"{sql} UNION ALL {sql}")
    aggregate(log, tmp_path / "duckdb", duck)
    spark = SparkEngine(master="local[1]", spill=tmp_path / "spark-spill")
    try:
        aggregate(log, tmp_path / "spark", duck, spark)
        of_window = [_of_window(engine, tmp_path / name) for engine, name in ((duck, "duckdb"), (spark, "spark"))]
    finally:
        spark.close()
    assert contents(tmp_path / "spark") == contents(tmp_path / "duckdb")
    assert of_window[0] == of_window[1]


def _of_window(engine: Engine, work: Path) -> list[list[tuple[object, ...]]]:
    """What the queries give that put days together."""
    from countermark.campaigns.engine import query  # noqa: PLC0415 -- beside its one use

    engine.open("loads", sorted(work.glob("days/*/load/*.parquet")))
    engine.open("pairs", sorted(work.glob("days/*/device/*.parquet")))
    engine.keep("keys", query("keys"))
    found = [sorted(engine.rows(query(name)), key=repr) for name in ("roster", "keys", "held", "shared")]
    engine.drop("keys")
    return found
