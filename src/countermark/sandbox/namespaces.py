"""The worker's own namespaces, entered as root and as an ordinary user alike.

The audited program must never be the kernel's user 0. As root, the mounts are prepared first, then the process
becomes an unused unprivileged user, and only then makes its user namespace. As an ordinary user, the user
namespace comes first, for it is what permits the mounts.

Source: user_namespaces(7), mount_namespaces(7), network_namespaces(7), capabilities(7) (man-pages 6.03).
"""

from __future__ import annotations

import ctypes
import errno
import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import MachineError

# linux/sched.h
NEW_MOUNTS = 0x00020000
NEW_USERS = 0x10000000
NEW_NETWORK = 0x40000000

# linux/mount.h
MS_RDONLY, MS_NOSUID, MS_NODEV = 0x1, 0x2, 0x4
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000

# linux/prctl.h
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_SIGKILL = 9

# Above systemd's dynamic users (61184-65519, systemd.io/UIDS-GIDS) there is no free range left below nobody,
# so the search begins just under theirs.
_FIRST_UNUSED, _LAST_UNUSED = 60_600, 61_183

_FORBIDDEN = (errno.EPERM, errno.EACCES, errno.ENOSPC)

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The user and group that the kernel sees when the audited program runs.

    ``switched``: this process is root now, and must still become that user.
    """

    uid: int
    gid: int
    switched: bool


def unprivileged_identity() -> Identity:
    """An unused id for root; for everyone else, who they are."""
    if os.geteuid() != 0:
        return Identity(uid=os.geteuid(), gid=os.getegid(), switched=False)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    free = next(uid for uid in range(_FIRST_UNUSED, _LAST_UNUSED) if uid not in taken)
    return Identity(uid=free, gid=free, switched=True)


def isolate(identity: Identity, prepare: Callable[[], None], *, network: bool = True) -> None:
    """This process is in its own user, mount and (where asked) network namespace, as ``identity``.

    ``prepare`` runs once, where mounts are private and allowed, before the identity changes. The process
    must have a single thread. It is user 0 of its namespace afterwards, with every capability in it.

    Raises:
        MachineError: the kernel, AppArmor or a container forbids it.
    """
    rest = NEW_USERS | (NEW_NETWORK if network else 0)
    if identity.switched:
        unshare(NEW_MOUNTS)
        mount("none", "/", "", MS_REC | MS_PRIVATE)
        prepare()
        become(identity)
        unshare(rest)
        _map_to_zero(identity)
        return
    unshare(rest | NEW_MOUNTS)
    _map_to_zero(identity)
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    prepare()


def become(identity: Identity) -> None:
    """This process, so far root, is ``identity`` for good, and may still write its own /proc files."""
    os.setgroups([])
    os.setresgid(identity.gid, identity.gid, identity.gid)
    os.setresuid(identity.uid, identity.uid, identity.uid)
    # A change of identity makes a process undumpable, and its uid_map then belongs to root.
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def die_with_parent() -> None:
    """SIGKILL comes when the parent ends; must be called again after every change of identity."""
    _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Orphaned descendants become this process's children, so that it can wait for each of them."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def unshare(flags: int) -> None:
    """New namespaces of the kinds in ``flags`` hold for this process.

    Raises:
        MachineError: with the cause, as far as this machine shows it.
    """
    if _libc.unshare(flags) != 0:
        raise refused("the kernel refused a new namespace", ctypes.get_errno())


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """A file system of ``kind``, or what is at ``source``, stands at ``target``.

    Raises:
        MachineError: with the cause, as far as this machine shows it.
    """
    done = _libc.mount(
        os.fsencode(source), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), options.encode() or None
    )
    if done != 0:
        number = ctypes.get_errno()
        what = f"the kernel refused to mount {kind or source} on {target}"
        if number in _FORBIDDEN:
            raise refused(what, number)
        raise MachineError(what, why=os.strerror(number))


def bind_read_only(source: str, target: str) -> None:
    """``source`` and all below it stands read-only at ``target``."""
    mount(source, target, "", MS_BIND | MS_REC)
    # Whoever made the file system decides about noexec and the like: only such flags as were not set may be added.
    mount("none", target, "", MS_REMOUNT | MS_BIND | MS_RDONLY | _kept_flags(target))


def _kept_flags(path: str) -> int:
    """The mount flags that stand on ``path`` and that a user namespace may not take away."""
    found = os.statvfs(path).f_flag
    # ST_NOSUID, ST_NODEV, ST_NOEXEC, ST_NOATIME, ST_NODIRATIME, ST_RELATIME → MS_ (sys/statvfs.h, linux/mount.h)
    pairs = ((0x2, 0x2), (0x4, 0x4), (0x8, 0x8), (0x400, 0x400), (0x800, 0x800), (0x1000, 0x200000))
    return sum(flag for bit, flag in pairs if found & bit)


def _map_to_zero(identity: Identity) -> None:
    try:
        # An ordinary user may map groups only after giving up setgroups(2).
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"0 {identity.uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"0 {identity.gid} 1", encoding="ascii")
    except OSError as error:
        raise refused("the kernel refused to map the user namespace", error.errno or 0) from error


def refused(what: str, number: int) -> MachineError:
    """Why this machine said no, and what to do about it."""
    why, hint = _cause(number)
    return MachineError(what, why=f"{os.strerror(number)}: {why}", hint=hint)


def _cause(number: int) -> tuple[str, str]:
    if number == errno.ENOSPC or _reads("/proc/sys/user/max_user_namespaces", "0"):
        return "user namespaces are used up or switched off", "sysctl -w user.max_user_namespaces=15000"
    if number in (errno.ENOSYS, errno.EINVAL):
        return "this kernel has no user namespaces", "use a kernel with CONFIG_USER_NS and CONFIG_NET_NS"
    if _reads("/proc/sys/kernel/unprivileged_userns_clone", "0"):
        return "Debian's switch for user namespaces is off", "sysctl -w kernel.unprivileged_userns_clone=1"
    if _reads("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"):
        return (
            "AppArmor restricts user namespaces (Ubuntu 23.10 and later)",
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run as root",
        )
    if _filtered():
        return (
            "a container's seccomp filter forbids it (Docker's default does)",
            "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN",
        )
    return "the kernel or a security module forbids it", "run `countermark doctor`, or run as root"


def _reads(path: str, text: str) -> bool:
    try:
        return Path(path).read_text(encoding="ascii").strip() == text
    except (OSError, UnicodeDecodeError):
        return False


def _filtered() -> bool:
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return "Seccomp:\t2" in lines
