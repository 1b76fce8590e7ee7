"""Everything in a request that could say something is a feature at an address of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.model.observation import Feature
from countermark.observe.features import body_features, head_features
from countermark.wire.content import Content, Shape
from countermark.wire.messages import Header, Request


def head(*headers: tuple[str, str], query: str = "") -> dict[tuple[str, str], str]:
    request = Request(
        method="GET",
        target="/x",
        version="1.1",
        path="/x",
        query=query,
        headers=tuple(Header(name=name, value=value) for name, value in headers),
    )
    return keyed(tuple(head_features("r#1", request, "t.example", 8443)))


def body(shape: Shape, text: str) -> dict[tuple[str, str], str]:
    return keyed(tuple(body_features("r#1", Content(shape=shape, data=text.encode("utf-8", "replace"), text=text))))


def keyed(features: tuple[Feature, ...]) -> dict[tuple[str, str], str]:
    found = {(one.address.part, one.address.pointer or one.address.name): one.text for one in features}
    assert len({one.address for one in features}) == len(features)
    return found


def test_where_a_request_goes_is_told_by_destination_and_path() -> None:
    found = head()
    assert (found["destination", ""], found["path", ""]) == ("t.example:8443", "/x")


def test_header_values_have_names_in_one_case_and_the_order_keeps_theirs() -> None:
    found = head(("X-Zone", "UTC"), ("accept", "*/*"))
    assert found["header", "x-zone"] == "UTC"
    assert found["order", "headers"] == "X-Zone\naccept"


def test_cookies_have_names_an_order_and_a_style() -> None:
    found = head(("Cookie", "s=1; t=2=3; s=4"))
    assert (found["header", "cookie s"], found["header", "cookie t"]) == ("1", "2=3")
    assert found["header", "cookie s[2]"] == "4"
    assert (found["order", "cookies"], found["format", "cookie-space"]) == ("s\nt\ns", "plain")
    assert ("header", "cookie") not in found


def test_another_spelling_of_cookies_is_seen() -> None:
    styles = {
        head(("Cookie", text))["format", "cookie-space"]
        for text in ("s=1; t=2", "s=1;t=2", "s=1; t=2 ", "s; t=2", 's="1"; t=2', 's=1; t="2"')
    }
    assert len(styles) == 6
    assert ("format", "cookie-space") not in head()


def test_quotes_around_a_cookie_and_the_case_of_its_name_are_spelling_and_not_another_cookie() -> None:
    plain, spelt = head(("Cookie", "s=1; t=2")), head(("Cookie", 'S="1"; t=2'))
    assert plain["header", "cookie s"] == spelt["header", "cookie s"] == "1"
    changed = {key for key in plain.keys() | spelt.keys() if plain.get(key) != spelt.get(key)}
    assert changed == {("order", "cookies"), ("format", "cookie-space")}


def test_a_header_that_only_follows_from_the_body_is_no_feature_but_its_place_is() -> None:
    found = head(("Content-Length", "5"))
    assert ("header", "content-length") not in found
    assert found["order", "headers"] == "Content-Length"


def test_a_name_that_comes_twice_has_two_addresses() -> None:
    found = head(("a", "1"), ("A", "2"), query="q=1&q=2&empty=")
    assert (found["header", "a"], found["header", "a[2]"]) == ("1", "2")
    assert (found["query", "q"], found["query", "q[2]"], found["query", "empty"]) == ("1", "2", "")


def test_json_is_taken_apart_and_what_only_claims_to_be_json_is_kept_whole() -> None:
    assert body(Shape.JSON, '{"a":"b"}')["body", "/a"] == "b"
    assert body(Shape.JSON, "{broken") == {("body", ""): "{broken"}


def test_lines_of_json_are_addressed_by_their_number() -> None:
    found = body(Shape.JSONL, '{"a":"b"}\n\n{"a":"c"}\n')
    assert (found["body", "/0/a"], found["body", "/1/a"]) == ("b", "c")


def test_a_form_has_its_fields_and_their_order() -> None:
    found = body(Shape.FORM, "z=1&a=%E2%80%99")
    assert (found["body", "z"], found["body", "a"], found["order", "form"]) == ("1", "’", "z\na")


def test_other_text_is_one_feature_and_nothing_is_none() -> None:
    assert body(Shape.TEXT, "hello") == {("body", ""): "hello"}
    assert body(Shape.EMPTY, "") == {}


@given(
    names=st.lists(st.sampled_from("aAbB"), max_size=6),
    query=st.text(st.sampled_from("ab&=%;+"), max_size=20),
    text=st.text(max_size=60),
    shape=st.sampled_from(Shape),
)
def test_any_request_has_one_text_at_each_address(names: list[str], query: str, text: str, shape: Shape) -> None:
    head(*((name, "v") for name in names), query=query)
    body(shape, text)
