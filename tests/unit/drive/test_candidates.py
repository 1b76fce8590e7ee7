"""What stands in the program text becomes levels to try, and lists are put to the proof by the likeliest factor."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.drive.candidates import (
    MOST_HINTS,
    NEAR_MISSES,
    SAMPLED_ENTRIES,
    foremost,
    list_checks,
    suggested,
    traced_hints,
)
from countermark.drive.near_misses import near_misses
from countermark.factors import ALL as FACTORS
from countermark.model.design import FactorLevels
from countermark.model.environment import Hint, Level
from countermark.model.inspection import Findings
from countermark.model.probes import Comparison, Traced
from countermark.model.profile import Launch, Profile
from countermark.model.static import HiddenList, Predicate, Read, Where

PROFILE = Profile(
    id="agent",
    title="Agent",
    sha256="0" * 64,
    match=("agent",),
    launches=(Launch(argv=("agent",)),),
    protocol="openai-chat",
    base_url_variable="AGENT_URL",
)
LEVELS = tuple(FactorLevels(factor=factor.id, levels=factor.levels) for factor in FACTORS)
PLACE = Where(file="a.js", sha256="0" * 64, start=0, end=1)
HOSTS = tuple(f"{name}.example.net" for name in ("amber", "cobalt", "indigo", "scarlet", "umber", "violet", "ochre"))


def read(name: str, kind: str = "variable") -> Read:
    return Read(kind=kind, name=name, where=PLACE)  # type: ignore[arg-type]


def compared(name: str, *literals: str, kind: str = "variable") -> Predicate:
    return Predicate(read=read(name, kind), operator="===", literals=literals, where=PLACE)


def hidden(*entries: str, kind: str = "hosts", opaque: bool = False) -> HiddenList:
    return HiddenList(kind=kind, count=len(entries), entries=entries, decoder=("base64",), where=PLACE, opaque=opaque)  # type: ignore[arg-type]


def hinted(findings: Findings) -> set[str]:
    return {f"{hint.level.factor}={hint.level.value}" for hint in suggested(findings, PROFILE)}


def test_a_literal_that_a_read_is_compared_with_is_a_level() -> None:
    found = hinted(Findings(predicates=(compared("", "Africa/Lagos", kind="time-zone"), compared("AGENT_URL", "oslo"))))
    assert found == {"timezone=Africa/Lagos", "base-url=https://oslo.example.com"}


def test_what_is_compared_with_something_else_is_none() -> None:
    assert hinted(Findings(predicates=(compared("HOME_PAGE", "Africa/Lagos"),))) == set()


def test_entries_of_a_list_from_one_end_to_the_other_are_levels_of_what_its_kind_suggests() -> None:
    found = hinted(Findings(hidden_lists=(hidden(*HOSTS),)))
    assert {"base-url=https://amber.example.net", "base-url=https://ochre.example.net"} <= found
    assert sum(one.startswith("base-url=") for one in found) == 3
    assert "hostname=amber.example.net" in found


def test_an_entry_that_holds_one_of_another_list_comes_first() -> None:
    lists = (hidden(*HOSTS), hidden("violet", "maroon", kind="words"))
    first = suggested(Findings(hidden_lists=lists), PROFILE)[0]
    assert (first.level.factor, first.level.value) == ("base-url", "https://violet.example.net")


def test_hints_leave_room_for_the_levels_of_every_audit() -> None:
    hints = [Hint(level=Level(factor="base-url", value=f"https://{n}.example"), reason="") for n in range(30)]
    zone = Hint(level=Level(factor="timezone", value="Asia/Dili"), reason="")
    kept = foremost((*hints, zone, zone))
    assert kept == (*hints[:MOST_HINTS], zone)
    assert MOST_HINTS + max(len(factor.contrasts) for factor in FACTORS) <= 45


def test_a_list_is_tried_as_what_it_is_compared_with() -> None:
    findings = Findings(hidden_lists=(hidden(*HOSTS),), predicates=(compared("", *HOSTS, kind="hostname"),))
    (check,) = list_checks(findings, PROFILE, LEVELS, "all", 1)
    assert (check.factor, check.first) == ("hostname", 0)


def test_a_list_that_nothing_was_seen_to_be_compared_with_is_first_tried_by_a_few_entries() -> None:
    (check,) = list_checks(Findings(hidden_lists=(hidden(*HOSTS),)), PROFILE, LEVELS, "all", 1)
    assert (check.factor, check.first) == ("base-url", SAMPLED_ENTRIES)


def test_a_comparison_that_names_the_place_of_a_list_is_one_with_it() -> None:
    by_place = Predicate(read=read("AGENT_URL"), operator="includes", literals=(), where=PLACE, list_where=PLACE)
    findings = Findings(hidden_lists=(hidden(*HOSTS, kind="words"),), predicates=(by_place,))
    (check,) = list_checks(findings, PROFILE, LEVELS, "all", 1)
    assert (check.factor, check.first) == ("base-url", 0)


def test_all_or_some_or_none_of_the_entries() -> None:
    findings = Findings(hidden_lists=(hidden(*HOSTS), hidden("aa", "bb", opaque=True)))
    (every,) = list_checks(findings, PROFILE, LEVELS, "all", 1)
    (some,) = list_checks(findings, PROFILE, LEVELS, "sampled", 1)
    assert [item.text for item in every.entries] == list(HOSTS)
    assert (len(some.entries), some.number) == (SAMPLED_ENTRIES, 1)
    assert len(every.near_misses) == NEAR_MISSES
    assert every.near_misses == some.near_misses
    assert not list_checks(findings, PROFILE, LEVELS, "none", 1)


def test_what_is_not_varied_is_not_tried() -> None:
    findings = Findings(hidden_lists=(hidden("Asia/Dili", "Asia/Oral", kind="zones"),))
    assert not list_checks(findings, PROFILE, tuple(item for item in LEVELS if item.factor != "timezone"), "all", 1)


def test_near_misses_of_zones_are_zones_of_the_same_offset() -> None:
    (one,) = near_misses("timezone", ("Asia/Shanghai",), 1, frozenset({"Asia/Shanghai"}), 1)
    factor = next(item for item in FACTORS if item.id == "timezone")
    factor.check(one)
    assert one in {"Asia/Brunei", "Asia/Choibalsan", "Asia/Chongqing", "Asia/Chungking", "Antarctica/Casey"}


names = st.from_regex(r"[a-z]{3,12}(\.[a-z]{2,8}){0,2}", fullmatch=True)


@given(entries=st.lists(names, min_size=1, max_size=8, unique=True), seed=st.integers(0, 99))
def test_near_misses_hold_no_entry_and_are_the_same_each_time(entries: list[str], seed: int) -> None:
    taboo = frozenset(entries)
    found = near_misses("base-url", tuple(entries), 4, taboo, seed)
    assert found == near_misses("base-url", tuple(entries), 4, taboo, seed)
    assert len(found) <= 4
    for text in found:
        assert not any(entry in text or text in entry for entry in entries)
        assert any(len(text) == len(entry) for entry in entries)


def test_what_a_canary_was_compared_with_is_worth_trying_and_what_its_digest_was_is_not() -> None:
    def seen(*texts: str, digest: str = "") -> Traced:
        one = Comparison(factor="timezone", operator="===", texts=texts, at="a.js", digest=digest)
        return Traced(canaries=(), comparisons=(one,))

    assert {hint.level.value for hint in traced_hints(seen("Asia/Urumqi"))} == {"Asia/Urumqi"}
    assert traced_hints(seen("Asia/Urumqi", digest="sha256")) == ()
