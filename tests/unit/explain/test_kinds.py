"""The rules that tell overt, functional and covert apart, each with its near-miss."""

from __future__ import annotations

from countermark.explain.kinds import Judgement, State, judge
from countermark.model.environment import Derivation
from countermark.model.observation import Address
from countermark.model.verdict import Kind

BODY = Address(role="call#1", part="body", pointer="/system")


def state(text: str | None, *shown: tuple[str, str], factor: str = "timezone") -> State:
    return State(
        text=text,
        derivations=tuple(Derivation(factor=factor, value="x", form=form, text=words) for form, words in shown),
    )


def judged(*states: State, before: str = "", after: str = "", address: Address = BODY) -> Judgement:
    return judge(address, before, after, states)


def test_a_look_alike_is_covert() -> None:
    found = judged(state("'"), state("\u2019"), before="Today", after="s date")
    assert (found.kind, found.channel) == (Kind.COVERT, "look-alike")


def test_a_date_s_separator_is_covert() -> None:
    found = judged(state("-11-"), state("/11/"), before="Today is 2026", after="18")
    assert (found.kind, found.channel) == (Kind.COVERT, "date-format")


def test_a_date_s_separator_is_covert_although_the_date_follows_from_the_zone() -> None:
    one = state("-11-", ("local-date:iso", "2026-11-18"), ("local-date:slash-ymd", "2026/11/18"))
    other = state("/11/", ("local-date:iso", "2026-11-19"), ("local-date:slash-ymd", "2026/11/18"))
    assert judged(one, other, before="Today is 2026", after="18").kind is Kind.COVERT


def test_a_date_s_separator_is_covert_although_it_is_some_language_s_own() -> None:
    """The first run that showed it happened to have that language."""
    clock = [("date:iso", "2026-11-18"), ("date:slash-ymd", "2026/11/18")]
    zone = [Derivation(factor="locale", value="zh_CN", form="short-date", text="2026/11/18")]
    one = state("2026-11-18", *clock)
    other = State(text="2026/11/18", derivations=(*state(None, *clock).derivations, *zone))
    far = state("2031-11-19", ("date:iso", "2031-11-19"), ("date:slash-ymd", "2031/11/19"))
    assert judged(one, other, far, before="Today is ", after=".").channel == "date-format"


def test_a_date_in_the_language_s_own_format_is_overt() -> None:
    english = state("11/18/2026", ("short-date", "11/18/2026"), factor="locale")
    german = state("18.11.2026", ("short-date", "18.11.2026"), factor="locale")
    assert judged(english, german, before="Date: ").kind is Kind.OVERT


def test_a_named_zone_is_overt() -> None:
    assert judged(state("UTC", ("value", "UTC")), state("Asia/Tokyo", ("value", "Asia/Tokyo"))).kind is Kind.OVERT


def test_a_value_that_is_shown_only_when_set_is_overt() -> None:
    assert judged(state(""), state("You are on gw.example.", ("host", "gw.example"))).kind is Kind.OVERT


def test_a_hidden_bit_beside_an_open_value_is_covert() -> None:
    one = state("it's UTC", ("value", "UTC"))
    other = state("it\u02bcs Asia/Tokyo", ("value", "Asia/Tokyo"))
    assert judged(one, other).kind is Kind.COVERT


def test_an_added_paragraph_is_functional() -> None:
    assert judged(state(""), state("You run in a pipeline: ask nothing.")).kind is Kind.FUNCTIONAL


def test_an_added_invisible_character_is_covert() -> None:
    assert judged(state(""), state("\u200b"), before="Hello", after="there").kind is Kind.COVERT


def test_a_mark_inside_an_added_paragraph_is_covert() -> None:
    found = judged(state(""), state("It's a pipeline."), state("It\u2019s a pipeline."))
    assert found.kind is Kind.COVERT


