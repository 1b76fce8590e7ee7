"""Requests that ask for program text, by their own words."""

from __future__ import annotations

import dataclasses

import pytest

from countermark.explain.code_requests import PACKAGE, PROGRAM, RELEASE, code_requests
from countermark.model.observation import Address, Exchange, Feature, Observation

EXCHANGE = Exchange(
    role="GET files.example /x#1",
    host="files.example",
    port=443,
    method="GET",
    path="/",
    connection=0,
    is_model=False,
    sent_bytes=10,
    body_offset=0,
    body_length=0,
    content_type="",
    decoded=True,
)


def seen(run: str, path: str, accept: str = "*/*", **changes: object) -> Observation:
    exchange = dataclasses.replace(EXCHANGE, path=path, **changes)  # type: ignore[arg-type]
    taken = Feature(address=Address(role=exchange.role, part="header", name="accept"), text=accept)
    return Observation(run=run, features=(taken,), exchanges=(exchange,))


@pytest.mark.parametrize(
    ("path", "accept", "what"),
    [
        ("/v2/agent.js", "*/*", PROGRAM),
        ("/builds/1.2.3/Agent.EXE", "*/*", PROGRAM),
        ("/loader", "application/wasm", PROGRAM),
        ("/loader", "text/javascript, */*;q=0.1", PROGRAM),
        ("/agent/-/agent-1.2.3.tgz", "*/*", PACKAGE),
        ("/agent", "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8", PACKAGE),
        ("/simple/agent/", "application/vnd.pypi.simple.v1+json", PACKAGE),
        ("/agent/latest", "application/json", RELEASE),
        ("/repos/some/agent/releases", "*/*", RELEASE),
        ("/download/latest-linux.yml", "*/*", RELEASE),
    ],
)
def test_a_request_that_asks_for_code_is_told(path: str, accept: str, what: str) -> None:
    (found,) = code_requests((seen("1", path, accept),))
    assert (found.host, found.asks_for, found.runs, found.run) == ("files.example", what, 1, "1")
    assert found.sign in {path, f"accept: {accept.partition(',')[0].partition(';')[0]}"}


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/v1/models", "application/json"),
        ("/api/translatest", "*/*"),
        ("/settings.json", "*/*"),
        ("/v1/js", "*/*"),
        ("/page", "text/html, application/json"),
        ("/agent.js/settings", "*/*"),
    ],
)
def test_a_request_for_anything_else_is_not(path: str, accept: str) -> None:
    assert code_requests((seen("1", path, accept),)) == ()


def test_what_is_sent_asks_for_nothing_and_neither_does_a_call_of_a_model() -> None:
    assert code_requests((seen("1", "/upload/agent.js", method="POST"),)) == ()
    assert code_requests((seen("1", "/latest", is_model=True),)) == ()


def test_the_same_request_is_told_once_with_its_runs() -> None:
    every = tuple(seen(run, "/agent.js") for run in ("3", "1", "2"))
    assert [(one.runs, one.run) for one in code_requests(every)] == [(3, "3")]


def test_an_id_in_a_path_makes_no_other_request_of_it() -> None:
    every = tuple(seen(run, f"/{run * 32}/agent.js") for run in ("1", "2"))
    assert [one.sign for one in code_requests(every)] == ["/*/agent.js"]
