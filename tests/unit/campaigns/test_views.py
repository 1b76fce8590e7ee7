"""Each view says what it is meant to see, of a group that has it beside one that has not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from countermark.campaigns.contract import ACCOUNTS, REQUESTS
from countermark.campaigns.days import LOAD
from countermark.campaigns.duck import DuckEngine
from countermark.campaigns.engine import query
from countermark.campaigns.intake import read_header, rows_as_agreed
from countermark.campaigns.nulls import Strata, judge
from countermark.campaigns.views import ALL, View
from countermark.campaigns.window import Ints, Pairs, Roster, Window
from request_logs import HONEST, PEOPLE, RING, RINGED, accounts, write

BY_ID = {view.id: view for view in ALL}
MEMBERS = np.arange(PEOPLE, PEOPLE + RING)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("window")
    duck = DuckEngine(spill=folder / "spill", memory="1GB", threads=1)
    log = write(folder / "log.parquet", f"({HONEST}) UNION ALL BY NAME ({RINGED})")
    found = read_header(REQUESTS, log, duck)
    duck.open("files", found.files)
    duck.view("requests", rows_as_agreed(found, "files", duck, account="BIGINT"))
    duck.keep("day", query("day"))
    made = Window(engine=duck, duck=duck, folder=folder / "window")
    beside = read_header(ACCOUNTS, accounts(folder / "accounts.parquet"), duck)
    sql = rows_as_agreed(beside, f"read_parquet('{beside.files[0]}')", duck, account="BIGINT")
    duck.view("accounts", sql)
    made.enrol(made.from_here(query(LOAD), LOAD), sql)
    yield made
    duck.close()


@pytest.fixture(scope="module")
def roster(window: Window) -> Roster:
    return window.enrol(sorted((window.folder / f"{LOAD}-rows").glob("*.parquet")), "SELECT * FROM accounts")


def pairs(view: View, window: Window, roster: Roster) -> Pairs:
    return (
        window.pairs(view.query, window.from_here(query(view.query), view.query))
        if view.query
        else Pairs.none(len(roster))
    )


def p_value(view: View, found: Pairs, roster: Roster, members: Ints) -> float:
    evidence = view.evidence(found, roster)
    return judge(members, evidence, Strata(roster, evidence.alike()), np.random.default_rng(1)).p_value


@pytest.mark.parametrize("name", ["network", "device", "payment", "near-duplicate", "synchrony"])
def test_a_view_sees_the_ring_and_not_so_many_honest_accounts(window: Window, roster: Roster, name: str) -> None:
    found = pairs(BY_ID[name], window, roster)
    assert p_value(BY_ID[name], found, roster, MEMBERS) == 0.001
    assert p_value(BY_ID[name], found, roster, np.arange(40, 40 + RING)) > 0.005


def test_the_view_template_says_nothing_of_a_template_that_everybody_has(window: Window, roster: Roster) -> None:
    found = pairs(BY_ID["template"], window, roster)
    assert p_value(BY_ID["template"], found, roster, np.arange(40, 40 + RING)) > 0.005
    assert found.accounts.max() > PEOPLE / 4


def test_the_view_template_sees_a_rare_template() -> None:
    people = 400
    rare = Pairs(
        starts=np.arange(people + 1, dtype=np.int64),
        keys=np.where(np.arange(people) < 10, 0, 1 + np.arange(people) % 30).astype(np.int32),
        accounts=np.asarray([10] + [13] * 30),
        requests=np.asarray([20] + [4000] * 30),
        days=np.ones(31, dtype=np.int64),
        held=np.ones(people, dtype=np.int64),
        alone=(np.asarray([20]), np.asarray([1]), np.asarray([300])),
    )
    assert p_value(BY_ID["template"], rare, a_roster(people), np.arange(10)) == 0.001
    assert p_value(BY_ID["template"], rare, a_roster(people), np.arange(100, 110)) > 0.02


def test_the_view_coverage_sees_topics_that_are_shared_out() -> None:
    dice = np.random.default_rng(1)
    cells = [np.sort(dice.choice(100, 5, replace=False, p=np.arange(100, 0, -1) / 5050)) for _ in range(400)]
    for member in range(20):
        cells[member] = np.arange(member * 5, member * 5 + 5)
    flat = np.concatenate(cells).astype(np.int32)
    found = Pairs(
        starts=np.arange(0, 2001, 5, dtype=np.int64),
        keys=flat,
        accounts=np.bincount(flat, minlength=100).astype(np.int64),
        requests=np.full(100, 50),
        days=np.ones(100, dtype=np.int64),
        held=np.full(400, 5),
        alone=Pairs.none(0).alone,
    )
    assert p_value(BY_ID["coverage"], found, a_roster(400), np.arange(20)) == 0.001
    assert p_value(BY_ID["coverage"], found, a_roster(400), np.arange(100, 120)) > 0.02


def test_the_view_hand_over_sees_accounts_that_begin_when_others_end() -> None:
    day = 86_400_000_000
    people = 400
    dice = np.random.default_rng(1)
    first = dice.integers(1, 28 * day, people)
    closed = np.where(np.arange(people) % 8 == 0, dice.integers(1, 28 * day, people), np.iinfo(np.int64).min)
    closed[:4] = [3 * day, 9 * day, 15 * day, 21 * day]
    first[:4] = [day, 4 * day, 10 * day, 16 * day]
    first[4:12] = [end + day // 2 for end in (3 * day, 9 * day, 15 * day, 21 * day) for _ in range(2)]
    roster = a_roster(people, first, closed)
    hand_over = BY_ID["hand-over"]
    assert p_value(hand_over, Pairs.none(people), roster, np.arange(12)) <= 0.01
    assert p_value(hand_over, Pairs.none(people), roster, np.arange(200, 212)) > 0.02


def a_roster(people: int, first: Ints | None = None, closed: Ints | None = None) -> Roster:
    nothing = np.zeros(people, dtype=np.int64)
    never = np.full(people, np.iinfo(np.int64).min)
    return Roster(
        requests=np.full(people, 50),
        output_tokens=nothing,
        days=nothing,
        hours=nothing,
        first_us=nothing if first is None else first,
        last_us=nothing,
        created=never,
        closed=never if closed is None else closed,
    )
