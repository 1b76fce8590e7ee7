"""Policies for Fleet, as its GitOps reads them: a host passes where a banned tool is not to be found.

Source: https://fleetdm.com/docs/configuration/yaml-files#policies, with the keys name, description, resolution, query,
platform and critical; a policy passes where its query gives a row (read 2026-11). A JSON text is YAML 1.2
(https://yaml.org/spec/1.2.2/, section 1.3), and so are the values here.
"""

from __future__ import annotations

import json

from countermark.register.bans import Ban, Bans
from countermark.register.exports.osquery import PLATFORM, queries
from countermark.register.exports.record import Export, Exported, Piece


def render(bans: Bans) -> Exported:
    """One policy for each ban; a host where the tool is fails it, from today on: before the date it is a warning."""
    policies = [policy for ban in bans.all for policy in _policies(ban)]
    text = "".join(
        "- " + "\n  ".join(f"{key}: {json.dumps(value)}" for key, value in policy.items()) + "\n" for policy in policies
    )
    notes = [f"{ban.form.title}: nothing to look for is known" for ban in bans.all if not _policies(ban)]
    for ban in bans.all:
        hosts = ", ".join(host for one in ban.exceptions for host in one.hosts)
        notes += [f"{ban.form.title}: hosts of exceptions fail too: {hosts}"] if hosts else []
    return Exported(pieces=(Piece(name="countermark.policies.yml", text=text or "[]\n"),), notes=tuple(notes))


def _policies(ban: Ban) -> tuple[dict[str, object], ...]:
    found = [sql.removesuffix(";") for _, sql in queries(ban)]
    if not found:
        return ()
    none = " AND ".join(f"NOT EXISTS ({sql})" for sql in found)
    of = f" {', '.join(ban.decision.versions)}" if ban.decision.versions else ""
    return (
        {
            "name": f"No {ban.form.title}{of} (from {ban.decision.effective.isoformat()})",
            "description": ban.in_words(),
            "resolution": "Remove it: " + "; ".join(ban.form.uninstall or ("as it was installed",)),
            "query": f"SELECT 1 WHERE {none};",
            "platform": PLATFORM,
            "critical": ban.holds,
        },
    )


EXPORT = Export(id="fleet", title="policies for Fleet that fail on hosts with a banned tool", render=render)
