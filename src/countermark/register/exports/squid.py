"""A list of domains for Squid, and the lines of configuration that refuse them.

Source: https://www.squid-cache.org/Doc/config/acl/: an acl of type dstdomain may be read from a file in quotes, a
leading dot takes in what is below a domain, and a domain must not stand beside one above it (read 2026-11).
"""

from __future__ import annotations

from countermark.register.bans import Bans, left_out
from countermark.register.exports.record import Export, Exported, Piece

LIST = "countermark-banned.domains"
PLACE = f"/etc/squid/{LIST}"


def render(bans: Bans) -> Exported:
    """The list, without what stands below another entry, and the configuration that names it."""
    domains = {domain for ban in bans.blocking for domain in ban.form.domains}
    topmost = sorted(one for one in domains if not any(one.endswith(f".{other}") for other in domains))
    rules = f'acl countermark_banned dstdomain "{PLACE}"\nhttp_access deny countermark_banned\n'
    has = frozenset(ban.tool for ban in bans.all if ban.form.domains)
    pieces = (
        Piece(name=LIST, text="".join(f".{domain}\n" for domain in topmost)),
        Piece(name="countermark-banned.conf", text=rules if topmost else "# no domain is banned\n"),
    )
    return Exported(pieces=pieces, notes=left_out(bans, "domains", has))


EXPORT = Export(id="squid", title="a list of domains for Squid, and the rule that refuses them", render=render)
