"""What servers answer that are asked whose login a tool carries: an ordinary account, whoever asks.

Without such an answer some tools end before they call a model. The account's id is the one that the request names,
which is a dummy of the profile's.
Source: https://github.com/openai/codex, codex-rs/model-provider/src/workspace_routing.rs (the workspaces of a ChatGPT
login, asked for since 0.156), as ported and tested in public, read 2026-11.
"""

from __future__ import annotations

from countermark.wire.json_values import JSON_TYPE, encode, write_json
from countermark.wire.messages import Reply, Request

_WORKSPACES = "/backend-api/wham/accounts/check"
_ORIGIN = "https://chatgpt.com"


def respond(request: Request) -> Reply | None:
    """The account of a login; ``None`` where none is asked for."""
    if request.method != "GET" or not request.path.endswith(_WORKSPACES):
        return None
    account = request.header("chatgpt-account-id")
    workspace = {
        "id": account,
        "structure": "personal",
        "plan_type": "plus",
        "workspace_backend_origin": _ORIGIN,
        "account_routing_override": "us",
    }
    value = {"accounts": [workspace], "account_ordering": [account], "default_account_id": account}
    return Reply(status=200, headers=(JSON_TYPE,), pieces=(encode(write_json(value)),))
