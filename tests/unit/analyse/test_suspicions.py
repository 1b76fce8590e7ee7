"""What is decided by lot under a level is suspected, and borne out by fresh pairs; what is not, is not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from countermark.analyse.power import Runs, found_share, smallest_bias, smallest_delay, smallest_share
from countermark.analyse.series import chances, delays
from countermark.analyse.suspicions import MIN_PAIRS, screened, steadied, trials
from countermark.design.paired_runs import FIRST_PAIRS, PAIRS, STAGES, paired_runs, pairs_of
from countermark.model.design import FactorLevels, Question
from countermark.model.environment import Environment
from countermark.model.observation import Address, Observation, Timing
from countermark.model.run import Purpose, RunRequest
from countermark.model.statistics import Series, SeriesKind
from influenced import level, levels, place, request

SHELLS = ("bash", "zsh", "fish")
SSH = ("no", "yes")
BASELINE = Environment(levels=levels("shell=bash ssh=no"))
QUESTION = Question(
    factors=(FactorLevels(factor="shell", levels=SHELLS), FactorLevels(factor="ssh", levels=SSH)),
    strength=2,
    seed=1,
    max_runs=250,
)
DESIGN = tuple(
    request(f"0001-{number:03}", f"shell={SHELLS[number % 3]} ssh={SSH[number // 3 % 2]}") for number in range(60)
)
PAIRED = tuple(
    one
    for number, turns in enumerate(STAGES, 7)
    for one in paired_runs(QUESTION, (level("shell=zsh"),), number, turns).requests
)
FIRST = tuple(one for one in PAIRED if one.id.startswith("0007"))
WAIT = Address(role="run", part="time", name="session 1")


def values(requests: tuple[RunRequest, ...], kind: SeriesKind, size: float, seed: int) -> Series:
    """A series that a level moves by ``size``: seconds, or a share of runs."""
    random = Random(seed)  # noqa: S311 -- no secret

    def value(one: RunRequest) -> float:
        fired = one.environment.value("shell") == "zsh"
        if kind == "delay":
            return random.expovariate(20) + (size if fired else 0.0)
        usual = 0.5 if kind == "bit" else 0.0
        return float(random.random() < (usual + (1 - usual) * size if fired else usual))

    rows = tuple((one.id, value(one)) for one in requests)
    return Series(name="s", kind=kind, address=WAIT, channel="timing", what="session 1", values=rows)


KINDS = (("delay", 0.2), ("bit", 1.0), ("share", 0.6))


@pytest.mark.parametrize(("kind", "size"), KINDS)
def test_what_follows_a_level_is_suspected_and_borne_out(kind: SeriesKind, size: float) -> None:
    found = screened((values(DESIGN, kind, size, 1),), DESIGN, BASELINE, {})
    (one,) = found.suspicions
    assert (one.level, one.higher) == (level("shell=zsh"), True)
    fresh = values(PAIRED, kind, size, 2)
    (trial,) = trials((one,), (fresh,), pairs_of(PAIRED), {})
    assert trial.proven
    assert trial.pairs == PAIRS
    assert trial.on > trial.off
    assert trial.mutual_information_bits > 0.1


@pytest.mark.parametrize("kind", ["delay", "bit", "share"])
def test_chance_is_seldom_suspected_and_hardly_ever_borne_out(kind: SeriesKind) -> None:
    suspected, proven = 0, 0
    for seed in range(60):
        found = screened((values(DESIGN, kind, 0.0, seed),), DESIGN, BASELINE, {}).suspicions
        tried = trials(found, (values(PAIRED, kind, 0.0, seed + 1000),), pairs_of(PAIRED), {})
        suspected += len(found)
        proven += sum(one.proven for one in tried)
    assert suspected <= 45  # half an audit's worth on average, or fewer
    assert proven <= 1


def test_a_factor_that_slows_the_lab_is_not_suspected() -> None:
    series = values(DESIGN, "delay", 0.2, 1)
    assert screened((series,), DESIGN, BASELINE, {series.name: frozenset(("shell",))}).suspicions == ()


def test_runs_that_followed_from_others_are_no_ground() -> None:
    chosen = tuple(request(one.id, "shell=zsh ssh=no", Purpose.MINIMISE) for one in DESIGN[:30])
    assert screened((values(chosen, "delay", 0.2, 1),), chosen, BASELINE, {}).suspicions == ()


def test_the_other_way_round_is_not_borne_out() -> None:
    (one,) = screened((values(DESIGN, "delay", 0.2, 1),), DESIGN, BASELINE, {}).suspicions
    (trial,) = trials((one,), (values(PAIRED, "delay", -0.2, 2),), pairs_of(PAIRED), {})
    assert not trial.proven


def test_the_first_pairs_give_up_what_they_show_to_be_chance_and_decide_nothing_else() -> None:
    (one,) = screened((values(DESIGN, "delay", 0.2, 1),), DESIGN, BASELINE, {}).suspicions
    assert len(pairs_of(FIRST)[level("shell=zsh")]) == FIRST_PAIRS
    assert trials((one,), (values(FIRST, "delay", 0.2, 2),), pairs_of(FIRST), {}) == ()
    (given_up,) = trials((one,), (values(FIRST, "delay", -0.2, 2),), pairs_of(FIRST), {})
    assert (given_up.pairs, given_up.proven) == (FIRST_PAIRS, False)


@pytest.mark.parametrize("kind", ["delay", "bit", "share"])
def test_most_of_what_is_chance_is_given_up_after_the_first_pairs(kind: SeriesKind) -> None:
    one = replace(screened((values(DESIGN, kind, 1.0, 1),), DESIGN, BASELINE, {}).suspicions[0], series="s")
    given_up = sum(len(trials((one,), (values(FIRST, kind, 0.0, n),), pairs_of(FIRST), {})) for n in range(40))
    assert given_up >= 30


def test_too_few_pairs_say_nothing() -> None:
    (one,) = screened((values(DESIGN, "delay", 0.2, 1),), DESIGN, BASELINE, {}).suspicions
    few = pairs_of(PAIRED)[level("shell=zsh")][: MIN_PAIRS - 1]
    assert trials((one,), (values(PAIRED, "delay", 0.2, 2),), {level("shell=zsh"): few}, {}) == ()


def test_a_busy_hour_is_taken_out() -> None:
    busy = Series(
        name="s",
        kind="delay",
        address=WAIT,
        channel="timing",
        what="session 1",
        values=tuple((f"{n:03}", 0.1 + (0.5 if 20 <= n < 45 else 0.0)) for n in range(60)),
    )
    assert sum(value > 0.3 for _, value in busy.values) == 25
    assert sum(abs(value) > 0.3 for _, value in steadied(busy)) == 0


def test_sessions_are_delays() -> None:
    seen = tuple(
        Observation(run=str(n), features=(), exchanges=(), timings=(Timing(where=WAIT, seconds=n / 10),))
        for n in range(3)
    )
    (series,) = delays(seen)
    assert series.values == (("0", 0.0), ("1", 0.1), ("2", 0.2))


def test_a_random_id_has_bits_and_a_text_that_comes_and_goes_has_a_share() -> None:
    random = Random(5)  # noqa: S311 -- no secret
    ids = place({str(n): f"{random.getrandbits(60) * 16 + 4 * random.getrandbits(2):016x}" for n in range(40)})
    bits = {series.what: series.values for series in chances((ids,), {})}
    assert sum(value for _, value in bits["the lowest bit of the last character is set"]) == 0
    assert 5 < sum(value for _, value in bits["the third bit of the last character is set"]) < 35
    marks = place({str(n): "A" if n % 3 else "a" for n in range(40)}, feature="m")
    assert chances((marks,), {}) == ()
    (share,) = chances((marks,), {"m": "case"})
    assert (share.channel, sum(value for _, value in share.values)) == ("case", 14)


def test_words_have_no_bits() -> None:
    words = place({str(n): "abcdef" if n % 2 else "ghijkl" for n in range(40)})
    assert chances((words,), {}) == ()


def test_every_level_has_a_run_beside_the_baseline_in_every_turn() -> None:
    chosen = (level("shell=zsh"), level("ssh=yes"))
    made = paired_runs(QUESTION, chosen, 3, PAIRS)
    pairs = pairs_of(made.requests)
    assert set(pairs) == set(chosen)
    assert {len(some) for some in pairs.values()} == {PAIRS}
    known = {one.id: one.environment for one in made.requests}
    for one, some in pairs.items():
        assert all(known[on].difference(known[off]) == (one,) and known[off] == BASELINE for on, off in some)
        assert all(abs(int(on[-3:]) - int(off[-3:])) <= 2 for on, off in some)
    assert pairs_of(()) == {}


def test_power_grows_with_the_size() -> None:
    runs = Runs(level=12, others=50, pairs=STAGES)
    found = smallest_share(runs, 100)
    assert found.smallest is not None
    assert 0.2 < found.smallest < 1
    assert smallest_bias(runs, 10).smallest == 1.0
    assert smallest_bias(Runs(level=5, others=50, pairs=STAGES), 2000).smallest is None
    quiet, loud = [n / 10_000 for n in range(60)], [n / 100 for n in range(60)]
    one, other = smallest_delay(quiet, runs, 100).smallest, smallest_delay(loud, runs, 100).smallest
    assert one is not None
    assert other is None or other > one
    assert found_share("share", lambda random, size: float(random.random() < size), 0.0, runs, 100, 20) == 0.0
