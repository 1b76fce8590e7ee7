"""Servers of remote switches are known by their requests, told which names those state, and answer in their forms."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire import switches
from countermark.wire.messages import Header, Request
from countermark.wire.switches import ALL, Served

NAMES = ("paint-it", "tea.time")


def request(method: str, path: str, body: object = None, host: str = "flags.example", accept: str = "") -> Request:
    content = b"" if body is None else json.dumps(body).encode()
    headers = (Header(name="Accept", value=accept),) if accept else ()
    return Request(
        method=method,
        target=path,
        version="1.1",
        host=host,
        path=path.partition("?")[0],
        headers=headers,
        body=content,
        body_size_bytes=len(content),
    )


def told(one: Request, *, on: bool) -> object:
    reply = switches.respond(one, Served(names=NAMES, on=on))
    assert reply is not None
    assert reply.status == 200
    text = b"".join(reply.pieces).decode()
    return json.loads(text.partition("data: ")[2] if text.startswith("event: put\n") else text)


# What each service is asked, and where in its answer the value of a name stands. Written after the vendors' SDKs.
ASKED = [
    ("growthbook", request("GET", "/api/features/sdk-abc"), ("features", "paint-it", "defaultValue")),
    ("growthbook", request("POST", "/x/api/eval/sdk-abc", {}), ("features", "tea.time", "defaultValue")),
    ("launchdarkly", request("GET", "/sdk/evalx/env/contexts/e30"), ("paint-it", "value")),
    ("launchdarkly", request("REPORT", "/msdk/evalx/context", {}), ("tea.time", "value")),
    ("launchdarkly", request("GET", "/sdk/eval/env/users/e30"), ("paint-it",)),
    ("launchdarkly", request("GET", "/sdk/latest-all"), ("flags", "paint-it", "fallthrough", "variation")),
    ("launchdarkly", request("GET", "/sdk/latest-flags"), ("paint-it", "fallthrough", "variation")),
    (
        "launchdarkly",
        request("GET", "/all", host="stream.launchdarkly.com", accept="text/event-stream"),
        ("data", "flags", "paint-it", "fallthrough", "variation"),
    ),
    (
        "launchdarkly",
        request("GET", "/meval/e30", host="clientstream.launchdarkly.com", accept="text/event-stream"),
        ("paint-it", "value"),
    ),
    ("ofrep", request("POST", "/ofrep/v1/evaluate/flags/paint-it", {}), ("value",)),
    ("ofrep", request("POST", "/ofrep/v1/evaluate/flags", {}), ("flags", 1, "value")),
    ("posthog", request("POST", "/decide/?v=3", {"api_key": "k", "distinct_id": "u"}), ("featureFlags", "paint-it")),
    ("posthog", request("POST", "/flags", {"token": "k", "distinct_id": "u"}), ("flags", "tea.time", "enabled")),
    ("posthog", request("GET", "/api/feature_flag/local_evaluation?token=k"), ("flags", 0, "active")),
    (
        "statsig",
        request("POST", "/v1/initialize", {"hash": "none"}),
        ("feature_gates", "paint-it", "value"),
    ),
    ("statsig", request("POST", "/v1/check_gate", {"gateName": "paint-it"}), ("value",)),
    ("statsig", request("GET", "/v1/download_config_specs/secret-k.json"), ("feature_gates", 0, "enabled")),
    ("unleash", request("GET", "/api/client/features"), ("features", 0, "enabled")),
]


@pytest.mark.parametrize(("service", "one", "path"), ASKED, ids=lambda value: getattr(value, "path", None))
def test_each_service_is_known_and_answers_on_and_off(service: str, one: Request, path: tuple[str | int, ...]) -> None:
    found = switches.asked(one)
    assert found is not None
    assert found.id == service
    assert {item.id for item in ALL if item.asks(one)} == {service}
    for on in (True, False):
        value = told(one, on=on)
        for step in path:
            value = value[step]  # type: ignore[index]
        assert value == on


def test_every_service_is_asked_here() -> None:
    assert {service for service, _, _ in ASKED} == {item.id for item in ALL}


def test_a_front_end_of_unleash_is_told_of_what_is_on_alone() -> None:
    one = request("GET", "/api/frontend?appName=x")
    on, off = told(one, on=True), told(one, on=False)
    assert isinstance(on, dict)
    assert [item["name"] for item in on["toggles"]] == list(NAMES)
    assert off == {"toggles": []}


@pytest.mark.parametrize(
    ("how", "key"),
    [
        # djb2 as of statsig-io/js-client-monorepo: times 31, unsigned 32 bits.
        ("djb2", str(sum(ord(c) * 31 ** (7 - i) for i, c in enumerate("paint-it")) % 2**32)),
        ("sha256", base64.b64encode(hashlib.sha256(b"paint-it").digest()).decode()),
    ],
)
def test_statsig_hashes_names_as_it_is_asked_to(how: str, key: str) -> None:
    value = told(request("POST", "/v1/initialize", {"hash": how}), on=True)
    assert isinstance(value, dict)
    assert (value["hash_used"], value["feature_gates"][key]["value"]) == (how, True)


@pytest.mark.parametrize(
    ("one", "names"),
    [
        (request("POST", "/ofrep/v1/evaluate/flags/tea%2Etime", {}), ("tea.time",)),
        (request("POST", "/v1/check_gate", {"gateName": "tea"}), ("tea",)),
        (
            request(
                "POST", "/v1/rgstr", {"events": [{"eventName": "statsig::gate_exposure", "metadata": {"gate": "tea"}}]}
            ),
            ("tea",),
        ),
        (request("POST", "/v1/rgstr", {"events": [{"eventName": "other", "metadata": {"gate": "tea"}}]}), ()),
        (request("POST", "/api/client/metrics", {"bucket": {"toggles": {"tea": {"yes": 1, "no": 0}}}}), ("tea",)),
        (request("POST", "/api/eval/sdk-a", {"forcedFeatures": [["tea", True]]}), ("tea",)),
        (request("POST", "/flags?v=2", {"token": "k", "distinct_id": "u", "flag_keys": ["tea"]}), ("tea",)),
        (
            request(
                "POST", "/e/", {"batch": [{"event": "$feature_flag_called", "properties": {"$feature_flag": "tea"}}]}
            ),
            ("tea",),
        ),
        (request("POST", "/v1/check_gate", {"gateName": "\x1b[2J"}), ()),
        (request("POST", "/v1/messages", {"gateName": "tea"}), ()),
    ],
)
def test_names_that_requests_state(one: Request, names: tuple[str, ...]) -> None:
    assert switches.named(one) == names


def test_a_packed_body_is_read() -> None:
    body = gzip.compress(json.dumps({"api_key": "k", "distinct_id": "u"}).encode())
    packed = Header(name="Content-Encoding", value="gzip")
    one = Request(
        method="POST", target="/decide", version="1.1", path="/decide", headers=(packed,), body=body,
        body_size_bytes=len(body),
    )  # fmt: skip
    found = switches.asked(one)
    assert found is not None
    assert found.id == "posthog"


@pytest.mark.parametrize(
    "one",
    [
        request("POST", "/v1/messages", {"model": "m"}),
        request("GET", "/api/features/all"),
        request("GET", "/all"),
        request("GET", "/flags"),
        request("POST", "/flags", {"country": "fr"}),
        request("PUT", "/api/client/features"),
        request("GET", "/v1/initialize"),
    ],
    ids=lambda one: f"{one.method} {one.path}",
)
def test_what_asks_for_no_switches(one: Request) -> None:
    assert switches.asked(one) is None
    assert switches.respond(one, Served(names=NAMES, on=True)) is None


@given(
    method=st.sampled_from(["GET", "POST", "REPORT"]),
    path=st.sampled_from([item.path for _, item, _ in ASKED]),
    body=st.binary(max_size=60)
    | st.sampled_from([b"[1]", b'{"events":7}', b'{"bucket":[]}', b'{"forcedFeatures":[[]]}']),
    on=st.booleans(),
)
def test_nothing_raises(method: str, path: str, body: bytes, on: bool) -> None:  # noqa: FBT001 -- drawn
    one = Request(method=method, target=path, version="1.1", path=path, body=body, body_size_bytes=len(body))
    served = Served(names=NAMES, on=on)
    assert switches.respond(one, served) == switches.respond(one, served)
    assert all(isinstance(name, str) for name in switches.named(one))
