"""A log is read as its contract says, or refused with what is wrong and a sample of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.campaigns.almanac import Calendar, read_calendar
from countermark.campaigns.contract import ACCOUNTS, REQUESTS
from countermark.campaigns.duck import DuckEngine
from countermark.campaigns.intake import Header, account_type, read_header, rows_as_agreed
from countermark.errors import RequestLogError, UsageError
from request_logs import write

TODAY = 20_500  # 2026-02-16, in days since 1970
GOOD = "SELECT TIMESTAMP '2026-01-01 10:00:00' AS ts, 7::BIGINT AS account"


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[DuckEngine]:
    engine = DuckEngine(spill=tmp_path / "spill", memory="500MB", threads=1)
    yield engine
    engine.close()


def header(folder: Path, duck: DuckEngine, *tables: str) -> Header:
    for place, sql in enumerate(tables):
        write(folder / "log" / f"{place}.parquet", sql)
    return read_header(REQUESTS, folder / "log", duck)


def calendar(found: Header, duck: DuckEngine, folder: Path) -> Calendar:
    return read_calendar(found, duck, folder / "files.json", today=TODAY)


def as_read(found: Header, duck: DuckEngine) -> list[tuple[object, ...]]:
    duck.open("files", found.files)
    return duck.rows(f"SELECT us, account, ip, bands FROM ({rows_as_agreed(found, 'files', duck, account='BIGINT')})")


def test_only_ts_and_account_must_be_there_and_the_rest_is_named(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(tmp_path, duck, GOOD)
    assert {column.id for column in found.missing if column.lost} >= {"ip", "device", "head_sketch", "bands", "cell"}
    assert as_read(found, duck) == [(1_767_261_600_000_000, 7, None, None)]


@pytest.mark.parametrize("column", ["ts", "account"])
def test_a_log_without_a_column_that_must_be_there_is_refused(tmp_path: Path, duck: DuckEngine, column: str) -> None:
    with pytest.raises(UsageError, match=f"no column {column}"):
        header(tmp_path, duck, f"SELECT * EXCLUDE ({column}) FROM ({GOOD} , 1 AS ip)")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (GOOD.replace("TIMESTAMP '2026-01-01 10:00:00'", "1767261600::BIGINT"), "ts is BIGINT.*1767261600"),
        (GOOD.replace("7::BIGINT", "7.5::DOUBLE"), "account is DOUBLE.*7.5"),
        (GOOD + ", 'a' AS bands", r"bands is VARCHAR.*must be a list(.|\n)*: a"),
        (GOOD + ", 1.5::DOUBLE AS input_tokens", "input_tokens is DOUBLE"),
        (GOOD + ", {'a': 1} AS ip", "ip is STRUCT"),
    ],
)
def test_a_type_that_cannot_serve_is_refused_with_a_sample(
    tmp_path: Path, duck: DuckEngine, sql: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        header(tmp_path, duck, sql)
    caught.match(f"(?s){said}")
    assert caught.value.hint


def test_text_serves_as_well_as_integers_but_not_both_in_one_log(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(tmp_path, duck, GOOD + ", '10.0.0.1' AS ip, ['x', 'y'] AS bands")
    assert as_read(found, duck) == [(1_767_261_600_000_000, 7, "10.0.0.1", ["x", "y"])]
    with pytest.raises(UsageError, match=r"ip is a text in .*0\.parquet and an integer in .*1\.parquet"):
        header(tmp_path, duck, GOOD + ", '10.0.0.1' AS ip", GOOD + ", 5 AS ip")


def test_an_empty_text_is_no_identifier(tmp_path: Path, duck: DuckEngine) -> None:
    assert as_read(header(tmp_path, duck, GOOD + ", '' AS ip"), duck)[0][2] is None


def test_accounts_are_texts_everywhere_where_they_are_texts_somewhere(tmp_path: Path, duck: DuckEngine) -> None:
    requests = header(tmp_path, duck, GOOD)
    write(tmp_path / "accounts.parquet", "SELECT 'a' AS account")
    accounts = read_header(ACCOUNTS, tmp_path / "accounts.parquet", duck)
    assert account_type(requests, requests) == "BIGINT"
    assert account_type(requests, accounts) == "VARCHAR"


def test_unsigned_integers_past_63_bits_are_read_as_text_and_that_is_said(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(tmp_path, duck, GOOD + ", 18446744073709551615::UBIGINT AS ip, 5::UINTEGER AS device")
    assert as_read(found, duck)[0][2] == "18446744073709551615"
    assert found.types["device"] == "BIGINT"
    assert ["ip is UBIGINT" in note for note in found.notes] == [True]


def test_naive_timestamps_are_utc_and_aware_ones_are_taken_there(tmp_path: Path, duck: DuckEngine) -> None:
    aware = "SELECT TIMESTAMPTZ '2026-01-01 12:00:00+02:00' AS ts, 7::BIGINT AS account"
    assert as_read(header(tmp_path, duck, aware), duck)[0][0] == 1_767_261_600_000_000


def test_a_file_that_was_cut_off_is_named(tmp_path: Path, duck: DuckEngine) -> None:
    file = write(tmp_path / "log" / "0.parquet", f"SELECT * FROM ({GOOD}), range(1000)")
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(RequestLogError, match=r"0\.parquet is no whole Parquet file"):
        read_header(REQUESTS, tmp_path / "log", duck)


def test_a_file_that_is_damaged_past_its_header_is_named(tmp_path: Path, duck: DuckEngine) -> None:
    sql = (
        "SELECT TIMESTAMP '2026-01-01' + INTERVAL (hash(i) % 86400) SECOND AS ts, hash(i)::UBIGINT::VARCHAR AS account"
    )
    file = write(tmp_path / "log" / "0.parquet", f"{sql} FROM range(20000) r(i)")
    data = bytearray(file.read_bytes())
    data[4 : len(data) // 2] = bytes(len(data) // 2 - 4)
    file.write_bytes(data)
    found = read_header(REQUESTS, tmp_path / "log", duck)
    with pytest.raises(RequestLogError, match=r"0\.parquet is damaged"):
        calendar(found, duck, tmp_path)


def test_a_folder_without_parquet_files_is_refused(tmp_path: Path, duck: DuckEngine) -> None:
    write(tmp_path / "_temporary" / "0.parquet", GOOD)
    with pytest.raises(UsageError, match="no Parquet file"):
        read_header(REQUESTS, tmp_path, duck)


def test_rows_that_cannot_be_used_are_left_out_counted_and_shown(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(
        tmp_path,
        duck,
        f"{GOOD} UNION ALL SELECT NULL, 8 UNION ALL SELECT TIMESTAMP '2026-01-01', NULL"
        " UNION ALL SELECT TIMESTAMP '1970-01-01 00:00:09', 9 UNION ALL SELECT TIMESTAMP '2031-01-01', 10",
    )
    read = calendar(found, duck, tmp_path)
    assert [(day.date, day.rows) for day in read.days] == [("2026-01-01", 1)]
    said = "\n".join(read.notes)
    for words in (
        "1 rows have no account",
        "1 rows have no ts",
        "before 2015",
        "after today",
        "ts=2031-01-01",
        "account=8",
    ):
        assert words in said


def test_a_log_of_unusable_rows_alone_is_refused(tmp_path: Path, duck: DuckEngine) -> None:
    with pytest.raises(RequestLogError, match="no row can be used"):
        calendar(header(tmp_path, duck, "SELECT NULL::TIMESTAMP AS ts, 7::BIGINT AS account"), duck, tmp_path)


def test_a_day_without_rows_is_named(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(tmp_path, duck, GOOD, GOOD.replace("01-01", "01-03"))
    assert any("no row on 2026-01-02" in note for note in calendar(found, duck, tmp_path).notes)


def test_a_day_is_marked_anew_when_a_file_of_it_changes_and_only_then(tmp_path: Path, duck: DuckEngine) -> None:
    found = header(tmp_path, duck, GOOD, GOOD.replace("01-01", "01-03"))
    before = calendar(found, duck, tmp_path).days
    assert calendar(found, duck, tmp_path).days == before
    write(
        tmp_path / "log" / "1.parquet", f"{GOOD.replace('01-01', '01-03')} UNION ALL {GOOD.replace('01-01', '01-03')}"
    )
    after = calendar(found, duck, tmp_path).days
    assert after[0].mark == before[0].mark
    assert (after[1].rows, after[1].mark != before[1].mark) == (2, True)
