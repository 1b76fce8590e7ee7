"""Factors, a profile and what the user asked for become the question of an audit."""

from __future__ import annotations

import pytest

from countermark import factors
from countermark.design.space import baseline
from countermark.drive.environments import (
    derivations,
    factor_levels,
    parse_factor,
    parse_level,
    possible,
    setup,
)
from countermark.errors import UsageError
from countermark.model.design import FactorLevels
from countermark.model.environment import Environment, Hint, Level, Setup, Variable
from countermark.model.profile import Launch, Login, Profile, SkippedFactor, Terminal

BY_ID = {factor.id: factor for factor in factors.ALL}
ON_REQUEST = {factor.id for factor in factors.ALL if factor.on_request}


def profile(base_url: str = "API_BASE_URL", *skipped: SkippedFactor, complete: bool = True) -> Profile:
    return Profile(
        id="x",
        title="X",
        sha256="",
        match=(),
        launches=(Launch(argv=("x",)),),
        protocol="openai-chat",
        base_url_variable=base_url,
        skip_factors=skipped,
        login=Login() if complete else None,
        terminal=Terminal(without=("x",)) if complete else None,
    )


def hint(written: str) -> Hint:
    factor, _, value = written.partition("=")
    return Hint(level=Level(factor=factor, value=value), reason="asked for by the user")


def of(factor: str, levels: tuple[FactorLevels, ...]) -> FactorLevels:
    return next(item for item in levels if item.factor == factor)


def test_every_factor_is_varied_in_the_order_of_the_list() -> None:
    levels, skipped = factor_levels(profile(), (), (), ON_REQUEST)
    assert [item.factor for item in levels] == [factor.id for factor in factors.ALL]
    assert of("timezone", levels).levels == BY_ID["timezone"].levels
    assert skipped == ()


def test_a_crossed_factor_has_all_of_its_levels_in_the_array() -> None:
    wanted = (hint("timezone=Asia/Kathmandu"),)
    plain, crossed = (factor_levels(profile(), (), wanted, some)[0] for some in ((), ("mode", "timezone")))
    assert "mode" not in {item.factor for item in plain}
    assert (of("mode", crossed).levels, of("mode", crossed).contrasts) == (("print", "terminal"), ())
    assert "Asia/Kathmandu" in of("timezone", crossed).levels
    assert of("locale", crossed) == of("locale", plain)


def test_a_factor_that_there_is_not_is_refused() -> None:
    assert parse_factor("mode") == "mode"
    with pytest.raises(UsageError, match="'moon' is not a factor"):
        parse_factor("moon")


def test_what_cannot_be_varied_is_left_out_whole_with_its_reason() -> None:
    levels, skipped = factor_levels(
        profile("", SkippedFactor(factor="locale", reason="no ICU")),
        (SkippedFactor(factor="clock", reason="static binary"),),
        (hint("clock=2031-01-01T00:00:00Z"),),
        ON_REQUEST,
    )
    assert {"base-url", "clock", "locale"}.isdisjoint(item.factor for item in levels)
    assert [(item.step, item.reason) for item in skipped] == [
        ("factor base-url", "the profile names no way to point the tool at another host"),
        ("factor clock", "static binary"),
        ("factor locale", "no ICU"),
    ]


def test_a_mode_of_which_the_profile_says_nothing_is_left_out() -> None:
    levels, skipped = factor_levels(profile(complete=False), (), ())
    assert {"credentials", "mode"}.isdisjoint(item.factor for item in levels)
    assert {item.step: item.reason.partition(" ")[0] for item in skipped} == {
        "factor credentials": "the",
        "factor mode": "the",
        "factor remote-switches": "a",
    }


def test_what_makes_another_tool_of_it_is_varied_on_request_only() -> None:
    assert {"credentials", "mode", "remote-switches"} == ON_REQUEST
    levels, skipped = factor_levels(profile(), (), ())
    assert ON_REQUEST.isdisjoint(item.factor for item in levels)
    assert all(f"--cross {item.step.removeprefix('factor ')} tries it" in item.reason for item in skipped)


def test_hinted_levels_are_contrasts_before_the_others_each_once() -> None:
    known = BY_ID["timezone"].levels[1]
    hints = (hint("timezone=Africa/Lagos"), hint(f"timezone={known}"), hint("timezone=Africa/Lagos"))
    found = of("timezone", factor_levels(profile(), (), hints)[0])
    assert found.contrasts[0] == "Africa/Lagos"
    assert found.contrasts.count("Africa/Lagos") == 1
    assert known not in found.contrasts
    assert found.levels == BY_ID["timezone"].levels


def test_the_baseline_is_the_first_level_of_each_sorted() -> None:
    levels = (FactorLevels(factor="b", levels=("1", "2")), FactorLevels(factor="a", levels=("x", "y")))
    assert baseline(levels) == Environment(levels=(Level(factor="a", value="x"), Level(factor="b", value="1")))


def test_an_environment_is_set_up_over_what_every_run_has() -> None:
    planted = Setup(variables=(Variable(name="TZ", value="planted"), Variable(name="SECRET", value="s")))
    found = setup(Environment(levels=(Level(factor="timezone", value="Asia/Tokyo"),)), planted)
    values = {item.name: item.value for item in found.variables}
    assert (values["TZ"], values["SECRET"]) == ("Asia/Tokyo", "s")


def test_levels_are_derived_at_each_instant_and_contrasts_too() -> None:
    levels = (FactorLevels(factor="timezone", levels=("UTC",), contrasts=("Asia/Tokyo",)),)
    found = derivations(levels, ("2026-11-18T20:00:00Z", "2031-02-03T20:00:00Z"))
    assert found == tuple(sorted(found))
    dates = {(item.value, item.text) for item in found if item.form == "local-date:iso"}
    assert dates == {
        ("UTC", "2026-11-18"),
        ("Asia/Tokyo", "2026-11-19"),
        ("UTC", "2031-02-03"),
        ("Asia/Tokyo", "2031-02-04"),
    }


def test_a_level_is_read_as_it_is_written() -> None:
    assert parse_level("timezone=Asia/Tokyo") == Level(factor="timezone", value="Asia/Tokyo")
    assert parse_level("base-url=https://a.example/v1").value == "https://a.example/v1"


@pytest.mark.parametrize("written", ["", "timezone", "=Asia/Tokyo", "colour=red", "timezone=", "timezone=Nowhere/At"])
def test_what_is_no_level_is_refused_with_help(written: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_level(written)
    assert refused.value.hint


def test_a_hint_that_is_no_level_is_passed_over() -> None:
    good = (hint("locale=pt_BR.UTF-8"), hint("timezone=Asia/Tokyo"))
    assert possible((hint("locale=en_XL.UTF-8"), *good, hint("base-url=https://not a host"), hint("moon=full"))) == good
