"""A covert signal beats everything, and silence without examination proves nothing."""

from __future__ import annotations

from dataclasses import replace

from countermark.explain.signals import signals
from countermark.explain.verdict import confirmed, incomplete_because, unconfirmed_because, verdict
from countermark.model.verdict import Coverage, OpaquePayload, Verdict
from influenced import influence, requests

ZONES: dict[str, str | None] = {"timezone=UTC": "'", "timezone=Asia/Tokyo": "’"}
COVERT = signals((influence(ZONES),), requests(ZONES), (), lambda *_: None)
SECRET = OpaquePayload(host="t.example", role="POST /", reason="encrypted", size_bytes=99, runs=1)


def coverage(*, runs: int = 10, failed: int = 0, model: int = 10) -> Coverage:
    return Coverage(
        factors=(),
        strength=2,
        combinations_covered=1.0,
        runs=runs,
        failed_runs=failed,
        model_exchanges=model,
        baseline_runs=3,
    )


def reasons(given: Coverage, *payloads: OpaquePayload, explained: str = "", stopped: str = "") -> tuple[str, ...]:
    return incomplete_because(given, payloads, frozenset((explained,)), (stopped,) if stopped else ())


def test_the_order_of_verdicts() -> None:
    assert verdict(COVERT, ("budget",)) is Verdict.COVERT
    assert verdict(COVERT, ()) is Verdict.COVERT
    assert verdict((), ("budget",)) is Verdict.INCOMPLETE
    assert verdict((), ()) is Verdict.NOTHING_COVERT_FOUND


def test_a_whole_audit_has_no_reason() -> None:
    assert reasons(coverage(failed=1)) == ()


def test_no_model_call_is_a_reason_that_says_what_to_try() -> None:
    (reason,) = reasons(coverage(model=0))
    assert "no model call" in reason
    assert "profiles check" in reason


def test_no_capture_at_all_is_a_reason() -> None:
    (reason,) = reasons(coverage(failed=10, model=0))
    assert "no run ended with a capture" in reason


def test_an_opaque_payload_is_a_reason_unless_its_host_is_explained() -> None:
    (reason,) = reasons(coverage(), SECRET)
    assert "t.example" in reason
    assert "99 bytes" in reason
    assert reasons(coverage(), SECRET, explained="t.example") == ()


def test_what_stopped_the_plan_comes_first() -> None:
    assert reasons(coverage(model=0), stopped="the budget was spent")[0] == "the budget was spent"


def test_a_suspicion_that_fresh_runs_do_not_bear_out_is_a_reason_and_no_signal() -> None:
    (signal,) = COVERT
    doubted = replace(signal, confidence=replace(signal.confidence, p_adjusted=0.3, runs_with=2))
    assert confirmed(signal)
    assert not confirmed(doubted)
    (reason,) = unconfirmed_because((signal, doubted))
    assert "timezone on call#1 /system was not confirmed (2 runs with, 6 without)" in reason
    assert "--max-runs" in reason


def test_a_model_call_that_nobody_could_read_is_a_reason_whoever_received_it() -> None:
    unread = replace(SECRET, host="api.example", role="openai-chat:create")
    assert reasons(coverage(), replace(SECRET, host="api.example"), explained="api.example") == ()
    (reason,) = reasons(coverage(), unread, explained="api.example")
    assert "api.example" in reason
