"""Every factor keeps the promises that the rest of the audit rests on, and stands on its page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark import factors
from countermark.errors import UsageError
from countermark.factors.factor import Factor
from countermark.model.environment import Setup
from purity import TESTS

INSTANT = "2026-11-18T10:30:00Z"
PAGE = (TESTS.parent / "docs" / "reference" / "factors.md").read_text("utf-8")
EACH = pytest.mark.parametrize("factor", factors.ALL, ids=lambda factor: factor.id)
IDS = {
    "timezone", "locale", "base-url", "https-proxy", "hostname", "username", "git-identity", "git-remote", "shell",
    "terminal", "ci", "ssh", "installed-software", "dns", "os-release", "keyboard", "clock", "history",
    "remote-switches", "credentials", "mode",
}  # fmt: skip


UNSEEN = {"remote-switches", "credentials", "mode"}
"""Ways of running a tool, which have no name that a reader of its messages could see."""


def every(factor: Factor) -> tuple[str, ...]:
    return (*factor.levels, *factor.contrasts)


def test_the_factors_are_those_that_were_agreed() -> None:
    assert {factor.id for factor in factors.ALL} == IDS


def test_the_default_array_has_few_levels() -> None:
    # Its rows follow from the two factors with the most levels; the others cost hardly any while they have few.
    assert sum(len(factor.levels) for factor in factors.ALL if not factor.on_request) <= 69
    assert sorted(len(factor.levels) for factor in factors.ALL)[-3:] <= [5, 8, 8]
    assert min(len(factor.levels) for factor in factors.ALL) >= 2


@EACH
def test_levels_are_distinct_and_pass_their_own_check(factor: Factor) -> None:
    assert len(set(every(factor))) == len(every(factor))
    for value in every(factor):
        factor.check(value)


@EACH
@pytest.mark.parametrize(
    "garbage", ["", "\x00", "no such level\n", "../../etc/passwd\x1b[2J", "a\nb", "{home}", "é" * 99]
)
def test_garbage_is_no_level(factor: Factor, garbage: str) -> None:
    with pytest.raises(UsageError) as refused:
        factor.check(garbage)
    assert factor.id in refused.value.what
    assert refused.value.hint


@given(value=st.text(max_size=80) | st.from_regex(r"[!-~]{1,40}", fullmatch=True))
@EACH
def test_what_a_check_lets_pass_can_be_set_up_and_derived(factor: Factor, value: str) -> None:
    try:
        factor.check(value)
    except UsageError:
        return
    check_setup(factor.setup(value))
    assert all(item.text for item in factor.derive(value, INSTANT))


@EACH
def test_every_level_sets_up_something_of_its_own(factor: Factor) -> None:
    setups = [factor.setup(value) for value in every(factor)]
    assert len(set(setups)) == len(setups)
    for setup in setups:
        check_setup(setup)


def check_setup(setup: Setup) -> None:
    for file in setup.files:
        assert file.path.startswith(("{home}/", "{work}/", "/etc/"))
        assert not {"..", ".", ""} & set(file.path.split("/")[1:])
        assert not (file.link_to and file.content)
    for variable in setup.variables:
        assert re.fullmatch("[A-Z_][A-Z0-9_]*", variable.name)
        assert "\0" not in variable.value


@EACH
def test_derivations_name_their_level_and_show_something(factor: Factor) -> None:
    for value in every(factor):
        found = factor.derive(value, INSTANT)
        assert len(set(found)) == len(found)
        for item in found:
            assert (item.factor, item.value) == (factor.id, value)
            assert item.text.strip()
            assert re.fullmatch(r"[a-z0-9_-]+(?::[a-z0-9_.-]+)?", item.form)


@EACH
def test_only_formats_of_one_thing_share_a_family_of_forms(factor: Factor) -> None:
    formats = {"utc-offset", "zone", "zone-name", "epoch"} | {
        f"{prefix}-{thing}" if thing else prefix
        for prefix in ("local", "utc", "local-date", "date")
        for thing in ("", "date", "time", "datetime", "weekday")
    }
    forms = {item.form for value in every(factor) for item in factor.derive(value, INSTANT)}
    assert {form.partition(":")[0] for form in forms if ":" in form} <= formats


@EACH
def test_a_level_that_says_something_shows_it(factor: Factor) -> None:
    if factor.id in UNSEEN:
        assert all(not factor.derive(value, INSTANT) for value in every(factor))
        return
    for value in every(factor):
        said = factor.setup(value)
        if said not in (Setup(), Setup(clock="")):
            assert {item.form.partition(":")[0] for item in factor.derive(value, INSTANT)} & {"value", "variable"}


def test_setups_of_all_factors_merge_without_treading_on_each_other() -> None:
    names: dict[str, str] = {}
    merged = Setup()
    for factor in factors.ALL:
        setup = factor.setup(factor.levels[-1])
        for thing in (*(item.name for item in setup.variables), *(item.path for item in setup.files)):
            assert names.setdefault(thing, factor.id) == factor.id
        merged = merged.merged(setup)
    assert merged.base_url == "https://llm-gateway.alibaba.com"
    assert merged.proxy_url == "http://proxy.corp.example:3128"
    assert merged.username == "jsmith"
    assert merged.clock == "2031-11-19T10:30:00Z"
    assert {item.name for item in merged.variables} >= {"TZ", "LANG", "SHELL", "TERM", "CI", "SSH_TTY"}


@EACH
def test_the_page_lists_the_levels_and_no_others(factor: Factor) -> None:
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    lines = next(part for part in section if part.startswith(f"{factor.id}\n")).splitlines()
    array = next(line for line in lines if line.startswith("In the array: "))
    contrasts = next(line for line in lines if line.startswith("Contrasts: "))
    assert tuple(re.findall("`([^`]+)`", array)) == factor.levels
    assert tuple(re.findall("`([^`]+)`", contrasts)) == factor.contrasts


@given(text=st.text(max_size=60) | st.from_regex(r"[a-z.-]{1,30}", fullmatch=True) | st.just("x" * 300))
@EACH
def test_what_holds_a_text_is_a_level(factor: Factor, text: str) -> None:
    found = factor.holding(text)
    assert len(set(found)) == len(found)
    for value in found:
        factor.check(value)


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("base-url", "models.example.org", "https://models.example.org"),
        ("base-url", ".models.example.org", "https://gateway.models.example.org"),
        ("base-url", "cn", "https://gateway.example.cn"),
        ("base-url", "lighthouse", "https://lighthouse.example.com"),
        ("base-url", "https://models.example.org/v1", "https://models.example.org"),
        ("base-url", "10.0.0.9", "https://10.0.0.9"),
        ("https-proxy", "corp.example", "http://corp.example:3128"),
        ("timezone", "Asia/Urumqi", "Asia/Urumqi"),
        ("locale", "pt-BR", "pt_BR.UTF-8"),
        ("locale", "zh_Hant_TW", "zh_TW.UTF-8"),
        ("locale", "pt", "pt_BR.UTF-8"),
        ("hostname", "build.corp.example", "build.corp.example"),
        ("username", "Alice", "alice"),
        ("git-identity", "corp.example", "Jane Smith <jane.smith@corp.example>"),
        ("git-remote", "git.corp.example", "https://git.corp.example/example/project.git"),
        ("dns", "10.9.9.9", "10.9.9.9"),
    ],
)
def test_the_level_that_holds_a_text_as_programs_look_for_it(name: str, text: str, first: str) -> None:
    assert next(factor for factor in factors.ALL if factor.id == name).holding(text)[0] == first


@pytest.mark.parametrize(
    ("name", "text"),
    [("timezone", "Lunar/Base"), ("base-url", "two words"), ("base-url", "1"), ("base-url", "2024"), ("shell", "zsh")],
)
def test_a_text_that_no_level_can_hold(name: str, text: str) -> None:
    assert not next(factor for factor in factors.ALL if factor.id == name).holding(text)
