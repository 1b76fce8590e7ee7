"""The command finds a ring, leaves honest people alone, says what it cannot judge, and gives the same again."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from countermark.campaigns.document import schema
from countermark.campaigns.tiers import least_reviewed
from countermark.cli import main
from request_logs import DAYS, HONEST, PEOPLE, RING, RINGED, accounts, by_day, rows, write

BOTH = f"({HONEST}) UNION ALL BY NAME ({RINGED})"


def find(log: Path, out: Path, *more: str) -> int:
    return main(["campaigns", "find", str(log), "--out", str(out), "--memory", "1GB", *more])


def tiers(out: Path) -> dict[int, str]:
    return {int(str(row[0])): str(row[1]) for row in rows(f"{out}/accounts.parquet")}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A log with a ring, searched without any reviewed groups."""
    folder = tmp_path_factory.mktemp("searched")
    log = by_day(folder / "log", BOTH)
    return folder, find(log, folder / "out", "--accounts", str(accounts(folder / "accounts.parquet")))


def test_a_ring_is_found_and_without_honest_groups_nothing_is_claimed(searched: tuple[Path, int]) -> None:
    folder, code = searched
    found = tiers(folder / "out")
    assert len(found) == PEOPLE + RING
    assert sum(found[PEOPLE + member] == "abstain" for member in range(RING)) >= RING - 4
    assert sum(found[person] != "none" for person in range(PEOPLE)) <= PEOPLE // 20
    assert set(found.values()) == {"none", "abstain"}
    assert code == 3


def test_the_groups_follow_their_schema_and_say_why(searched: tuple[Path, int]) -> None:
    said = json.loads((searched[0] / "out" / "groups.json").read_text("utf-8"))
    jsonschema.validate(said, json.loads(schema()))
    ring = {str(PEOPLE + member) for member in range(RING)}
    group = next(group for group in said["groups"] if len(ring & set(group["members"])) > RING // 2)
    assert f"it takes {least_reviewed(0.05)}" in group["reason"]
    assert group["q_value"] is None
    assert {one["view"] for one in group["judged"]} >= {"synchrony", "coverage", "hand-over"} - {group["view"]}
    assert all(key["members"] > 1 for key in group["keys"])
    assert set(said["tiers_not_given"]) == {"suspend", "victim"}


def test_the_same_log_gives_the_same_findings_again(searched: tuple[Path, int]) -> None:
    folder, _ = searched
    before = (folder / "out" / "groups.json").read_bytes(), rows(f"{folder}/out/accounts.parquet")
    find(folder / "log", folder / "out", "--accounts", str(folder / "accounts.parquet"))
    assert before == ((folder / "out" / "groups.json").read_bytes(), rows(f"{folder}/out/accounts.parquet"))


def test_what_cannot_be_judged_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = write(tmp_path / "log.parquet", f"SELECT ts, account, ip FROM ({HONEST}) WHERE account < 60")
    assert find(log, tmp_path / "out") in {0, 3}
    told = capsys.readouterr().out
    for words in (
        "device: requests has no column device",
        "payment: no accounts table was given",
        "hand-over: no accounts",
    ):
        assert words in told
    said = json.loads((tmp_path / "out" / "groups.json").read_text("utf-8"))
    assert {"device", "payment", "template", "near-duplicate", "coverage", "hand-over"} == set(said["not_judged"])


def test_reviewed_accounts_are_left_alone(searched: tuple[Path, int], tmp_path: Path) -> None:
    folder, _ = searched
    library = write(
        tmp_path / "library.parquet",
        f"SELECT {PEOPLE} + i AS account, 'lab' AS \"group\", 'university' AS kind FROM range({RING}) r(i)",
    )
    work = ("--work", str(folder / "out" / "work"), "--accounts", str(folder / "accounts.parquet"))
    find(folder / "log", tmp_path / "out", *work, "--library", str(library))
    found = tiers(tmp_path / "out")
    assert {found[PEOPLE + member] for member in range(RING)} == {"none"}
    assert json.loads((tmp_path / "out" / "groups.json").read_text("utf-8"))["reviewed_groups"] == 1


def test_two_rows_for_an_account_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = write(tmp_path / "log.parquet", f"SELECT * FROM ({HONEST}) WHERE account < 10")
    twice = write(tmp_path / "accounts.parquet", "SELECT i % 5 AS account FROM range(6) r(i)")
    assert find(log, tmp_path / "out", "--accounts", str(twice)) == 3
    assert "0 (2 rows)" in capsys.readouterr().err


def test_days_are_aggregated_once_over_several_runs(searched: tuple[Path, int]) -> None:
    marks = [path.stat().st_mtime_ns for path in sorted((searched[0] / "out" / "work" / "days").glob("*/day.json"))]
    assert len(marks) == DAYS
    find(searched[0] / "log", searched[0] / "again", "--work", str(searched[0] / "out" / "work"))
    after = [path.stat().st_mtime_ns for path in sorted((searched[0] / "out" / "work" / "days").glob("*/day.json"))]
    assert marks == after


def test_spark_must_be_asked_for_with_its_master(tmp_path: Path) -> None:
    assert find(tmp_path, tmp_path / "out", "--engine", "spark") == 2
    assert find(tmp_path, tmp_path / "out", "--master", "local") == 2
