"""Influences become signals: joined on a line, said once, tabulated, with a fingerprint that outlives versions."""

from __future__ import annotations

from dataclasses import replace

from countermark.explain.signals import by_level, signals
from countermark.model.environment import Derivation
from countermark.model.influence import Influence
from countermark.model.observation import Address
from countermark.model.run import RunRequest
from countermark.model.verdict import Evidence, Kind, Signal, TriggerFactor
from influenced import SYSTEM, influence, level, place, request, requests

ZONES: dict[str, str | None] = {"timezone=UTC": "'", "timezone=Asia/Tokyo": "’", "timezone=Europe/Oslo": "'"}


def nowhere(_run: str, _address: Address, _text: str) -> Evidence | None:
    return None


RUNS = (
    request("1", "timezone=UTC base-url=a ci=no terminal=x"),
    request("2", "timezone=Asia/Tokyo base-url=b ci=yes terminal=y"),
    request("3", "timezone=Europe/Oslo base-url=a ci=no terminal=x"),
)


def told(
    *found: Influence, runs: tuple[RunRequest, ...] = RUNS, shown: tuple[Derivation, ...] = ()
) -> tuple[Signal, ...]:
    return signals(found, runs, shown, nowhere)


def apostrophe(states: dict[str, str | None] | None = None, **where: object) -> Influence:
    given = ZONES if states is None else states
    at = place({}, before="it", after="s me", start=2, until=6, whole=False)
    return influence(given, replace(at, **where))


def test_a_covert_signal_tells_its_trigger_its_table_and_its_bits() -> None:
    (found,) = told(apostrophe(), runs=requests(ZONES))
    assert (found.id, found.kind, found.channel) == ("covert-1", Kind.COVERT, "look-alike")
    assert found.trigger == (TriggerFactor(factor="timezone", levels=("Asia/Tokyo",)),)
    assert [(row.when[0].levels, row.text) for row in found.table] == [
        (("UTC", "Europe/Oslo"), "it's me"),
        (("Asia/Tokyo",), "it’s me"),
    ]
    assert found.bits == 1.0
    assert found.components == ()


def test_two_covert_pieces_of_one_line_are_one_signal_with_both_as_components() -> None:
    hosts: dict[str, str | None] = {"base-url=a": "-", "base-url=b": "–"}
    dash = influence(hosts, place({}, before="s me ", after=" ok", start=7, until=11, whole=False))
    runs = (
        request("1", "timezone=UTC base-url=a"),
        request("2", "timezone=Asia/Tokyo base-url=a"),
        request("3", "timezone=Europe/Oslo base-url=a"),
        request("4", "timezone=Asia/Tokyo base-url=b"),
    )
    (found,) = told(apostrophe(), dash, runs=runs)
    assert [one.factor for one in found.trigger] == ["base-url", "timezone"]
    assert [component.trigger[0].factor for component in found.components] == ["timezone", "base-url"]
    assert {row.text for row in found.table} == {"it's me…- ok", "it’s me…- ok", "it’s me…– ok"}


def test_two_covert_pieces_of_different_lines_are_two_signals() -> None:
    hosts: dict[str, str | None] = {"base-url=a": "-", "base-url=b": "–"}
    dash = influence(hosts, place({}, before="x ", after=" y", start=30, line=1, until=33, whole=False))
    assert len(told(apostrophe(), dash)) == 2


def test_the_same_thing_said_at_two_places_is_one_signal_with_both_addresses() -> None:
    again = replace(SYSTEM, role="call#2")
    (found,) = told(apostrophe(), apostrophe(address=again))
    assert found.where == SYSTEM
    assert found.also == (again,)


def test_another_text_at_the_second_place_is_another_signal() -> None:
    again = replace(SYSTEM, role="call#2")
    assert len(told(apostrophe(), apostrophe(address=again, after="s you"))) == 2


def test_what_only_an_open_part_causes_is_no_covert_signal() -> None:
    assert told(replace(apostrophe(), open_only=True)) == ()


def test_covert_signals_come_first_and_each_kind_is_counted_for_itself() -> None:
    theme = Address(role="call#1", part="body", pointer="/a-theme")
    words: dict[str, str | None] = {"terminal=x": "light", "terminal=y": "dark"}
    found = told(influence(words, place({}, address=theme)), apostrophe())
    assert [one.id for one in found] == ["covert-1", "functional-1"]


