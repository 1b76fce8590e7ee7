"""What the user's own npm says of a package, and the archives it downloads; no code of a package is ever run.

Asked of npm 8 to 11: with ``--json``, errors are an object on one of the two outputs; warnings go to stderr
beside it; a missing version is an empty answer in old ones and E404 in new ones (measured 2026-11).
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire.clients import Answer, Beat, find_client, plain_words, run_client
from countermark.acquire.digests import Promise, check_promise, digest_file
from countermark.errors import IntegrityError, MachineError, TargetError, TargetNotFound

_VIEW_S = 180.0
_RESOLVE_S = 900.0
_PACK_S = 3600.0
_PACKED_AT_ONCE = 60
_NAMED_VERSIONS = 5
_NEAR = 0.7
_FIELDS = (
    *("name", "version", "dist.integrity", "dist.shasum", "bin", "os", "cpu", "libc", "scripts"),
    *("dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta", "bundleDependencies"),
)

# Whatever the user's configuration says: nothing of a package runs, nothing but the index is asked, and the answers
# are of the form that is read here. npm's `git` setting names the program it would run for a git dependency.
_ALWAYS = (
    "--ignore-scripts",
    "--json",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--no-color",
    "--no-progress",
    "--loglevel=error",
    "--global=false",
    "--workspaces=false",
    "--dry-run=false",
    "--offline=false",
    "--git=refused-by-countermark",
)
_NOT_FOUND = frozenset({"E404", "ETARGET", "ENOVERSIONS", "EINVALIDPACKAGENAME"})
_FORBIDDEN = frozenset({"E401", "E403", "ENEEDAUTH", "EOTP"})
_MACHINE = frozenset({"ENOSPC", "EACCES", "EPERM", "EROFS", "EDQUOT", "EMFILE"})
_NETWORK = re.compile(
    r"E(5\d\d|429|CONN\w+|NOTFOUND|AI_AGAIN|TIMEDOUT|NETUNREACH|HOSTUNREACH|NETDOWN|PROTO|PIPE|RR_SOCKET_TIMEOUT)"
    r"|ERR_SOCKET_TIMEOUT|ERR_SSL\w*|CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED\w*|FETCH_ERROR|ENOTCACHED"
)
_CODE = re.compile(r"npm (?:ERR!|error) code (\S+)")


class NpmError(TargetError):
    """npm's own failure, with its code; always translated before it leaves this room."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__("npm failed", why=f"{code}: {words}" if words else code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One archive to download: name, exact version, and the digest that its index gave."""

    name: str
    version: str
    promise: Promise

    @property
    def file_name(self) -> str:
        """What npm calls the archive: ``scope-name-1.2.3.tgz``."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


class Npm:
    """The user's npm, working in a folder of ours."""

    def __init__(self, folder: Path) -> None:
        program = find_client("npm")
        if program is None:
            raise MachineError(
                "npm is not on this machine, and it is npm that packages of its registry are fetched with",
                hint="install it: apt install npm (Debian, Ubuntu), or Node.js from your usual source",
            )
        self._program = program
        self._folder = folder
        # A package.json ends npm's search for a project, whose configuration would else be taken in.
        (folder / "package.json").write_text('{"private": true}', "utf-8")

    def view(self, name: str, version: str) -> Mapping[str, object]:
        """The index's metadata of one exact version; raises ``TargetNotFound`` with versions that do exist."""
        try:
            found = self._ask("view", f"{name}@{version}", *_FIELDS, limit_s=_VIEW_S)
        except NpmError as error:
            if error.code not in _NOT_FOUND:
                raise translated(error, f"{name}@{version}") from None
            found = None
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
        if isinstance(found, list) and found:
            raise TargetNotFound(
                f"npm:{name}@{version} is a range of {len(found)} versions",
                why="an audit is of one version",
                hint=f"name one, such as {_version_of(found[-1])}, or a tag such as latest",
            )
        if isinstance(found, dict) and found:
            return found
        raise self._no_version(name, version)

    def versions(self, name: str) -> Mapping[str, str]:
        """Every version of a package that the index has, and when it got it (empty where it does not say)."""
        try:
            found = self._ask("view", name, "versions", "time", limit_s=_VIEW_S)
        except NpmError as error:
            raise translated(error, name) from None
        said = {**found} if isinstance(found, dict) else {}
        listed, times = said.get("versions"), said.get("time")
        days = {**times} if isinstance(times, dict) else {}
        every = listed if isinstance(listed, list) else [listed] if listed else []
        return {str(version): str(days.get(version, "")) for version in every}

    def _no_version(self, name: str, version: str) -> TargetNotFound:
        try:
            found = self._ask("view", name, "versions", limit_s=_VIEW_S)
        except NpmError as error:
            if error.code not in _NOT_FOUND:
                raise translated(error, name) from None
            found = None
        # One version alone is printed without a list around it.
        versions = [str(each) for each in found] if isinstance(found, list) else [str(found)] if found else []
        if not versions:
            return TargetNotFound(
                f"there is no npm package {name}",
                why="the registry that your npm is set up for does not know it, or does not show it to you",
                hint="check the spelling; for a private registry, check that `npm view` knows it",
            )
        near = difflib.get_close_matches(version, versions, 3, _NEAR)
        named = list(dict.fromkeys([*near, *reversed(versions)]))[:_NAMED_VERSIONS]
        return TargetNotFound(
            f"npm:{name} has no version or tag {version}",
            why=f"{len(versions):,} versions exist, among them {', '.join(named)}",
            hint=f"try npm:{name}@{named[0]}, or npm:{name}@latest",
        )

    def resolve(self, manifest: Mapping[str, object]) -> str:
        """The text of a lock file (version 3) for the dependencies of ``manifest``; nothing is installed."""
        (self._folder / "package.json").write_text(json.dumps({"private": True, **manifest}), "utf-8")
        lock = self._folder / "package-lock.json"
        lock.unlink(missing_ok=True)
        arguments = ("--package-lock-only", "--package-lock=true", "--lockfile-version=3", "--omit=dev")
        more = ("--include=optional", "--include=peer", "--engine-strict=false", "--install-links=false")
        try:
            self._ask("install", *arguments, *more, limit_s=_RESOLVE_S)
        except NpmError as error:
            if error.code != "ERESOLVE":
                raise translated(error, "its dependencies") from None
            # Peers that contradict each other stop a project, but are a warning below an installed package.
            try:
                self._ask("install", *arguments, *more, "--force", limit_s=_RESOLVE_S)
            except NpmError as again:
                raise translated(again, "its dependencies") from None
        return lock.read_text("utf-8") if lock.exists() else "{}"

    def download(
        self, wanted: Sequence[Wanted], keep: Callable[[Wanted, Path, str], None], beat: Callable[[Path], Beat]
    ) -> None:
        """Every archive, checked against its promise and handed to ``keep`` with its SHA-256."""
        for start in range(0, len(wanted), _PACKED_AT_ONCE):
            batch = wanted[start : start + _PACKED_AT_ONCE]
            folder = self._folder / f"packed-{start}"
            folder.mkdir()
            names = [f"{each.name}@{each.version}" for each in batch]
            try:
                self._ask("pack", *names, f"--pack-destination={folder}", limit_s=_PACK_S, beat=beat(folder))
            except NpmError as error:
                raise translated(error, names[0] if len(names) == 1 else f"{len(names)} packages") from None
            _match(batch, folder, keep)

    def _ask(self, command: str, *arguments: str, limit_s: float, beat: Beat | None = None) -> object:
        argv = (self._program, command, *arguments, *_ALWAYS)
        answer = run_client(argv, cwd=self._folder, limit_s=limit_s, beat=beat)
        said = _json(answer.stdout)
        failure = _failure(answer, said)
        if failure:
            raise failure
        return said