def test_a_number_that_shows_nothing_is_covert_and_one_that_is_the_value_is_not() -> None:
    assert judged(state("8192"), state("8193")).channel == "number"
    assert (
        judged(state("0", ("utc-offset:minutes", "000")), state("540", ("utc-offset:minutes", "540"))).kind is not None
    )
    assert judged(state("80", ("port", "80")), state("8080", ("port", "8080"))).kind is Kind.OVERT


def test_a_metric_s_number_is_openly_what_it_counts() -> None:
    metric = "/resourceMetrics/0/scopeMetrics/[name=tool]/metrics/[name=tool.calls]"
    for point in ("sum/dataPoints/0/asInt", "histogram/dataPoints/0/min", "histogram/dataPoints/0/bucketCounts/3"):
        sent = Address(role="POST telemetry.example/v1/metrics#1", part="body", pointer=f"{metric}/{point}")
        asked = Address(role="openai-chat:create#1", part="body", pointer=f"{metric}/{point}")
        assert judged(state("3"), state("7"), address=sent).kind is Kind.FUNCTIONAL
        assert judged(state("3"), state("7"), address=asked).channel == "number"
    for other in ("sum/aggregationTemporality", "sum/dataPoints/0/attributes/0/value/intValue"):
        sent = Address(role="POST telemetry.example/v1/metrics#1", part="body", pointer=f"{metric}/{other}")
        assert judged(state("3"), state("7"), address=sent).channel == "number"


def test_a_weight_of_another_list_is_open_and_one_of_the_same_list_is_not() -> None:
    where = Address(role="GET x#1", part="header", name="accept-language")
    short = State(text="9", derivations=(), before="C, *;q=0.")
    longer = State(text="8", derivations=(), before="en-US, en;q=0.9, *;q=0.")
    other = State(text="8", derivations=(), before="C, *;q=0.")
    assert judged(short, longer, address=where).kind is Kind.FUNCTIONAL
    assert judged(short, longer, other, address=where).channel == "number"
    assert judged(short, longer, address=Address(role="GET x#1", part="header", name="x-list")).channel == "number"


def test_random_looking_text_that_follows_the_environment_is_covert() -> None:
    assert judged(state("3f9a1c77d2e04b58"), state("a07c5e9bb1d24f63")).channel == "random-bits"


def test_words_that_differ_are_functional() -> None:
    assert judged(state("light"), state("dark")).kind is Kind.FUNCTIONAL


def test_order_of_keys() -> None:
    keys = Address(role="call#1", part="order")
    assert judged(state("a\nb"), state("b\na"), address=keys).channel == "order"
    assert judged(state("a\nb"), state("a\nc\nb"), address=keys).kind is Kind.FUNCTIONAL


def test_the_order_of_requests_is_covert_unless_the_network_decides_it() -> None:
    requests = Address(role="run", part="order", name="requests")
    states = (state("a\nb"), state("b\na"))
    assert judge(requests, "", "", states, frozenset(("shell",))).channel == "order"
    assert judge(requests, "", "", states, frozenset(("shell", "base-url"))).kind is Kind.FUNCTIONAL
    assert judge(requests, "", "", states).kind is Kind.COVERT


def test_case_of_header_names() -> None:
    names = Address(role="call#1", part="order", name="headers")
    assert judged(state("Accept\nHost"), state("accept\nHost"), address=names).channel == "case"


def test_a_name_that_is_only_looked_up_is_covert() -> None:
    name = Address(role="run", part="dns", name="x.example")
    assert judged(state(None), state("x.example only looked up"), address=name).channel == "dns-name"
    assert judged(state(None), state("x.example contacted"), address=name).kind is Kind.FUNCTIONAL


def test_another_spelling_of_one_value_is_covert() -> None:
    spelled = Address(role="call#1", part="format", name="white-space")
    assert judged(state("none"), state("', ' ' '"), address=spelled).kind is Kind.COVERT
    assert judged(state(None), state("ascii"), address=spelled).kind is Kind.FUNCTIONAL


def test_a_destination_is_functional() -> None:
    where = Address(role="call#1", part="destination")
    assert judged(state("a.example:443"), state("b.example:443"), address=where).kind is Kind.FUNCTIONAL
