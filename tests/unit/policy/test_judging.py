"""What is named is allowed, everything else is not; waivers end; what was approved before is no news."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from countermark.model.policy import (
    AllowedCollection,
    AllowedDestination,
    Approved,
    Completeness,
    Decision,
    Limits,
    Policy,
    Waiver,
)
from countermark.model.verdict import Audit, Destination, Signal
from countermark.policy.facts import told
from countermark.policy.judging import judge
from unit.report import samples

AUDIT = samples.covert()
TODAY = date(2026, 11, 22)
EVERY_HOST = (AllowedDestination(host="*", port=0, line=20),)
EVERYTHING = (AllowedCollection(factor="*", form="*", host="*", line=10),)


def waiver(signal: Signal, line: int = 1, **changed: object) -> Waiver:
    usual = Waiver(fingerprint=signal.fingerprint, reason="known", owner="Anna", expires=TODAY, bits=None, line=line)
    return dataclasses.replace(usual, **changed)  # type: ignore[arg-type]


WAIVERS = tuple(waiver(signal, line) for line, signal in enumerate(AUDIT.signals, 1))
POLICY = Policy(origin="policy.toml", waivers=WAIVERS, collections=EVERYTHING, destinations=EVERY_HOST)


def held(policy: Policy | None = POLICY, approved: Audit | None = None, audit: Audit = AUDIT) -> Decision:
    before = Approved(origin="approved.json", evidence_id="", told=told(approved)) if approved else None
    return judge(audit, policy, before, TODAY)


def rules(decision: Decision) -> list[str]:
    return [one.rule for one in decision.violations]


def test_what_is_allowed_passes() -> None:
    decision = held()
    assert (decision.violations, decision.lacking, decision.unused) == ((), (), ())
    assert [one.by for one in decision.waived] == list(WAIVERS)


def test_an_empty_policy_allows_nothing() -> None:
    found = rules(held(Policy(origin="p")))
    assert found.count("signal") == len(AUDIT.signals)
    assert {"collection", "destination"} < set(found)


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    late = dataclasses.replace(WAIVERS[0], expires=date(2026, 11, 21))
    decision = held(dataclasses.replace(POLICY, waivers=(late, *WAIVERS[1:])))
    ((rule, line),) = [(one.rule, one.line) for one in decision.violations]
    assert (rule, line) == ("expired", late.line)
    assert "Anna until 2026-11-21" in decision.violations[0].what


def test_a_waiver_that_expired_fails_although_the_signal_was_approved_before() -> None:
    late = dataclasses.replace(WAIVERS[0], expires=date(2026, 1, 1))
    assert rules(held(dataclasses.replace(POLICY, waivers=(late,)), AUDIT)) == ["expired"]


def test_a_waiver_of_something_else_allows_nothing_and_is_said_to() -> None:
    other = dataclasses.replace(WAIVERS[0], fingerprint="0" * 32, line=7, expires=date(2026, 1, 1))
    decision = held(dataclasses.replace(POLICY, waivers=(other, *WAIVERS[1:])))
    assert rules(decision) == ["signal"]
    assert decision.unused == (7,)


def test_bits_are_limited_by_waiver_signal_and_sum() -> None:
    most = max(signal.bits for signal in AUDIT.signals)
    total = sum(signal.bits for signal in AUDIT.signals)
    enough = Limits(signal_bits=most, total_bits=total)
    assert held(dataclasses.replace(POLICY, limits=enough)).violations == ()
    one_less = dataclasses.replace(POLICY, limits=Limits(signal_bits=most - 0.1))
    assert "bits" in rules(held(one_less))
    assert rules(held(dataclasses.replace(POLICY, limits=Limits(total_bits=total - 0.1)))) == ["bits"]
    tight = dataclasses.replace(WAIVERS[0], bits=AUDIT.signals[0].bits - 0.1)
    decision = held(dataclasses.replace(POLICY, waivers=(tight, *WAIVERS[1:])))
    assert [(one.rule, one.line) for one in decision.violations] == [("bits", tight.line)]


@pytest.mark.parametrize(
    ("entry", "allowed"),
    [
        (("hostname", "sha256", "telemetry.quillpad.example"), True),
        (("hostname", "*", "*.quillpad.example"), True),
        (("hostname", "clear", "*"), False),
        (("hostname", "sha256", "quillpad.example"), False),
        (("host", "*", "*"), False),
    ],
)
def test_a_collection_is_allowed_by_factor_form_and_host(entry: tuple[str, str, str], allowed: bool) -> None:  # noqa: FBT001 -- a table
    factor, form, host = entry
    mine = AllowedCollection(factor=factor, form=form, host=host, line=3)
    audit = dataclasses.replace(AUDIT, collections=tuple(c for c in AUDIT.collections if c.factor == "hostname"))
    decision = held(dataclasses.replace(POLICY, collections=(mine,)), audit=audit)
    assert (rules(decision), decision.unused) == (([], ()) if allowed else (["collection"], (3,)))


def test_a_destination_is_allowed_by_host_and_port_in_any_case() -> None:
    host = "Telemetry.Quillpad.EXAMPLE"
    one = next(d for d in AUDIT.destinations if d.host == host.lower())
    audit = dataclasses.replace(AUDIT, destinations=(one,))
    for port, expected in ((0, []), (443, []), (80, ["destination"])):
        mine = (AllowedDestination(host=host, port=port, line=4),)
        assert rules(held(dataclasses.replace(POLICY, destinations=mine), audit=audit)) == expected


def named_by_the_user(audit: Audit, level: str, host: str) -> Audit:
    factor = dataclasses.replace(audit.coverage.factors[0], factor="base-url", levels=("", level))
    seen = Destination(host=host, port=443, when="", purpose="", bytes_sent=1, decoded=True, runs=1)
    coverage = dataclasses.replace(audit.coverage, factors=(factor,))
    return dataclasses.replace(audit, coverage=coverage, destinations=(seen,), collections=(), signals=())


def test_a_host_that_the_user_names_is_no_destination_of_the_tool() -> None:
    nothing = Policy(origin="p")
    own = named_by_the_user(AUDIT, "https://gateway.example:8443/v1", "gateway.example")
    assert rules(held(nothing, audit=own)) == []
    other = named_by_the_user(AUDIT, "https://gateway.example:8443/v1", "collector.example")
    assert rules(held(nothing, audit=other)) == ["destination"]


def test_what_counts_as_complete_is_the_policys_to_say() -> None:
    coverage = AUDIT.coverage
    varied = tuple(item.factor for item in coverage.factors if len(item.levels) > 1)
    met = Completeness(factors=varied, strength=coverage.strength, combinations=coverage.combinations_covered)
    assert held(dataclasses.replace(POLICY, complete=met)).lacking == ()
    unmet = Completeness(factors=("no-such",), strength=3, combinations=1.0, probes=True)
    bare = dataclasses.replace(
        AUDIT, traced=None, coverage=dataclasses.replace(coverage, strength=2, combinations_covered=0.5)
    )
    assert len(held(dataclasses.replace(POLICY, complete=unmet), audit=bare).lacking) == 4


def test_an_identical_release_passes_its_baseline() -> None:
    decision = held(None, AUDIT)
    assert (decision.violations, decision.lacking, decision.unused) == ((), (), ())
    assert {one.by for one in decision.waived} == {None}


def test_a_new_destination_is_the_only_thing_that_fails() -> None:
    new = dataclasses.replace(AUDIT.destinations[0], host="new.example", port=8443)
    release = dataclasses.replace(AUDIT, destinations=(*AUDIT.destinations, new))
    decision = held(None, AUDIT, release)
    assert [(one.rule, one.what) for one in decision.violations] == [("destination", "new.example:8443 is contacted")]
    assert held(None, release, AUDIT).violations == ()


def test_a_new_signal_and_more_bits_of_a_known_one_fail() -> None:
    before = dataclasses.replace(AUDIT, signals=AUDIT.signals[:1])
    assert rules(held(None, before)) == ["signal"]
    less = dataclasses.replace(AUDIT.signals[0], bits=AUDIT.signals[0].bits - 0.5)
    assert rules(held(None, dataclasses.replace(AUDIT, signals=(less, *AUDIT.signals[1:])))) == ["bits"]


def test_a_baseline_of_another_tool_is_not_met_in_silence() -> None:
    other = dataclasses.replace(AUDIT, profile_id="other")
    assert held(None, other).lacking == ("what was approved is other, and this is quillpad",)
