"""Runs inside the box, in place of a tool, and tries every way out that we know; standard library only.

It is started by ``sealing`` with one argument, a JSON object of what to look for, and prints one JSON object:
for each attempt what happened. Whether that is a leak is not judged here: the prober does not grade itself.
"""

# It imports as little as it can, so paths are plain texts.
# ruff: noqa: PTH108, PTH115, PTH118, PTH123

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import ssl
import sys
from collections.abc import Callable

TIMEOUT_S = 3.0
# linux/socket.h
AF_PACKET, AF_VSOCK, AF_ALG = 17, 40, 38
# asm/unistd.h, the same on x86_64 and aarch64
IO_URING_SETUP = 425
CLONE_NEWUSER = 0x10000000


def http(address: str, port: int, nonce: str, family: int = socket.AF_INET) -> str:
    """One plain request; the answer's first line."""
    with socket.socket(family, socket.SOCK_STREAM) as made:
        made.settimeout(TIMEOUT_S)
        made.connect((address, port))
        made.sendall(f"GET /{nonce} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n".encode())
        return made.recv(200).decode("latin-1").split("\r\n")[0]


def https(address: str, name: str, nonce: str) -> str:
    """One request over TLS to an address by another's name, as DNS over HTTPS does; the issuer of the certificate."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((address, 443), TIMEOUT_S) as plain,
        context.wrap_socket(plain, server_hostname=name) as made,
    ):
        made.sendall(f"GET /dns-query?{nonce} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        made.recv(200)
        issuer = made.getpeercert() or {}
        return json.dumps(issuer.get("issuer", ""))


def dns(address: str, nonce: str) -> str:
    """A question to a name server of our own choice; the length of the answer."""
    labels = b"".join(bytes([len(part)]) + part for part in (nonce.encode(), b"example", b"com"))
    question = b"\x12\x34\x01\x00\x00\x01" + b"\x00" * 6 + labels + b"\x00\x00\x01\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.settimeout(TIMEOUT_S)
        made.sendto(question, (address, 53))
        return f"{len(made.recv(512))} bytes"


def datagram(address: str, nonce: str) -> str:
    """A datagram to nowhere in particular."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(nonce.encode(), (address, 4000))
    return "sent"


def open_socket(family: int, kind: int) -> str:
    """Whether a socket of this kind can be had at all."""
    with socket.socket(family, kind, 0):
        return "opened"


def unix(path: str) -> str:
    """Connects to a Unix socket, path-named or abstract (a leading NUL), and reads what it says."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as made:
        made.settimeout(TIMEOUT_S)
        made.connect(path)
        return made.recv(64).decode("latin-1")


def read(path: str) -> str:
    """The start of a file."""
    with open(path, "rb") as file:
        return file.read(256).decode("latin-1")


def write(path: str) -> str:
    """Opens a file for writing, and changes nothing."""
    os.close(os.open(path, os.O_WRONLY))
    return "opened for writing"


def create(folder: str) -> str:
    """Makes a file, and removes it."""
    path = os.path.join(folder, "countermark-seal-probe")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.unlink(path)
    return "created"


def process(number: int) -> str:
    """Whether a process of the host can be signalled."""
    os.kill(number, 0)
    return "reachable"


def system_call(number: int, *arguments: object) -> str:
    """A system call that the filter should refuse."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "allowed"


def new_user_namespace() -> str:
    """A user namespace of our own, which would come with capabilities."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWUSER) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "made"


def status() -> str:
    """The kernel's word on this process: capabilities, filter, privileges."""
    wanted = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp")
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        pairs = [line.split(":", 1) for line in file if line.split(":")[0] in wanted]
    return json.dumps({name: value.strip() for name, value in pairs})


def namespaces() -> str:
    """The namespaces that this process is in."""
    kinds = ("user", "mnt", "pid", "ipc", "uts", "net", "cgroup")
    return json.dumps({kind: os.readlink(f"/proc/self/ns/{kind}") for kind in kinds})


def attempt(action: Callable[..., str], *arguments: object) -> dict[str, str]:
    """What came of one attempt: ``did`` with its outcome, or ``refused`` with the error's name."""
    try:
        return {"did": action(*arguments)}
    except OSError as error:
        return {"refused": errno.errorcode.get(error.errno or 0, type(error).__name__)}


def main() -> None:
    """Tries everything and prints what happened."""
    wanted = json.loads(sys.argv[1])
    nonce = wanted["nonce"]
    found = {
        "host-loopback": attempt(http, "127.0.0.1", wanted["port"], nonce),
        "raw-socket": attempt(open_socket, socket.AF_INET, socket.SOCK_RAW),
        "packet-socket": attempt(open_socket, AF_PACKET, socket.SOCK_RAW),
        "vsock": attempt(open_socket, AF_VSOCK, socket.SOCK_STREAM),
        "kernel-crypto-socket": attempt(open_socket, AF_ALG, socket.SOCK_SEQPACKET),
        "abstract-socket": attempt(unix, "\0" + wanted["abstract"]),
        "path-socket": attempt(unix, wanted["socket"]),
        "host-file": attempt(read, wanted["file"]),
        "host-machine-id": attempt(read, "/etc/machine-id"),
        "container-file": attempt(read, "/.dockerenv"),
        "shadow": attempt(read, "/etc/shadow"),
        "write-target": attempt(create, "/opt/target"),
        "write-system": attempt(create, "/usr/lib"),
        "write-etc": attempt(create, "/etc"),
        "write-kernel": attempt(write, "/proc/sys/kernel/core_pattern"),
        "host-process": attempt(process, wanted["process"]),
        "io-uring": attempt(system_call, IO_URING_SETUP, 8, ctypes.create_string_buffer(256)),
        "user-namespace": attempt(new_user_namespace),
        "status": attempt(status),
        "namespaces": attempt(namespaces),
    }
    if wanted["outside"]:
        found |= {
            "direct-ipv4": attempt(http, "1.1.1.1", 80, nonce),
            "direct-ipv4-port": attempt(http, "8.8.4.4", 8123, nonce),
            "direct-ipv6": attempt(http, "2606:4700:4700::1111", 80, nonce, socket.AF_INET6),
            "doh": attempt(https, "1.1.1.1", "cloudflare-dns.com", nonce),
            "dns": attempt(dns, "9.9.9.9", nonce),
            "udp": attempt(datagram, "9.9.9.9", nonce),
        }
    print(json.dumps(found))  # noqa: T201 -- the prober's report goes to whoever started it


if __name__ == "__main__":
    main()
