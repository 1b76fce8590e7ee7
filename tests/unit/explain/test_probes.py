"""A probe is accepted only where nothing of what the tool sent was otherwise with it."""

from __future__ import annotations

from countermark.explain.probes import MOST, doubtful, probe_reports
from countermark.model.observation import Address, Exchange, Feature, Observation
from countermark.model.probes import ProbeReport
from influenced import SYSTEM

OTHER = Address(role="call#1", part="header", name="x")


def said(*, model: bool = True, **texts: str) -> Observation:
    exchange = Exchange(
        role="call#1",
        host="h",
        port=443,
        method="POST",
        path="/",
        connection=0,
        is_model=model,
        sent_bytes=1,
        body_offset=0,
        body_length=1,
        content_type="",
        decoded=True,
    )
    at = {"system": SYSTEM, "header": OTHER}
    features = tuple(Feature(address=at[name], text=text) for name, text in sorted(texts.items()))
    return Observation(run="1", features=features, exchanges=(exchange,))


def report(
    without: tuple[Observation, ...], beside: tuple[Observation, ...], noisy: frozenset[Address] = frozenset()
) -> ProbeReport:
    (found,) = probe_reports(without, {"node-comparisons": beside}, noisy)
    return found


PLAIN = said(system="a", header="b")


def test_a_probe_that_changes_nothing_is_accepted() -> None:
    assert report((PLAIN, PLAIN), (PLAIN, PLAIN)).accepted


def test_a_changed_added_or_missing_field_refuses_it() -> None:
    for other in (said(system="z", header="b"), said(system="a"), said(header="b")):
        found = report((PLAIN, PLAIN), (other, other))
        assert not found.accepted
        assert "1 field changed" in found.reason


def test_what_varies_by_itself_is_not_the_probes_doing() -> None:
    one, other = said(system="1", header="b"), said(system="2", header="b")
    assert report((one, other), (said(system="3", header="b"), said(system="4", header="b"))).accepted
    assert report((one, one), (other, other), frozenset({SYSTEM})).accepted


def test_too_few_runs_or_no_model_call_prove_nothing() -> None:
    assert not report((PLAIN,), (PLAIN, PLAIN)).accepted
    assert not report((PLAIN, PLAIN), (PLAIN,)).accepted
    silent = said(model=False, system="a", header="b")
    assert "no model" in report((PLAIN, PLAIN), (silent, silent)).reason


def test_what_seems_to_differ_is_doubtful_until_a_run_shows_that_it_varies_by_itself() -> None:
    other = said(system="b", header="b")
    assert doubtful((PLAIN, PLAIN), {"p": (other, other), "q": (PLAIN, PLAIN), "r": (PLAIN, other)}) == ("p",)
    assert doubtful((PLAIN, PLAIN, other), {"p": (other, other, other)}) == ()
    assert doubtful((PLAIN,) * MOST, {"p": (other,) * MOST}) == ("p",)
    assert not report((PLAIN,) * MOST, (other,) * MOST).accepted


def test_a_probe_that_says_not_even_that_it_is_there_is_not_accepted() -> None:
    (found,) = probe_reports((PLAIN, PLAIN), {"p": (PLAIN, PLAIN)}, frozenset(), frozenset({"p"}))
    assert (found.accepted, found.reason) == (False, "the tool did not load it")
