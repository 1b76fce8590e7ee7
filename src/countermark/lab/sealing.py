"""The sealing self-test: before any target starts, a program of ours tries every way out that we know.

A check passes only on positive proof. That a connection was refused could be an accident, so where the lab is
meant to answer, the nonce must have arrived in the lab's own record; where nothing is meant to answer, a
listener of ours on the host, which answers everybody outside the box, must have stayed unheard.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import LabError, SealBroken
from countermark.lab.certificates import CertificateAuthority
from countermark.lab.pool import Pool
from countermark.lab.specification import RunSpec
from countermark.model.environment import Setup
from countermark.model.profile import Launch, Profile, Scenario
from countermark.model.run import Blob, Capture, Captured, SealCheck
from countermark.sandbox.bubblewrap import Restrictions
from countermark.sandbox.limits import Limits

ALL_NAMESPACES = ("user", "mnt", "pid", "ipc", "uts", "net", "cgroup")
SEALED = Restrictions()
NO_CAPABILITIES = "0000000000000000"
SECCOMP_FILTER = "2"
"""The filtering mode. Source: proc(5), /proc/pid/status, Seccomp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bait:
    """What stands on the host for the prober to find, if it can."""

    folder: str
    port: int
    abstract: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What the prober said, and what the lab recorded."""

    said: Mapping[str, Mapping[str, str]]
    capture: Capture
    streams: Mapping[str, bytes]
    nonce: str

    def did(self, attempt: str) -> str | None:
        """The outcome of an attempt that went through; ``None`` where it was refused or never tried."""
        return self.said.get(attempt, {}).get("did")

    def refusal(self, attempt: str) -> str:
        """The name of the error, or that it was never tried."""
        return self.said.get(attempt, {}).get("refused", "not tried")


def selftest(restrictions: Restrictions = SEALED, *, outside: bool = True) -> tuple[SealCheck, ...]:
    """Every check, sorted as tried. ``outside`` off keeps the prober from naming public addresses at all.

    Raises:
        LabError: the prober did not come back with a report.
        MachineError: this machine cannot run the lab.
    """
    with _bait() as bait, tempfile.TemporaryDirectory(prefix="countermark-seal-") as made:
        Path(made).chmod(0o755)
        outcome = _probe(Path(made), bait, restrictions, outside=outside)
    checks = [*_refusals(outcome), *_state(outcome)]
    if outside:
        checks.extend(_answered_by_us(outcome))
    return tuple(checks)


def require_sealed(checks: tuple[SealCheck, ...]) -> None:
    """Nothing may start unless every check passed.

    Raises:
        SealBroken: naming each that did not.
    """
    leaks = [check for check in checks if not check.sealed]
    if leaks or not checks:
        raise SealBroken(
            "the lab is not sealed, so nothing was started",
            why="; ".join(f"{check.title}: {check.detail}" for check in leaks),
            hint="`countermark doctor` names what this machine blocks",
        )


@contextmanager
def _bait() -> Iterator[_Bait]:
    """Listeners on the host that answer everybody, and a file that everybody may read."""
    nonce = secrets.token_hex(12)
    folder = tempfile.mkdtemp(prefix="countermark-bait-")
    Path(folder).chmod(0o755)
    Path(folder, "file").write_text(nonce, encoding="ascii")
    sockets = [_tcp(), _unix("\0" + nonce), _unix(f"{folder}/socket")]
    try:
        Path(folder, "socket").chmod(0o777)
        for made in sockets:
            threading.Thread(target=_answer, args=(made, nonce.encode()), daemon=True).start()
        yield _Bait(folder=folder, port=sockets[0].getsockname()[1], abstract=nonce, nonce=nonce)
    finally:
        for made in sockets:
            # Wakes the thread that waits in accept(); close alone would not.
            with contextlib.suppress(OSError):
                made.shutdown(socket.SHUT_RDWR)
            made.close()
        shutil.rmtree(folder, ignore_errors=True)


def _tcp() -> socket.socket:
    made = socket.create_server(("127.0.0.1", 0))
    made.settimeout(None)
    return made


def _unix(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.bind(path)
    made.listen(8)
    return made


def _answer(listening: socket.socket, text: bytes) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            connection.sendall(text)


def _probe(folder: Path, bait: _Bait, restrictions: Restrictions, *, outside: bool) -> _Outcome:
    artifact, blobs = folder / "target", folder / "blobs"
    artifact.mkdir(mode=0o755)
    blobs.mkdir()
    shutil.copyfile(Path(__file__).with_name("seal_probe.py"), artifact / "seal_probe.py")
    wanted = {
        "nonce": bait.nonce,
        "port": bait.port,
        "abstract": bait.abstract,
        "socket": f"{bait.folder}/socket",
        "file": f"{bait.folder}/file",
        "process": os.getpid(),
        "outside": outside,
    }
    spec = RunSpec(
        id="seal",
        artifact=str(artifact),
        profile=_profile(json.dumps(wanted)),
        scenario=Scenario(id="seal", title="", sha256="", prompts=("",), replies=()),
        setup=Setup(),
        authority=CertificateAuthority.create(),
        blobs=str(blobs),
        limits=Limits(time_s=30.0),
        restrictions=restrictions,
    )
    with Pool(workers=1) as pool:
        settled = next(iter(pool.run((spec,)))).settled
    if not isinstance(settled, Captured):
        raise LabError("the sealing self-test did not come to an end", why=settled.reason)
    return _read(settled.capture, blobs, bait.nonce)


def _profile(wanted: str) -> Profile:
    return Profile(
        id="seal",
        title="sealing self-test",
        sha256="",
        match=(),
        launches=(Launch(argv=("python3", "-I", "{artifact}/seal_probe.py", wanted)),),
        protocol="anthropic-messages",
        timeout_s=30.0,
    )


def _read(capture: Capture, blobs: Path, nonce: str) -> _Outcome:
    def content(blob: Blob) -> bytes:
        path = blobs / blob.sha256
        return path.read_bytes() if path.exists() else b""

    printed = content(capture.sessions[0].stdout)
    try:
        said = json.loads(printed)
    except ValueError as error:
        complaint = content(capture.sessions[0].stderr).decode("utf-8", "replace")
        raise LabError("the sealing self-test brought back no report", why=complaint[-500:]) from error
    blobs_read = {c.client.sha256: content(c.client) for c in capture.connections}
    blobs_read |= {d.payload.sha256: content(d.payload) for d in capture.datagrams}
    return _Outcome(said=said, capture=capture, streams=blobs_read, nonce=nonce)


_MUST_FAIL = (
    ("host-loopback", "a server on the host's loopback"),
    ("raw-socket", "raw sockets"),
    ("packet-socket", "packet sockets"),
    ("vsock", "sockets to the hypervisor"),
    ("kernel-crypto-socket", "sockets of odd families"),
    ("abstract-socket", "abstract Unix sockets of the host"),
    ("path-socket", "path-named Unix sockets of the host"),
    ("host-file", "files of the host outside the box"),
    ("container-file", "traces of a container"),
    ("shadow", "the host's password file"),
    ("write-target", "writing to the target"),
    ("write-system", "writing to the system's folders"),
    ("write-etc", "writing to /etc"),
    ("write-kernel", "writing to the kernel's settings"),
    ("host-process", "the host's processes"),
    ("io-uring", "system calls that pass the filter by"),
    ("user-namespace", "new user namespaces, with new capabilities"),
)


def _refusals(outcome: _Outcome) -> Iterator[SealCheck]:
    for attempt, title in _MUST_FAIL:
        did = outcome.did(attempt)
        tried = attempt in outcome.said
        yield SealCheck(
            id=attempt,
            title=title,
            sealed=tried and did is None,
            answered_by="the host" if did is not None and outcome.nonce in did else "nobody",
            detail=f"went through: {did[:80]}" if did is not None else f"refused: {outcome.refusal(attempt)}",
        )


def _state(outcome: _Outcome) -> Iterator[SealCheck]:
    status = json.loads(outcome.did("status") or "{}")
    held = sorted(name for name, value in status.items() if name.startswith("Cap") and value != NO_CAPABILITIES)
    yield _fact("capabilities", "no capability is held or can be gained", bool(status) and not held, ", ".join(held))
    filtered = status.get("Seccomp") == SECCOMP_FILTER and status.get("NoNewPrivs") == "1"
    yield _fact(
        "filter", "a system-call filter holds for good", filtered, f"Seccomp {status.get('Seccomp', 'unknown')}"
    )
    theirs = json.loads(outcome.did("namespaces") or "{}")
    shared = [
        kind for kind in ALL_NAMESPACES if theirs.get(kind) in (None, str(Path(f"/proc/self/ns/{kind}").readlink()))
    ]
    yield _fact(
        "namespaces", "every namespace is the box's own", not shared, f"shared with the host: {', '.join(shared)}"
    )
    own = _machine_id()
    seen = (outcome.did("host-machine-id") or "").strip()
    yield _fact("machine-id", "the machine's identity is masked", not own or own != seen, "the host's own is visible")


def _fact(check: str, title: str, holds: bool, otherwise: str) -> SealCheck:  # noqa: FBT001 -- the fact itself
    return SealCheck(
        id=check, title=title, sealed=holds, answered_by="the kernel", detail="holds" if holds else otherwise
    )


def _machine_id() -> str:
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _answered_by_us(outcome: _Outcome) -> Iterator[SealCheck]:
    """Public addresses must be answered, and by the lab: the nonce stands in its own record."""
    for check, title, address, port in (
        ("direct-ipv4", "a hard-coded IPv4 address", "1.1.1.1", 80),
        ("direct-ipv4-port", "a hard-coded address on an odd port", "8.8.4.4", 8123),
        ("direct-ipv6", "a hard-coded IPv6 address", "2606:4700:4700::1111", 80),
        ("doh", "DNS over HTTPS", "1.1.1.1", 443),
    ):
        streams = [
            outcome.streams.get(c.client.sha256, b"")
            for c in outcome.capture.connections
            if (c.address, c.port) == (address, port)
        ]
        yield _recorded(outcome, check, title, any(outcome.nonce.encode() in stream for stream in streams))
    asked = any(q.server == "9.9.9.9" and outcome.nonce in q.name for q in outcome.capture.dns)
    yield _recorded(outcome, "dns", "a hard-coded name server", asked)
    sent = any(outcome.nonce.encode() in outcome.streams.get(d.payload.sha256, b"") for d in outcome.capture.datagrams)
    yield _recorded(outcome, "udp", "datagrams to a hard-coded address", sent)


def _recorded(outcome: _Outcome, check: str, title: str, arrived: bool) -> SealCheck:  # noqa: FBT001 -- the fact itself
    did = outcome.did(check)
    return SealCheck(
        id=check,
        title=title,
        sealed=arrived and did is not None,
        answered_by="the lab" if arrived else "unknown",
        detail="answered and recorded by the lab"
        if arrived
        else f"the lab never saw it ({did or outcome.refusal(check)})",
    )
