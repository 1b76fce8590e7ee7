"""A pack for osquery: one query a package and one for a tool's files, on every host, once an hour.

Source: https://osquery.readthedocs.io/en/stable/deployment/configuration/#packs and the specifications of the tables
npm_packages, python_packages, users and file in github.com/osquery/osquery (read 2026-11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from countermark.register.bans import Ban, Bans
from countermark.register.exports.record import Export, Exported, Piece

INTERVAL_S = 3600
PLATFORM = "darwin,linux"
TABLES = {"npm": "npm_packages", "pypi": "python_packages"}


def queries(ban: Ban) -> Iterator[tuple[str, str]]:
    """Name and SQL of each way in which a banned tool is seen on a host; a row for each place where it is."""
    for package in ban.form.packages:
        kind, _, name = package.partition(":")
        column = "lower(replace(replace(name, '_', '-'), '.', '-'))" if kind == "pypi" else "name"
        wanted = re.sub(r"[-_.]+", "-", name).lower() if kind == "pypi" else name
        versions = f" AND version IN ({', '.join(map(quoted, ban.decision.versions))})" if not ban.is_whole else ""
        yield package, f"SELECT name, version, path FROM {TABLES[kind]} WHERE {column} = {quoted(wanted)}{versions};"  # noqa: S608 -- texts are quoted
    if ban.is_whole and ban.form.programs.paths:
        places = " OR ".join(f"file.path = users.directory || {quoted(path[1:])}" for path in ban.form.programs.paths)
        yield "files", f"SELECT users.username, file.path FROM users CROSS JOIN file WHERE {places};"  # noqa: S608 -- likewise


def quoted(text: str) -> str:
    """A text as SQL writes it.

    Source: https://www.sqlite.org/lang_expr.html, «Literal Values» (read 2026-11).
    """
    return "'" + text.replace("'", "''") + "'"


def render(bans: Bans) -> Exported:
    """The pack. It reports hosts of exceptions too: to see a tool is not yet to take it away."""
    found: dict[str, object] = {}
    for ban in bans.all:
        for name, sql in queries(ban):
            when = ban.decision.effective.isoformat()
            found[f"{ban.tool} {name} from {when}"] = {
                "query": sql,
                "interval": INTERVAL_S,
                "platform": PLATFORM,
                "snapshot": True,
                "description": ban.in_words(),
                "value": f"Banned from {when}",
            }
    text = json.dumps({"platform": PLATFORM, "queries": found}, indent=2) + "\n"
    notes = tuple(f"{ban.form.title}: nothing to look for is known" for ban in bans.all if not [*queries(ban)])
    return Exported(pieces=(Piece(name="countermark.pack.json", text=text),), notes=notes)


EXPORT = Export(id="osquery", title="a pack of queries that find banned tools on hosts", render=render)
