"""The platform that packages are resolved for, in npm's words, and whether a package is meant for it.

Source: https://github.com/npm/npm-install-checks, lib/index.js (read 2026-11); the words are those of Node's
process.platform and process.arch.
"""

from __future__ import annotations

import platform as this_machine
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import UsageError

_CPUS = {
    "x86_64": "x64",
    "amd64": "x64",
    "aarch64": "arm64",
    "arm64": "arm64",
    "armv7l": "arm",
    "i686": "ia32",
    "ppc64le": "ppc64",
    "riscv64": "riscv64",
    "s390x": "s390x",
    "loongarch64": "loong64",
}
_OSES = frozenset({"linux", "darwin", "win32", "freebsd", "openbsd", "android", "aix", "sunos"})
_MUSL = "musl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """An operating system, a processor, and on Linux a C library (``glibc`` or ``musl``)."""

    os: str
    cpu: str
    libc: str

    @property
    def id(self) -> str:
        """``linux-x64``, and ``linux-x64-musl`` where the C library is not the usual one."""
        return f"{self.os}-{self.cpu}" + (f"-{_MUSL}" if self.libc == _MUSL else "")


def find_platform(asked: str | None) -> Platform:
    """The platform that ``asked`` names, or this machine's; raises ``UsageError`` for a word npm would not know."""
    if not asked:
        return _here()
    parts = asked.split("-")
    os_name, cpu, libc = (*parts, "glibc" if parts[0] == "linux" else "")[:3] if len(parts) in {2, 3} else ("", "", "")
    if os_name not in _OSES or cpu not in _CPUS.values() or (len(parts) == 3 and libc != _MUSL):  # noqa: PLR2004 -- os-cpu-libc
        raise UsageError(f"{asked[:80]!a} is no platform", hint="write one as npm does: linux-x64, linux-arm64-musl")
    return Platform(os=os_name, cpu=cpu, libc=libc)


def suits(platform: Platform, *, os: Sequence[str], cpu: Sequence[str], libc: Sequence[str]) -> bool:
    """Whether a package that declares these fields is installed on ``platform``; an empty field says nothing."""
    fits_libc = platform.os != "linux" or _listed(platform.libc, libc)
    return _listed(platform.os, os) and _listed(platform.cpu, cpu) and fits_libc


def _listed(value: str, words: Sequence[str]) -> bool:
    if not words or list(words) == ["any"]:
        return True
    refused = {word[1:] for word in words if word.startswith("!")}
    wanted = {word for word in words if not word.startswith("!")}
    return value not in refused and (value in wanted or not wanted)


def _here() -> Platform:
    os_name = this_machine.system().lower()
    cpu = this_machine.machine().lower()
    libc = ""
    if os_name == "linux":
        libc = _MUSL if any(Path("/lib").glob("ld-musl-*")) and not _has_glibc() else "glibc"
    return Platform(os=os_name, cpu=_CPUS.get(cpu, cpu), libc=libc)


def _has_glibc() -> bool:
    return this_machine.libc_ver()[0] == "glibc"
