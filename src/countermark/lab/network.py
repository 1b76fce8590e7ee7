"""The run's own network: every address of IPv4 and IPv6 is this machine, and every TCP connection is ours.

AnyIP routes make all addresses local; a NAT rule brings each TCP connection to one listener, which asks the
kernel for the destination that the tool had meant. One call each of ``ip`` and ``nft``, side by side.

Source: ip-route(8) type local; nft(8) redirect; linux/netfilter_ipv4.h SO_ORIGINAL_DST and
linux/netfilter_ipv6/ip6_tables.h IP6T_SO_ORIGINAL_DST (read 2026-11).
"""

from __future__ import annotations

import contextlib
import socket
import struct
import subprocess
from dataclasses import dataclass
from functools import cache

from countermark.errors import MachineError

# Out of the range of ephemeral ports (32768-60999), and of what programs commonly listen on.
FRONT_PORT = 61_837
NAME_SERVER = "192.168.1.1"
INTERFACE = "eth0"
_OWN_ADDRESS = "192.168.1.23"
# A locally administered address, the same in every run: tools hash it into a machine id.
_OWN_HARDWARE = "02:1b:44:11:3a:b7"
_ORIGINAL_DESTINATION = 80
_SOL_IPV6 = 41

# Without its prefix route, which is longer than the routes for everything and would lead out of the interface.
# The interface is what makes the machine look connected; kernels without dummy devices get one end of a pair.
_LINKS = (
    "link set lo up",
    f"link add {INTERFACE} address {_OWN_HARDWARE} type dummy",
    f"link add {INTERFACE} address {_OWN_HARDWARE} type veth peer name eth1 address 02:1b:44:11:3a:b6",
    "link set eth1 addrgenmode none up",
    # Without questions for hardware addresses, which nobody would answer: what is sent this way is sent, and seen.
    f"link set {INTERFACE} arp off addrgenmode none up",
    f"addr add {_OWN_ADDRESS}/24 brd + dev {INTERFACE} noprefixroute",
    f"addr add fe80::1b:44ff:fe11:3ab7/64 dev {INTERFACE} nodad",
)
_ROUTES = (
    f"route add local 0.0.0.0/0 dev lo src {_OWN_ADDRESS}",
    "route add local 0.0.0.0/0 dev lo",
    "route add local ::/0 dev lo",
)
# Addresses for documentation (RFC 5737, RFC 3849): public in form, nobody's.
_SAMPLES = {socket.AF_INET: "198.51.100.7", socket.AF_INET6: "2001:db8::7"}
_RULES = f"""table inet lab {{
  chain out {{
    type nat hook output priority -100; policy accept;
    ip daddr 127.0.0.0/8 accept
    ip6 daddr ::1 accept
    meta l4proto tcp redirect to :{FRONT_PORT}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a connection was meant to go."""

    address: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The paths of ``ip`` and ``nft``."""

    ip: str
    nft: str


class SettingUp:
    """The two calls under way; ``finish`` waits for them."""

    def __init__(self, tools: Tools) -> None:
        """This process must be user 0 of its own network namespace."""
        self._calls = (
            # -force: a kernel that lacks one kind of device still gets the rest; the routes are checked below.
            (_start([tools.ip, "-force", "-batch", "-"]), "\n".join((*_LINKS, *_ROUTES)) + "\n"),
            (_start([tools.nft, "-f", "-"]), _RULES),
        )
        for call, text in self._calls:
            if call.stdin is not None:
                call.stdin.write(text.encode())
                call.stdin.close()

    def finish(self) -> None:
        """The network stands.

        Raises:
            MachineError: the kernel lacks something.
        """
        (links, _), (rules, _) = self._calls
        links.wait()
        said = rules.stderr.read() if rules.stderr else b""
        for call in (links, rules):
            if call.stderr:
                call.stderr.close()
        if rules.wait() != 0:
            raise MachineError(
                "the false network's redirection could not be set up",
                why=said.decode("utf-8", "replace").strip(),
                hint="the kernel needs nf_tables with nat and redir (modprobe nft_redir nft_chain_nat)",
            )
        for family in families():
            _check_local(family, _SAMPLES[family])


@cache
def families() -> tuple[socket.AddressFamily, ...]:
    """The address families of this kernel: where there is no IPv6, nothing can be sent over it."""
    with contextlib.suppress(OSError):
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()
        return (socket.AF_INET, socket.AF_INET6)
    return (socket.AF_INET,)


def _start(argv: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _check_local(family: int, address: str) -> None:
    """A foreign address has a route only where the AnyIP route stands: the interface has none beyond its own net."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
    except OSError as error:
        raise MachineError(
            "the false network has no route for every address",
            why=f"{address}: {error.strerror}",
            hint="the kernel needs IPv4 and IPv6 with local routes (AnyIP)",
        ) from error


def original_destination(connection: socket.socket) -> Destination:
    """Where the tool had meant to connect to; total: falls back to where it did connect."""
    own = connection.getsockname()
    try:
        if connection.family == socket.AF_INET:
            raw = connection.getsockopt(socket.SOL_IP, _ORIGINAL_DESTINATION, 16)
            port, packed = struct.unpack("!2xH4s8x", raw)
            return Destination(address=socket.inet_ntop(socket.AF_INET, packed), port=port)
        raw = connection.getsockopt(_SOL_IPV6, _ORIGINAL_DESTINATION, 28)
        port, packed = struct.unpack("!2xH4x16s4x", raw)
        return Destination(address=socket.inet_ntop(socket.AF_INET6, packed), port=port)
    except OSError:
        return Destination(address=own[0].removeprefix("::ffff:"), port=own[1])


def listener(family: int, port: int) -> socket.socket:
    """A listening socket on every address of one family."""
    made = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))  # noqa: S104 -- in the run's own network
    made.listen(4096)
    return made