def translated(error: NpmError, what: str) -> TargetError | MachineError:
    """A failure of npm in this project's words, by kind: forbidden, unreachable, altered, this machine, or other."""
    if error.code in _FORBIDDEN:
        return TargetError(
            f"npm may not fetch {what}",
            why=f"the registry refused ({error.code})",
            hint="log in with your own npm (npm login), then try again",
        )
    if error.code in _NOT_FOUND:
        return TargetNotFound(f"the registry that your npm is set up for has no {what}", why=error.code)
    if error.code == "EINTEGRITY":
        return IntegrityError(f"npm received other bytes for {what} than the registry promised", why=error.code)
    if error.code in _MACHINE:
        return MachineError("npm cannot work on this machine", why=error.code, hint="check room and rights on the disk")
    if _NETWORK.fullmatch(error.code):
        return TargetError(
            f"npm cannot reach its registry, so nothing is known of {what}",
            why=error.code,
            hint="check the network, the proxy and the registry of your npm, then try again",
        )
    return TargetError(f"npm could not fetch {what}", why=error.why)


def _json(text: str) -> object:
    try:
        parsed: object = json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return None
    return parsed


def _failure(answer: Answer, said: object) -> NpmError | None:
    inside = said if isinstance(said, dict) and isinstance(said.get("error"), dict) else None
    if inside is None and answer.exit_code == 0:
        return None
    # Old versions of npm print the object on stderr, between their own lines.
    start = answer.stderr.find('{\n  "error"')
    if inside is None and start >= 0:
        other = _json(answer.stderr[start : answer.stderr.rfind("}") + 1])
        inside = other if isinstance(other, dict) else None
    error = inside.get("error") if inside else None
    if isinstance(error, dict):
        return NpmError(str(error.get("code") or "EUNKNOWN")[:40], plain_words(str(error.get("summary", ""))))
    code = _CODE.search(answer.stderr)
    return NpmError(code[1][:40] if code else f"exit {answer.exit_code}", plain_words(answer.stderr))


def _match(batch: Sequence[Wanted], folder: Path, keep: Callable[[Wanted, Path, str], None]) -> None:
    """Finds each wanted archive by its digest: what npm calls the files has changed over its versions."""
    algorithms = {each.promise.algorithm for each in batch}
    here: dict[Promise, tuple[Path, str]] = {}
    for path in sorted(folder.iterdir()):
        digests = digest_file(path, *algorithms)
        for name in algorithms:
            here[Promise(algorithm=name, hex=digests[name])] = (path, digests["sha256"])
    for each in batch:
        found = here.get(each.promise)
        if found is None and (folder / each.file_name).exists():
            check_promise(folder / each.file_name, each.promise, f"{each.name}@{each.version}")
        if found is None:
            raise IntegrityError(f"npm brought nothing with the digest promised for {each.name}@{each.version}")
        if found[0].exists():  # two names may be promised the very same bytes
            keep(each, *found)


def _version_of(found: object) -> str:
    return str(found.get("version", "")) if isinstance(found, dict) else str(found)
