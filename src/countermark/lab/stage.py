"""The file system that the tool sees: one size-limited tmpfs, gone with the run's mount namespace."""

# ruff: noqa: PTH101, PTH102, PTH103, PTH106, PTH108, PTH112, PTH113, PTH114, PTH115, PTH123, PTH211
# Files are placed and read by descriptor and without following links, which pathlib cannot say

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
from dataclasses import dataclass

from countermark.errors import LabError
from countermark.lab.environment import ARTIFACT, CA_BUNDLE, Shown
from countermark.lab.network import NAME_SERVER
from countermark.lab.specification import RunSpec
from countermark.model.environment import PlacedFile
from countermark.model.run import FileLeft
from countermark.sandbox import bubblewrap
from countermark.sandbox.bubblewrap import GID, UID
from countermark.sandbox.namespaces import MS_NODEV, MS_NOSUID, Identity, bind_read_only, mount
from countermark.sandbox.runtimes import Runtime

WRITABLE = ("/home", "/tmp", "/var/tmp")  # noqa: S108 -- inside the box
_FOLDERS = (
    "dev",
    "dev/shm",
    "etc/ssl/certs",
    "etc/pki/tls/certs",
    "home",
    "lib64",
    "media",
    "mnt",
    "proc",
    "root",
    "run",
    "srv",
    "sys",
    "tmp",
    "usr/local/bin",
    "usr/local/lib",
    "var/lib/dbus",
    "var/log",
    "var/tmp",
)
_MACHINE_ID = "5c1f0e9a7b3d4286a0d94e1b6f27c583"
_COPIED = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/services", "/etc/protocols", "/etc/ssl/openssl.cnf")
_ALTERNATIVES = "/etc/alternatives"
_OS_RELEASE = """PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
"""
_MAX_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """``root`` becomes ``/``."""

    root: str


def mount_stage(at: str, identity: Identity, spec: RunSpec, runtimes: tuple[Runtime, ...]) -> Stage:
    """The tmpfs stands at ``at``, with what only the mounting user may bind; the rest is written by ``furnish``."""
    # A namespace's user 0 is the identity already; as real root the owner must be said.
    owner = f",uid={identity.uid},gid={identity.gid}" if identity.switched else ""
    size = f"size={spec.limits.disk_bytes},nr_inodes={spec.limits.disk_files},mode=0755{owner}"
    mount("tmpfs", at, "tmpfs", MS_NOSUID | MS_NODEV, size)
    stage = Stage(root=f"{at}/root")
    bound = [(spec.artifact, ARTIFACT), *((item.prefix, item.inside) for item in runtimes if item.prefix)]
    if os.path.isdir(_ALTERNATIVES):
        bound.append((_ALTERNATIVES, _ALTERNATIVES))
    _make_folders(stage.root, ("etc", "opt"), identity)
    for source, inside in bound:
        _make_folders(stage.root, (inside.lstrip("/"),), identity)
        bind_read_only(source, stage.root + inside)
    return stage


def _make_folders(root: str, folders: tuple[str, ...], identity: Identity) -> None:
    for path in (root, *(f"{root}/{folder}" for folder in folders)):
        if not os.path.isdir(path):
            os.mkdir(path)
            if identity.switched:
                os.chown(path, identity.uid, identity.gid)


def furnish(stage: Stage, spec: RunSpec, seen: Shown, runtimes: tuple[Runtime, ...]) -> None:
    """Every file stands that the tool may find, the run's own last."""
    for folder in (*_FOLDERS, *(path.lstrip("/") for path in bubblewrap.MASKED)):
        os.makedirs(f"{stage.root}/{folder}", exist_ok=True)
    for link in bubblewrap.root_links():
        _link(stage.root, f"/{link.name}", link.value)
    for folder in (seen.home, seen.work):
        os.makedirs(stage.root + folder)
    for runtime in runtimes:
        if runtime.inside:
            _link(stage.root, f"/usr/local/bin/{runtime.name}", runtime.executable)
    for path, text in _etc(seen, spec).items():
        _write(stage.root, PlacedFile(path=path, content=text))
    for path in _COPIED:
        if os.path.isfile(path):
            with open(path, "rb") as file:
                _write(stage.root, PlacedFile(path=path, content=file.read()))
    _link(stage.root, "/etc/localtime", "/usr/share/zoneinfo/Etc/UTC")
    _link(stage.root, "/var/lib/dbus/machine-id", "/etc/machine-id")
    for item in seen.files:
        _write(stage.root, item)


