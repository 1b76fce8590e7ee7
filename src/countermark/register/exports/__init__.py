"""Every format in which bans are put into effect, one file each."""

from countermark.register.exports import fleet, message, osquery, removal, rpz, santa, squid
from countermark.register.exports.record import Export

ALL: tuple[Export, ...] = (
    osquery.EXPORT,
    fleet.EXPORT,
    santa.EXPORT,
    removal.EXPORT,
    rpz.EXPORT,
    squid.EXPORT,
    message.EXPORT,
)

__all__ = ["ALL", "Export"]
