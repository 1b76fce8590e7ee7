"""Claims are confirmed only by what was looked at: by small changes of a large audit, and of what it is told of."""

from __future__ import annotations

import dataclasses

import pytest

from countermark.disclosure.drafting import draft
from countermark.disclosure.verifying import verify
from countermark.model.disclosure import Check, Contact, Contacted, Disclosure, OptOut, Reads, Sent
from countermark.model.environment import Environment, Level
from countermark.model.verdict import Asked, Audit, Destination, TriggerFactor
from unit.report import samples

ASKED = (
    Asked(kind="variable", name="TZ", found_by=("program text", "node"), varied_by=("timezone",)),
    Asked(kind="variable", name="SECRET", found_by=("node",), varied_by=()),
    Asked(kind="hostname", name="os.hostname", found_by=("program text",), varied_by=()),
    Asked(kind="hostname", name="socket", found_by=("program text",), varied_by=(), ran="yes"),
)
WHOLE = dataclasses.replace(
    samples.covert(), coverage=dataclasses.replace(samples.coverage(), asked=ASKED), opaque=(), skipped=()
)


def answers(said: Disclosure, audit: Audit = WHOLE, runs: tuple[Contacted, ...] = ()) -> dict[str, Check]:
    return {check.subject: check for check in verify(said, audit, runs).checks}


def test_a_draft_of_an_audit_with_everything_is_not_contradicted_by_it() -> None:
    found = verify(draft(WHOLE, ()), WHOLE, ())
    assert found.having("contradicted") == ()
    assert len(found.having("confirmed")) >= 10


@pytest.mark.parametrize(
    ("name", "answer"),
    [("SECRET", "contradicted"), ("TZ", "contradicted"), ("socket", "contradicted"), ("os.hostname", "not-exercised")],
)
def test_a_read_that_was_seen_contradicts_its_denial_and_one_that_was_only_read_of_does_not(
    name: str, answer: str
) -> None:
    true = draft(WHOLE, ())
    reads = tuple(Reads(kind=one.kind, names=tuple(item for item in one.names if item != name)) for one in true.reads)
    kind = next(item.kind for item in ASKED if item.name == name)
    check = answers(dataclasses.replace(true, reads=reads))[f"reads of kind {kind}"]
    assert (check.answer, name in check.why) == (answer, True)


def test_nothing_else_is_confirmed_of_an_incomplete_audit() -> None:
    audit = dataclasses.replace(WHOLE, incomplete_because=("two runs failed",))
    said = draft(audit, ())
    found = answers(said, audit)
    assert found["destination"].answer == "not-exercised"
    assert "two runs failed" in found["destination"].why
    assert all(check.answer != "confirmed" for name, check in found.items() if name.startswith("factor "))


def test_what_no_one_could_read_is_not_exercised() -> None:
    audit = dataclasses.replace(WHOLE, opaque=samples.covert().opaque, skipped=samples.covert().skipped)
    found = answers(draft(audit, ()), audit)
    assert found["payload to crash.quillpad.example"].answer == "not-exercised"
    assert found["factor clock"].answer == "not-exercised"


def test_a_claim_of_more_than_was_seen_is_not_exercised() -> None:
    true = draft(WHOLE, ())
    more = Sent(factor="clock", host="x.example", forms=("clear",), fields=("somewhere",), purpose="")
    contact = Contact(host="x.example", port=443, model_calls=False, purpose="")
    said = dataclasses.replace(true, sent=(*true.sent, more), contacts=(*true.contacts, contact))
    found = answers(said)
    assert found["value clock to x.example"].answer == "not-exercised"
    assert found["destination x.example:443"].answer == "not-exercised"


def test_the_users_own_host_is_named_by_its_setting() -> None:
    levels = next(item.levels for item in WHOLE.coverage.factors if item.factor == "base-url")
    host = next(level for level in levels if "//" in level).split("/")[2].split(":")[0]
    own = Destination(
        host=host, port=8443, when=f"when base-url is {host}", purpose="model calls", bytes_sent=1, decoded=True, runs=1
    )
    audit = dataclasses.replace(WHOLE, destinations=(*WHOLE.destinations, own))
    assert ("{base-url}", 0) in {(one.host, one.port) for one in draft(audit, ()).contacts}
    hidden = dataclasses.replace(audit, destinations=(dataclasses.replace(own, when="in every run"),))
    assert {(one.host, one.port) for one in draft(hidden, ()).contacts} == {(host, 8443)}


def test_localhost_is_the_users_own_host_whatever_its_address_is() -> None:
    level = "http://localhost:4000"
    factors = (TriggerFactor(factor="base-url", levels=("unset", level)),)
    own = Destination(
        host="::1",
        port=4000,
        when=f"when base-url is {level}",
        purpose="model calls",
        bytes_sent=1,
        decoded=True,
        runs=1,
    )
    coverage = dataclasses.replace(WHOLE.coverage, factors=factors)
    audit = dataclasses.replace(WHOLE, destinations=(own,), coverage=coverage)
    assert [one.host for one in draft(audit, ()).contacts] == ["{base-url}"]


def run(name: str, level: str, *hosts: str) -> Contacted:
    environment = Environment(levels=(Level(factor="ci", value=level),))
    return Contacted(run=name, environment=environment, hosts=frozenset(hosts))


@pytest.mark.parametrize(
    ("runs", "answer"),
    [
        ((run("1", "none", "a"), run("2", "on"), run("3", "on")), "confirmed"),
        ((run("1", "none", "a"), run("2", "on", "a"), run("3", "on")), "contradicted"),
        ((run("1", "none", "a"),), "not-exercised"),
        ((run("1", "none"), run("2", "on")), "not-exercised"),
    ],
)
def test_an_opt_out_holds_where_it_made_a_difference(runs: tuple[Contacted, ...], answer: str) -> None:
    said = dataclasses.replace(draft(WHOLE, ()), opt_outs=(OptOut(level="ci=on", stops=("a",)),))
    assert answers(said, runs=runs)["opt-out ci=on"].answer == answer


def test_a_level_of_one_run_alone_is_no_opt_out_of_a_draft() -> None:
    once = (run("1", "none", "a"), run("2", "on"))
    assert draft(WHOLE, once).opt_outs == ()
    assert draft(WHOLE, (*once, run("3", "on"))).opt_outs == (OptOut(level="ci=on", stops=("a",)),)
