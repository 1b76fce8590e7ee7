"""The arguments of bubblewrap, built from a frozen record and nothing else.

Source: bwrap(1) of bubblewrap 0.8 (2023-02), https://github.com/containers/bubblewrap.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, fields, replace
from pathlib import Path

from countermark.errors import MachineError
from countermark.model.environment import Variable

UID = 1000
GID = 1000

# Everything of the host that a program may read: its libraries and programs. Where a person installs things, it is
# masked, because they would make two machines differ: /usr/local, and the folders of global npm packages, of npm itself
# too (Source: npm-folders(5); Debian's package npm, list of files). Without it, /usr/bin/npm leads nowhere.
_HOST_USR = "/usr"
MASKED = (
    "/usr/local",
    "/usr/src",
    "/usr/share/dbus-1",
    "/usr/lib/node_modules",
    "/usr/share/nodejs/npm",
    "/usr/share/nodejs/corepack",
)
# What a box without its own files shows of the host; the self-test must see it.
_HOST_FILES = ("/etc", "/root", "/run", "/tmp", "/var")  # noqa: S108 -- the host's, read-only
_ROOT_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """What closes the box; every field can be taken away on its own, so that a test sees the leak it stops.

    ``network``: an own network namespace; ``seccomp``: the system-call filter; ``files``: our own root instead
    of the host's; ``pid``, ``ipc``, ``uts``, ``cgroup``: an own namespace each; ``capabilities``: an own user
    namespace below the lab's, with every capability dropped.
    """

    network: bool = True
    seccomp: bool = True
    files: bool = True
    pid: bool = True
    ipc: bool = True
    uts: bool = True
    cgroup: bool = True
    capabilities: bool = True

    def unsafe_without(self, name: str) -> Restrictions:
        """The same box with one wall missing: for tests of the sealing self-test only."""
        if name not in RESTRICTION_NAMES:
            message = f"no restriction is called {name!r}"
            raise ValueError(message)
        return replace(self, **{name: False})


RESTRICTION_NAMES = tuple(field.name for field in fields(Restrictions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the installed bubblewrap and this kernel can do."""

    path: str
    version: str
    disable_userns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One program in its box.

    ``root`` is a prepared folder that becomes ``/``, read-only but for ``writable`` (absolute paths inside).
    ``seccomp_fd`` and ``status_fd`` are open descriptors; the first is -1 without a filter. ``terminal``: it keeps the
    terminal of the session in which it is started, which must be one of our own.
    """

    argv: tuple[str, ...]
    root: str
    writable: tuple[str, ...]
    variables: tuple[Variable, ...]
    hostname: str
    folder: str
    status_fd: int
    seccomp_fd: int = -1
    terminal: bool = False
    restrictions: Restrictions = Restrictions()


def features() -> Features:
    """The bubblewrap found on this machine.

    Raises:
        MachineError: there is none.
    """
    path = shutil.which("bwrap")
    if path is None:
        raise MachineError(
            "bubblewrap is not installed",
            why="every audited program runs inside of it",
            hint="apt-get install bubblewrap",
        )
    said = subprocess.run([path, "--help"], capture_output=True, text=True, check=False)
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    text = said.stdout + said.stderr
    return Features(path=path, version=version.stdout.strip(), disable_userns="--disable-userns" in text)


def arguments(box: Box, have: Features) -> tuple[str, ...]:
    """What follows ``bwrap``: options only; the program itself is not among them (see ``program_arguments``)."""
    return (
        *_namespaces(box, have),
        *_folders(box),
        *_variables(box.variables),
        "--chdir",
        box.folder,
        "--json-status-fd",
        str(box.status_fd),
        *(("--seccomp", str(box.seccomp_fd)) if box.seccomp_fd >= 0 else ()),
    )


def _namespaces(box: Box, have: Features) -> tuple[str, ...]:
    walls = box.restrictions
    options = ["--die-with-parent", *(() if box.terminal else ("--new-session",))]
    if walls.capabilities:
        options += ["--unshare-user", "--uid", str(UID), "--gid", str(GID), "--cap-drop", "ALL"]
        # Newer user namespaces would give the program capabilities again, over namespaces of its own.
        options += ["--disable-userns"] if have.disable_userns else []
    if walls.ipc:
        options.append("--unshare-ipc")
    if walls.pid:
        options.append("--unshare-pid")
    if walls.uts:
        options += ["--unshare-uts", "--hostname", box.hostname]
    if walls.cgroup:
        options.append("--unshare-cgroup-try")
    return tuple(options)


def _folders(box: Box) -> tuple[str, ...]:
    walls = box.restrictions
    options = ["--ro-bind", box.root, "/", "--ro-bind", _HOST_USR, _HOST_USR]
    for path in MASKED:
        inside = f"{box.root}{path}"
        if Path(path).is_dir() and Path(inside).is_dir():
            options += ["--ro-bind", inside, path]
    options += ["--dev", "/dev", "--bind", f"{box.root}/dev/shm", "/dev/shm", "--remount-ro", "/dev"]  # noqa: S108 -- inside
    options += ["--proc", "/proc"] if walls.pid else ["--ro-bind", "/proc", "/proc"]
    for path in box.writable:
        options += ["--bind", f"{box.root}{path}", path]
    if not walls.files:
        for path in _HOST_FILES:
            options += ["--ro-bind-try", path, path]
    return tuple(options)


def _variables(variables: tuple[Variable, ...]) -> tuple[str, ...]:
    options = ["--clearenv"]
    for variable in variables:
        options += ["--setenv", variable.name, variable.value]
    return tuple(options)


def root_links() -> tuple[Variable, ...]:
    """The links at ``/`` that this host has (``bin → usr/bin`` …), as name and value."""
    return tuple(
        Variable(name=name, value=str(Path("/", name).readlink()))
        for name in _ROOT_LINKS
        if Path("/", name).is_symlink()
    )
