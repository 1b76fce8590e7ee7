"""A response policy zone: the hosts that serve a banned tool alone do not exist, nor does anything below them.

Source: draft-vixie-dnsop-dns-rpz-00, sections 3 and 4 («CNAME .» answers NXDOMAIN), RFC 1035, section 5 (master files)
and section 3.3.13 (a serial is a number of 32 bits) (read 2026-11).
"""

from __future__ import annotations

from countermark.register.bans import Bans, left_out
from countermark.register.exports.record import Export, Exported, Piece

TTL_S = 300
_SERIALS = 1 << 32


def render(bans: Bans) -> Exported:
    """The zone; its serial is the moment, so that a later one replaces it."""
    serial = int(bans.at.timestamp()) % _SERIALS
    lines = [
        f"$TTL {TTL_S}",
        f"@ IN SOA localhost. root.localhost. ({serial} 3600 600 86400 {TTL_S})",
        "@ IN NS localhost.",
    ]
    for ban in bans.blocking:
        lines.append(f"; {ban.tool}, banned from {ban.decision.effective.isoformat()}")
        lines += [f"{name} IN CNAME ." for domain in ban.form.domains for name in (domain, f"*.{domain}")]
    has = frozenset(ban.tool for ban in bans.all if ban.form.domains)
    text = "".join(f"{line}\n" for line in lines)
    return Exported(pieces=(Piece(name="countermark.rpz", text=text),), notes=left_out(bans, "domains", has))


EXPORT = Export(id="rpz", title="a DNS response policy zone for the hosts of banned tools", render=render)
