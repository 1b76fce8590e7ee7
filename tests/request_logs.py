"""Small request logs for tests, written by DuckDB: an honest population, and a ring where one is asked for."""

from __future__ import annotations

from pathlib import Path

import duckdb

DAYS = 4
PEOPLE = 400
RING = 24  # accounts of a ring; they come after the people

# Each of the people has addresses, a device and hours of its own; one in ten requests comes over a shared gateway.
HONEST = f"""
SELECT TIMESTAMP '2026-01-01' + INTERVAL (d) DAY
    + INTERVAL ((hash(account, 1) % 16 * 3600 + hash(account, d, j, 2) % 28800)::INTEGER) SECOND AS ts,
  account,
  (account * 1000 + d * 50 + j)::BIGINT AS conversation,
  CASE WHEN hash(account, d, j, 3) % 10 = 0
    THEN hash(account, d, j, 4) % 20 ELSE 1000 + account * 3 + j % 3 END::BIGINT AS ip,
  (account + 7)::BIGINT AS device,
  (hash(account, d, j, 5) % 40)::BIGINT AS head_sketch,
  [(hash(account, d, j, 6) % 1000000000)::BIGINT] AS bands,
  (hash(account, d, j, 7) % 200)::INTEGER AS cell,
  100::INTEGER AS input_tokens,
  200::INTEGER AS output_tokens
FROM range({PEOPLE}) a(account), range({DAYS}) b(d), range(20) c(j)
WHERE hash(account, d, 8) % 20 > j
"""

# A ring: twelve devices and ten addresses of its own for all accounts, the same six slots of ten minutes a day, and a
# pool of prompts that is worked off by whoever comes first.
RINGED = f"""
SELECT TIMESTAMP '2026-01-01' + INTERVAL (d) DAY
    + INTERVAL ((hash(d, j % 6, 11) % 140 * 600 + hash(account, d, j, 12) % 600)::INTEGER) SECOND AS ts,
  {PEOPLE} + account AS account,
  (9000000 + account * 1000 + d * 50 + j)::BIGINT AS conversation,
  (900000 + hash(account, d, j, 13) % 10)::BIGINT AS ip,
  (900000 + account % 12)::BIGINT AS device,
  7::BIGINT AS head_sketch,
  [(5000000000 + hash(account, d, j, 14) % 60)::BIGINT] AS bands,
  ((account * 17 + d * 5 + j) % 200)::INTEGER AS cell,
  100::INTEGER AS input_tokens,
  200::INTEGER AS output_tokens
FROM range({RING}) a(account), range({DAYS}) b(d), range(12) c(j)
"""


def write(path: Path, sql: str) -> Path:
    """What ``sql`` gives, as a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as base:
        base.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return path


def by_day(folder: Path, sql: str) -> Path:
    """The same, a file a day."""
    for day in range(DAYS):
        first = f"TIMESTAMP '2026-01-01' + INTERVAL {day} DAY"
        write(folder / f"{day}.parquet", f"SELECT * FROM ({sql}) WHERE ts >= {first} AND ts < {first} + INTERVAL 1 DAY")
    return folder


def accounts(path: Path) -> Path:
    """The accounts of both; the ring's were opened in one week, and are paid for by four cards."""
    return write(
        path,
        f"""SELECT account, TIMESTAMP '2025-10-01' + INTERVAL ((hash(account, 21) % 80)::INTEGER) DAY AS created,
          (CASE WHEN account < {PEOPLE} THEN account ELSE 100000 + account % 4 END)::BIGINT AS payment,
          CASE WHEN account % 97 = 0 THEN TIMESTAMP '2026-01-02' END AS closed_at
        FROM range({PEOPLE + RING}) a(account)""",
    )


def rows(path: str) -> list[tuple[object, ...]]:
    """All rows of some Parquet files, in order."""
    with duckdb.connect() as base:
        return list(base.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY ALL").fetchall())
