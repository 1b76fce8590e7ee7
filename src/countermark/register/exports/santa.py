"""Static rules for Santa, in a configuration profile for macOS: what is signed as a banned tool does not start.

Rules are made of signing ids and digests of executables; of a team id, which blocks everything of a vendor's, only
where the register knows nothing more precise.

Source: https://northpole.dev/features/binary-authorization (rule types and policies) and
https://northpole.dev/configuration/keys#StaticRules (read 2026-11).
"""

from __future__ import annotations

import plistlib
import uuid
from collections.abc import Iterator

from countermark.register.bans import Ban, Bans, left_out
from countermark.register.exports.record import Export, Exported, Piece

DOMAIN = "com.northpolesec.santa"
_SPACE = uuid.UUID("8a3f0f6e-6c1d-5c39-9a7c-7f2a6a7d2b10")
"""A namespace of our own, so that one register gives one profile."""


def render(bans: Bans) -> Exported:
    """The profile, with one rule for each name by which Santa knows a tool."""
    rules = [rule for ban in bans.blocking for rule in _rules(ban)]
    payload = {
        "PayloadType": DOMAIN,
        "PayloadIdentifier": "countermark.register.santa",
        "PayloadUUID": _uuid(bans, "payload"),
        "PayloadVersion": 1,
        "StaticRules": rules,
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadIdentifier": "countermark.register",
        "PayloadUUID": _uuid(bans, "profile"),
        "PayloadVersion": 1,
        "PayloadScope": "System",
        "PayloadDisplayName": f"{bans.register.title}: banned tools",
        "PayloadContent": [payload],
    }
    has = frozenset(ban.tool for ban in bans.all if [*_rules(ban)])
    text = plistlib.dumps(profile).decode("utf-8")
    return Exported(
        pieces=(Piece(name="countermark-santa.mobileconfig", text=text),), notes=left_out(bans, "signature", has)
    )


def _rules(ban: Ban) -> Iterator[dict[str, str]]:
    programs = ban.form.programs
    precise = [*(("SIGNINGID", name) for name in programs.signing_ids), *(("BINARY", name) for name in programs.sha256)]
    for kind, name in precise or [("TEAMID", name) for name in programs.team_ids]:
        yield {"identifier": name, "rule_type": kind, "policy": "BLOCKLIST", "custom_msg": ban.in_words()}


def _uuid(bans: Bans, part: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{bans.register.title}/{part}")).upper()


EXPORT = Export(id="santa", title="a profile of Santa rules that keep banned tools from starting", render=render)
