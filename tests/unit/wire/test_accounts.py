"""Who asks whose login it is hears of an ordinary account under the id that it named."""

from __future__ import annotations

import json

import pytest

from countermark.wire import accounts
from countermark.wire.messages import Header, Request


def request(method: str, path: str) -> Request:
    named = (Header(name="ChatGPT-Account-Id", value="a-1"),)
    return Request(method=method, target=path, version="1.1", path=path, headers=named)


def test_the_workspace_of_a_login() -> None:
    reply = accounts.respond(request("GET", "/backend-api/wham/accounts/check"))
    assert reply is not None
    (workspace,) = json.loads(b"".join(reply.pieces))["accounts"]
    assert (workspace["id"], workspace["workspace_backend_origin"]) == ("a-1", "https://chatgpt.com")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/backend-api/wham/accounts/check"), ("GET", "/backend-api/wham/usage")]
)
def test_others_are_not_answered(method: str, path: str) -> None:
    assert accounts.respond(request(method, path)) is None
