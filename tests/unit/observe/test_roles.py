"""The same exchange has the same name in every run, whatever the environment put into it."""

from __future__ import annotations

import json
from dataclasses import replace

from countermark.observe.roles import Roles, provider_hosts
from countermark.wire.messages import Header, Request

API = "api.anthropic.com"
TOOLS = json.dumps({"tools": [{"name": "t"}]})


def request(path: str, *, method: str = "POST", host: str = API, headers: tuple[str, ...] = ()) -> Request:
    return Request(
        method=method,
        target=path,
        version="1.1",
        host=host,
        path=path,
        headers=tuple(Header(name=name, value="x") for name in headers),
    )


def roles(base_url: str = "") -> Roles:
    return Roles("anthropic-messages", base_url)


def test_the_providers_own_hosts_are_known() -> None:
    assert API in provider_hosts("anthropic-messages")
    assert "api.openai.com" in provider_hosts("openai-chat")
    assert provider_hosts("no-such-protocol") == frozenset()


def test_an_agent_s_call_and_a_small_side_call_are_told_apart() -> None:
    found = roles()
    assert found.role(request("/v1/messages"), API, TOOLS) == ("anthropic-messages:create#1", True)
    assert found.role(request("/v1/messages"), API, "{}") == ("anthropic-messages:create[no tools]#1", True)
    assert found.role(request("/v1/messages"), API, "not JSON") == ("anthropic-messages:create#2", True)


def test_tools_that_an_item_brings_or_that_were_brought_before_are_offered_too() -> None:
    found = Roles("openai-responses", "")
    bodies = (
        '{"type":"response.create","input":[],"generate":false}',
        '{"type":"response.create","input":[{"type":"additional_tools","tools":[{}]}]}',
        '{"type":"response.create","input":[{"type":"custom_tool_call_output"}],"previous_response_id":"r"}',
    )
    asked = (replace(request("/v1/responses", method="WS"), body=body.encode()) for body in bodies)
    names = [found.role(one, "api.openai.com", body) for one, body in zip(asked, bodies, strict=True)]
    assert names == [
        ("openai-responses:create[no tools]#1", True),
        ("openai-responses:create#1", True),
        ("openai-responses:create#2", True),
    ]


def test_a_call_to_a_strange_host_says_so() -> None:
    assert roles().role(request("/v1/messages"), "x.example", TOOLS)[0] == "anthropic-messages:create@x.example#1"
    assert (
        roles("https://x.example").role(request("/v1/messages"), "x.example", TOOLS)[0] == "anthropic-messages:create#1"
    )


def test_counting_tokens_is_no_answer_of_a_model() -> None:
    assert not roles().role(request("/v1/messages/count_tokens"), API, TOOLS)[1]


def test_identifiers_in_a_path_stay_out_of_the_name() -> None:
    found = roles()
    one = found.role(request("/orgs/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/events"), "t.example", "")
    two = found.role(request("/orgs/ffffffff-4e5f-6071-8293-a4b5c6d7e8f9/events"), "t.example", "")
    assert (one[0], two[0]) == ("POST t.example/orgs/*/events#1", "POST t.example/orgs/*/events#2")
    assert found.role(request("/orgs/settings/events"), "t.example", "")[0] == "POST t.example/orgs/settings/events#1"


def test_the_provider_has_one_name_for_whatever_host_stands_in_its_place() -> None:
    one = roles("https://gw.example/base/").role(request("/base/status", method="GET"), "gw.example", "")
    other = roles().role(request("/status", method="GET"), API, "")
    assert one == other == ("GET {api}/status#1", False)


def test_the_path_of_the_base_url_is_taken_off_its_own_host_only() -> None:
    found = roles("https://gw.example/base").role(request("/base/status", method="GET"), "t.example", "")
    assert found[0] == "GET t.example/base/status#1"


def test_tunnels_are_numbered_whatever_they_lead_to() -> None:
    found = roles()
    names = [found.role(request("x", method="CONNECT", host=host), "proxy", "")[0] for host in (API, "t.example")]
    assert names == ["CONNECT#1", "CONNECT#2"]


def test_a_body_nested_without_end_is_survived() -> None:
    assert roles().role(request("/v1/messages"), API, "[" * 100_000)[1]