def _etc(seen: Shown, spec: RunSpec) -> dict[str, bytes]:
    bundle = spec.authority.certificate_pem
    user, home = seen.username, seen.home
    texts = {
        "/etc/passwd": f"root:x:0:0:root:/root:/bin/bash\n{user}:x:{UID}:{GID}:{user},,,:{home}:/bin/bash\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
        "/etc/group": f"root:x:0:\n{user}:x:{GID}:\nnogroup:x:65534:\n",
        "/etc/hosts": f"127.0.0.1\tlocalhost\n127.0.1.1\t{seen.hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\n",
        "/etc/hostname": f"{seen.hostname}\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
        "/etc/resolv.conf": f"nameserver {NAME_SERVER}\n",
        "/etc/os-release": _OS_RELEASE,
        "/etc/timezone": "Etc/UTC\n",
        "/etc/machine-id": f"{_MACHINE_ID}\n",
        "/etc/shells": "/bin/sh\n/bin/bash\n",
    }
    certificates = (CA_BUNDLE, "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
    hashed = f"/etc/ssl/certs/{spec.authority.subject_hash}.0"
    return {path: text.encode() for path, text in texts.items()} | dict.fromkeys((*certificates, hashed), bundle)


def _write(root: str, item: PlacedFile) -> None:
    """``item`` stands; never through a link, which could lead out of ``root``."""
    path = root + item.path
    _open_way(root, posixpath.dirname(item.path), private=not item.mode & 0o077)
    if item.link_to:
        _link(root, item.path, item.link_to)
        return
    if os.path.islink(path):
        os.unlink(path)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise LabError(f"{item.path} could not be placed", why=str(error.strerror)) from error
    with os.fdopen(file, "wb") as writer:
        writer.write(item.content)
    os.chmod(path, item.mode)


def _open_way(root: str, folder: str, *, private: bool) -> None:
    at = root
    for name in folder.strip("/").split("/"):
        at = f"{at}/{name}"
        if os.path.islink(at):
            raise LabError(f"{folder} leads through a link", why="a placed file must stand where its path says")
        if not os.path.isdir(at):
            os.mkdir(at, 0o700 if private else 0o755)


def _link(root: str, path: str, target: str) -> None:
    if os.path.isdir(root + path) and not os.path.islink(root + path):
        os.rmdir(root + path)
    elif os.path.lexists(root + path):
        os.unlink(root + path)
    os.symlink(target, root + path)


def files_left(stage: Stage, seen: Shown, at_most_bytes: int) -> tuple[FileLeft, ...]:
    """Files and links in home, work and temporary folders that the tool made or changed, sorted; at most 20,000.

    At most ``at_most_bytes`` are read in all (sparse files can be far larger than the disk): a file beyond
    that has an empty digest.
    """
    placed = {item.path: item.link_to or hashlib.sha256(item.content).hexdigest() for item in seen.files}
    found: list[FileLeft] = []
    waiting = [stage.root + top for top in WRITABLE]
    budget = at_most_bytes
    while waiting and len(found) < _MAX_FILES:
        path = waiting.pop()
        for entry in _entries(path):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                continue
            left = _linked(stage.root, entry.path) if entry.is_symlink() else _left(stage.root, entry.path, budget)
            budget -= left.size_bytes if left and left.sha256 else 0
            if left is not None and placed.get(left.path) != (left.link_to or left.sha256):
                found.append(left)
    return tuple(sorted(found, key=lambda item: item.path)[:_MAX_FILES])


def written(stage: Stage, path: str, most_bytes: int) -> bytes:
    """The beginning of a file that something in the box wrote, which may have become anything; else nothing."""
    try:
        file = os.open(stage.root + path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with os.fdopen(file, "rb") as reader:
        return reader.read(most_bytes) if stat.S_ISREG(os.fstat(file).st_mode) else b""


def _entries(path: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError:  # nested deeper than a path can say
        return []


def _left(root: str, path: str, budget: int) -> FileLeft | None:
    try:
        # A link could lead out of the box, and a named pipe would wait for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return None
            digest = hashlib.file_digest(file, "sha256").hexdigest() if status.st_size <= budget else ""
    except OSError:
        return None
    return FileLeft(path=_printable(path.removeprefix(root)), size_bytes=status.st_size, sha256=digest)


def _linked(root: str, path: str) -> FileLeft | None:
    """A symbolic link, which is not followed."""
    try:
        target = os.readlink(path)
    except OSError:
        return None
    return FileLeft(path=_printable(path.removeprefix(root)), size_bytes=0, sha256="", link_to=_printable(target))


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
