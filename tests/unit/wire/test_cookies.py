"""Cookies are given to whoever does not show them, the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.cookies import with_cookies
from countermark.wire.messages import Header, Reply, Request

REPLY = Reply(status=200, headers=(Header(name="content-type", value="text/plain"),))


def named(*shown: str) -> list[str]:
    headers = tuple(Header(name="Cookie", value=value) for value in shown)
    said = with_cookies(Request(method="GET", target="/", version="1.1", headers=headers), REPLY)
    assert said.headers[0] == REPLY.headers[0]
    assert {item.name for item in said.headers[1:]} <= {"set-cookie"}
    return [item.value.partition("=")[0] for item in said.headers[1:]]


def test_who_shows_none_gets_both_and_who_shows_one_the_other() -> None:
    assert named() == ["sid", "device"]
    assert named("sid=5f2b8c1e9a7d4036") == ["device"]
    assert named("a=1", 'DEVICE="c3a91e75" ; sid') == []
    assert named("sidecar=1; x-device=2") == ["sid", "device"]


def test_they_are_the_same_on_every_host_and_a_jar_takes_them() -> None:
    some = [Request(method="POST", target="/", version="2", host=host) for host in ("api.example", "stats.example")]
    assert len({with_cookies(request, REPLY) for request in some}) == 1
    assert not any("Secure" in item.value or "Domain" in item.value for item in with_cookies(some[0], REPLY).headers)


@given(st.lists(st.text(max_size=30), max_size=3))
def test_any_header_will_do(shown: list[str]) -> None:
    assert set(named(*shown)) <= {"sid", "device"}