def test_an_overt_influence_is_known_by_its_derivations() -> None:
    shown = tuple(Derivation(factor="timezone", value=zone, form="value", text=zone) for zone in ("UTC", "Asia/Tokyo"))
    states: dict[str, str | None] = {"timezone=UTC": "UTC", "timezone=Asia/Tokyo": "Asia/Tokyo"}
    (found,) = told(influence(states), shown=shown)
    assert found.kind is Kind.OVERT
    (unknown,) = told(influence(states))
    assert unknown.kind is not Kind.OVERT


def test_members_of_an_added_object_are_not_said_again() -> None:
    states: dict[str, str | None] = {"ci=no": None, "ci=yes": "words"}
    outer = Address(role="call#1", part="body", pointer="/metadata")
    inner = Address(role="call#1", part="body", pointer="/metadata/name")
    aside = Address(role="call#1", part="body", pointer="/other")
    found = told(*(influence(states, place({}, address=one)) for one in (inner, outer)))
    assert [one.where for one in found] == [outer]
    other: dict[str, str | None] = {"ci=no": None, "ci=yes": "other words"}
    found = told(influence(states, place({}, address=outer)), influence(other, place({}, address=aside)))
    assert [one.where for one in found] == [outer, aside]


def test_the_content_of_an_added_request_is_not_said_again() -> None:
    states: dict[str, str | None] = {"ci=no": None, "ci=yes": "1"}
    count = Address(role="run", part="count", name="POST x.example/")
    inside = Address(role="run#1", part="body", pointer="/a")
    found = told(influence(states, place({}, address=count)), influence(states, place({}, address=inside)))
    assert [one.where for one in found] == [count]


def test_a_fingerprint_knows_the_place_the_channel_and_the_factors_and_neither_texts_nor_runs() -> None:
    (one,) = told(apostrophe())
    (same,) = told(replace(apostrophe(), effect="other", mutual_information_bits=0.1))
    (later,) = told(apostrophe(address=replace(SYSTEM, role="call#9")))
    (other,) = told(apostrophe({"timezone=UTC": "'", "timezone=Asia/Tokyo": "ʼ"}))
    assert {one.fingerprint} == {same.fingerprint, later.fingerprint, other.fingerprint}
    (moved,) = told(apostrophe(address=replace(SYSTEM, role="other#1")))
    (deeper,) = told(apostrophe(address=replace(SYSTEM, pointer="/system/0/text")))
    (asked,) = told(apostrophe({"ci=no": "'", "ci=yes": "’"}))
    assert len({found.fingerprint for found in (one, moved, deeper, asked)}) == 4
    (shifted,) = told(apostrophe(address=replace(SYSTEM, pointer="/system/3/text")))
    assert shifted.fingerprint == deeper.fingerprint


def test_the_second_of_a_kind_at_a_place_has_a_fingerprint_of_its_own() -> None:
    (alone,) = told(apostrophe())
    first, second = told(apostrophe(), replace(apostrophe(), place=replace(apostrophe().place, before="that", line=4)))
    assert first.fingerprint == alone.fingerprint
    assert second.fingerprint != first.fingerprint


def test_the_evidence_is_one_run_with_and_one_without() -> None:
    asked: list[tuple[str, str]] = []

    def find(run: str, _address: Address, text: str) -> Evidence:
        asked.append((run, text))
        return Evidence(run=run, blob="b", offset=len(asked), length=1)

    (found,) = signals((apostrophe(),), requests(ZONES), (), find)
    assert asked == [("2", "it’s me"), ("1", "it's me")]
    assert [item.run for item in found.evidence] == ["2", "1"]


def test_the_confidence_of_a_joined_line_is_that_of_its_weakest_piece() -> None:
    hosts: dict[str, str | None] = {"base-url=a": "-", "base-url=b": "–"}
    dash = influence(hosts, place({}, before="s me", after="", start=6, until=7, whole=False), p=0.2)
    (found,) = told(apostrophe(), dash)
    assert found.confidence.p_adjusted == 0.2


def test_derivations_are_found_by_their_level() -> None:
    one = Derivation(factor="ci", value="yes", form="value", text="yes")
    two = Derivation(factor="ci", value="yes", form="name", text="pipeline")
    assert by_level((one, two)) == {level("ci=yes"): (one, two)}
