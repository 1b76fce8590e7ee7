"""Whom the tool talked to, under which circumstances, and what could not be read."""

from __future__ import annotations

from countermark.explain.destinations import destinations, opaque
from countermark.model.observation import Exchange, Observation
from influenced import request


def exchange(host: str, role: str = "GET x#1", *, sent: int = 10, model: bool = False, opaque_: str = "") -> Exchange:
    return Exchange(
        role=role,
        host=host,
        port=443,
        method="GET",
        path="/",
        connection=0,
        is_model=model,
        sent_bytes=sent,
        body_offset=0,
        body_length=0,
        content_type="",
        decoded=not opaque_,
        why_opaque=opaque_,
    )


def observed(run: str, *exchanges: Exchange) -> Observation:
    return Observation(run=run, features=(), exchanges=exchanges)


RUNS = (
    request("1", "base-url=a terminal=x"),
    request("2", "base-url=b terminal=x"),
    request("3", "base-url=a terminal=y"),
    request("4", "base-url=c terminal=y"),
)


def when(host: str, *observations: Observation) -> str:
    return next(item.when for item in destinations(observations, RUNS) if item.host == host)


def test_a_host_of_every_run_is_there_in_every_run() -> None:
    assert when("m", *(observed(str(n), exchange("m")) for n in (1, 2, 3, 4))) == "in every run"


def test_a_host_that_follows_one_factor_says_its_levels() -> None:
    seen = [observed("1"), observed("2", exchange("t")), observed("3"), observed("4")]
    assert when("t", *seen) == "when base-url is b"


def test_a_host_of_most_levels_says_which_are_left_out() -> None:
    seen = [observed("1"), observed("2", exchange("t")), observed("3"), observed("4", exchange("t"))]
    assert when("t", *seen) == "unless base-url is a"


def test_of_several_factors_that_fit_it_is_the_one_whose_level_names_the_host() -> None:
    runs = (
        request("1", "base-url=a https-proxy=unset"),
        request("2", "base-url=http://x.example https-proxy=http://p:1"),
    )
    (found,) = destinations((observed("1"), observed("2", exchange("p"))), runs)
    assert found.when == "when https-proxy is http://p:1"


def test_of_several_factors_that_fit_it_is_the_one_with_the_fewest_levels() -> None:
    written = ("base-url=a shell=x", "base-url=b shell=x", "base-url=c shell=y", "base-url=d shell=y")
    runs = tuple(request(str(number), text) for number, text in enumerate(written, 1))
    seen = (observed("1", exchange("t")), observed("2", exchange("t")), observed("3"), observed("4"))
    (found,) = destinations(seen, runs)
    assert found.when == "when shell is x"


def test_a_host_that_follows_no_factor_says_its_share() -> None:
    seen = [observed("1", exchange("t")), observed("2"), observed("3"), observed("4", exchange("t"))]
    assert when("t", *seen) == "in 2 of 4 runs"


def test_a_run_that_was_not_observed_counts_for_nothing() -> None:
    assert when("m", observed("1", exchange("m")), observed("2", exchange("m"))) == "in every run"


def test_a_destination_adds_up_what_it_got() -> None:
    seen = (observed("1", exchange("m", sent=5), exchange("m", sent=7)), observed("2", exchange("m", sent=1)))
    (one,) = destinations(seen, RUNS)
    assert (one.bytes_sent, one.runs, one.decoded) == (13, 2, True)


def test_a_purpose_is_the_model_or_the_names_of_its_requests() -> None:
    called = exchange("m", "p:create#1", model=True)
    many = [exchange("t", f"GET t/{name}#1") for name in "abcd"]
    found = {item.host: item.purpose for item in destinations((observed("1", called, *many),), RUNS)}
    assert found == {"m": "model calls", "t": "GET t/a; GET t/b; GET t/c; and 1 more"}


def test_a_host_that_is_called_as_a_model_in_some_runs_only_says_what_else_it_is_for() -> None:
    told = exchange("t", "POST t/log#1")
    seen = (observed("1", told), observed("2", told, exchange("t", "p:create#1", model=True)))
    (one,) = destinations(seen, RUNS)
    assert one.purpose == "model calls in 1 of 2 runs; POST t/log"


def test_what_cannot_be_read_is_one_entry_for_host_role_and_reason() -> None:
    seen = (
        observed("1", exchange("t", "POST t/#1", sent=5, opaque_="binary"), exchange("m")),
        observed("2", exchange("t", "POST t/#2", sent=9, opaque_="binary")),
        observed("3", exchange("t", "POST t/#1", opaque_="encrypted")),
    )
    found = opaque(seen)
    assert [(item.role, item.reason, item.size_bytes, item.runs) for item in found] == [
        ("POST t/", "binary", 9, 2),
        ("POST t/", "encrypted", 10, 1),
    ]
    assert not destinations(seen, RUNS)[1].decoded


def test_a_connection_that_was_cut_is_opaque_only_where_its_host_was_never_read() -> None:
    cut = exchange("m", "tls-cut m:443#1", sent=0, opaque_="cut")
    assert [item.role for item in opaque((observed("1", cut),))] == ["tls-cut m:443"]
    assert opaque((observed("1", cut), observed("2", exchange("m")))) == ()
    refused = exchange("m", "tls-failed m:443#1", sent=0, opaque_="refused")
    assert [item.role for item in opaque((observed("1", refused), observed("2", exchange("m"))))] == [
        "tls-failed m:443"
    ]
