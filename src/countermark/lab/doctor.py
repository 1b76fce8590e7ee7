"""What this machine lacks or blocks, each with the fix; and which of several means the lab will use."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import CountermarkError
from countermark.lab.sealing import require_sealed, selftest
from countermark.sandbox import clock, runtimes
from countermark.sandbox.bubblewrap import features

_CPUS = ("x86_64", "aarch64")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that the lab wants. Without a ``needed`` one no audit can run; the others only narrow it."""

    id: str
    title: str
    ok: bool
    needed: bool
    detail: str
    fix: str = ""


def doctor() -> tuple[Check, ...]:
    """Every check in the order in which to mend what fails; the seal is tried last, on a real run."""
    first = tuple(check() for check in _CHECKS)
    if all(check.ok for check in first if check.needed):
        return (*first, _seal())
    return (*first, Check(id="seal", title="the sealed lab", ok=False, needed=True, detail="not tried: see above"))


def _system() -> Check:
    ok = platform.system() == "Linux" and platform.machine() in _CPUS
    detail = f"{platform.system()} {platform.release()} on {platform.machine()}"
    fix = "use a Linux machine, a virtual one will do, with an x86-64 or 64-bit ARM processor"
    return Check(id="system", title="Linux", ok=ok, needed=True, detail=detail, fix="" if ok else fix)


def _bubblewrap() -> Check:
    try:
        have = features()
    except CountermarkError as error:
        return Check(id="bubblewrap", title="bubblewrap", ok=False, needed=True, detail=error.what, fix=error.hint)
    nested = "" if have.disable_userns else ", without --disable-userns (0.8 and later have it)"
    return Check(id="bubblewrap", title="bubblewrap", ok=True, needed=True, detail=f"{have.version}{nested}")


def _program(name: str, package: str, title: str, *, needed: bool) -> Check:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    fix = "" if path else f"apt-get install {package}"
    return Check(id=name, title=title, ok=bool(path), needed=needed, detail=path or "not installed", fix=fix)


def _runtime(name: str, package: str) -> Check:
    found = next((runtime for runtime in runtimes.find() if runtime.name == name), None)
    detail = f"{found.version} ({found.executable})" if found else "not installed"
    fix = "" if found else f"apt-get install {package}, for targets that need it"
    return Check(id=name, title=f"{name} for targets", ok=found is not None, needed=False, detail=detail, fix=fix)


def _clock() -> Check:
    path = clock.library()
    fix = "" if path else "apt-get install faketime; without it the factor `clock` is skipped"
    return Check(
        id="faketime", title="a false clock", ok=bool(path), needed=False, detail=path or "not installed", fix=fix
    )


def _strace() -> Check:
    path = shutil.which("strace", path="/usr/bin")
    fix = "" if path else "apt-get install strace; without it the probe `system-calls` is skipped"
    detail = path or "not installed"
    return Check(id="strace", title="system calls of tools", ok=bool(path), needed=False, detail=detail, fix=fix)


def _limits() -> Check:
    writable = os.access("/sys/fs/cgroup/cgroup.procs", os.W_OK) and Path("/sys/fs/cgroup/cgroup.controllers").exists()
    detail = "cgroup v2" if writable else "a watchdog of our own, since no cgroup can be written"
    return Check(id="limits", title="limits on memory and processes", ok=True, needed=False, detail=detail)


def _seal() -> Check:
    try:
        checks = selftest()
        require_sealed(checks)
    except CountermarkError as error:
        return Check(
            id="seal",
            title="the sealed lab",
            ok=False,
            needed=True,
            detail=f"{error.what}: {error.why}",
            fix=error.hint,
        )
    return Check(id="seal", title="the sealed lab", ok=True, needed=True, detail=f"{len(checks)} ways out are closed")


_CHECKS: tuple[Callable[[], Check], ...] = (
    _system,
    _bubblewrap,
    lambda: _program("ip", "iproute2", "the false network's routes", needed=True),
    lambda: _program("nft", "nftables", "the false network's redirection", needed=True),
    lambda: _runtime("node", "nodejs"),
    lambda: _runtime("python3", "python3"),
    _clock,
    _strace,
    _limits,
)
