"""What the user's own pip says of a package, and the wheels it downloads; nothing is ever built or installed.

Building a source distribution, or only asking it for its dependencies, runs code that its publisher wrote. So
pip is told to consider wheels alone, which are archives and nothing more.

Asked of pip 22.3 to 25: ``--report`` came with 22.2, ``--python`` with 22.3 (pip's changelog; measured 2026-11).
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from countermark.acquire.clients import Answer, Beat, Progress, beat_on, find_client, plain_words, run_client
from countermark.acquire.digests import Promise
from countermark.errors import IntegrityError, MachineError, TargetError, TargetNotFound

_RESOLVE_S = 1800.0
_DOWNLOAD_S = 3600.0
_ASK_S = 180.0
_OLDEST = (22, 3)
_NAMED_VERSIONS = 5
_VERSION = re.compile(r"^pip (\d+)\.(\d+)")
_ALWAYS = ("--disable-pip-version-check", "--no-input", "--no-color")
_SILENT = ("--progress-bar=off", "--quiet")
_WHEELS = ("--only-binary=:all:",)
_KNOWN = re.compile(r"\(from versions: ([^)]*)\)")
_UNREACHABLE = re.compile(
    r"ConnectionError|NewConnectionError|Max retries exceeded|ReadTimeoutError|ConnectTimeout|ProxyError|SSLError"
    r"|SSLCertVerificationError|Temporary failure in name resolution|Connection (?:broken|refused|reset|aborted)"
    r"|(?:5\d\d|429) (?:Server|Client) Error|RemoteDisconnected|Network is unreachable"
)
_FORBIDDEN = re.compile(r"40[137] Client Error|HTTP error 40[137]|credentials were not correct")
_ALTERED = re.compile(r"DO NOT MATCH THE HASHES|HashMismatch|Expected sha\d+")
_CONFLICT = re.compile(r"ResolutionImpossible|conflicting dependencies|resolution-too-deep")
_OTHER_PYTHON = re.compile(r"[Rr]equires?[- ][Pp]ython|require a different python version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One wheel that pip chose; ``promise`` is ``None`` where the index gave no digest."""

    name: str
    version: str
    file_name: str
    promise: Promise | None


class Pip:
    """The user's pip, choosing for ``python``: the interpreter that will run the target."""

    def __init__(self, folder: Path, python: str) -> None:
        self._folder = folder
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        self._command = (*_find_pip(folder), "--python", python)

    def resolve(self, name: str, version: str, extras: Sequence[str]) -> tuple[Wheel, ...]:
        """Every wheel that the package needs, itself first; ``version`` empty for the newest."""
        wanted = name + (f"[{','.join(extras)}]" if extras else "") + (f"=={version}" if version else "")
        report = self._folder / "report.json"
        # --target keeps pip from asking whether it may change the interpreter's own packages: it will not.
        answer = self._ask(
            *("install", "--dry-run", "--ignore-installed", f"--report={report}", f"--target={self._folder / 'never'}"),
            *(*_WHEELS, *_SILENT, wanted),
            limit_s=_RESOLVE_S,
        )
        if answer.exit_code:
            raise self._explained(answer, name, version)
        try:
            parsed = json.loads(report.read_text("utf-8"))
            wheels = tuple(_read_item(item) for item in parsed["install"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise TargetError("pip's report cannot be read", hint="update pip: 22.3 or later is needed") from None
        # Exactly one was asked for by name; pip lists it in no promised place.
        return tuple(sorted(wheels, key=lambda wheel: (canonical(wheel.name) != name, canonical(wheel.name))))

    def download(self, wheels: Sequence[Wheel], folder: Path, progress: Progress) -> None:
        """Brings the wheels into ``folder``; pip holds every byte to the digests, and the caller does again."""
        requirements = self._folder / "requirements.txt"
        lines = [f"{each.name}=={each.version}{_hash(each.promise)}\n" for each in wheels]
        requirements.write_text("".join(lines), "utf-8")
        hashes = ("--require-hashes",) if all(each.promise for each in wheels) else ()
        answer = self._ask(
            *(
                "download",
                "--no-deps",
                *hashes,
                *_WHEELS,
                *_SILENT,
                f"--dest={folder}",
                f"--requirement={requirements}",
            ),
            limit_s=_DOWNLOAD_S,
            beat=beat_on(self._temporary, progress),
        )
        if answer.exit_code:
            raise self._explained(answer, f"{len(wheels)} wheels", "")

    def _ask(self, *arguments: str, limit_s: float, beat: Beat | None = None) -> Answer:
        argv = (*self._command, *arguments, *_ALWAYS)
        # pip downloads into the temporary folder first: in one of ours it can be watched, and nothing stays behind.
        variables = {"TMPDIR": str(self._temporary)}
        return run_client(argv, cwd=self._folder, limit_s=limit_s, beat=beat, variables=variables)

    def _explained(self, answer: Answer, name: str, version: str) -> TargetError:
        said = f"{answer.stderr}\n{answer.stdout}"
        asked = f"{name}=={version}" if version else name
        if _ALTERED.search(said):
            return IntegrityError(f"pip received other bytes for {asked} than the index promised")
        if failure := _no_answer(said, asked):
            return failure
        if _CONFLICT.search(said):
            return TargetError(f"the dependencies of {asked} contradict each other", why=_last_error(answer))
        if "No matching distribution found" in said or "Could not find a version" in said:
            return self._nothing_found(said, name, version)
        return TargetError(f"pip could not fetch {asked}", why=_last_error(answer))

    def _nothing_found(self, said: str, name: str, version: str) -> TargetError:
        """Tells apart: no such package, no such version, and one that has no wheel for this machine."""
        # Of all of pip's questions this one alone lists source distributions without touching them.
        # Only its long form says whether an index refused or could not be reached; the short one is "not found".
        listed = self._ask("index", "versions", name, "-vv", limit_s=_ASK_S)
        known = _listed_versions(listed.stdout) if listed.exit_code == 0 else ()
        if not known:
            found = _KNOWN.search(said) if f"requirement {name}" in said else None
            known = tuple(reversed(found[1].split(", "))) if found and found[1] != "none" else ()
        if not known and (failure := _no_answer(f"{listed.stderr}\n{listed.stdout}", name)):
            return failure
        if not known:
            return TargetNotFound(
                f"there is no Python package {name}",
                why="the index that your pip is set up for does not know it, or has nothing of it for this machine",
                hint=f"check the spelling; `pip index versions {name}` asks the same",
            )
        if version and version not in known:
            other = " (some need another Python)" if _OTHER_PYTHON.search(said) else ""
            return TargetNotFound(
                f"pypi:{name} has no version {version} for this machine{other}",
                why=f"{len(known):,} versions are offered, among them {', '.join(known[:_NAMED_VERSIONS])}",
                hint=f"try pypi:{name}=={known[0]}",
            )
        return TargetError(
            f"pypi:{name}, or something it needs, is offered as source only",
            why="building it would run its code outside of the lab, so it was not built",
            hint="install it yourself (pip install --target FOLDER NAME), and audit that folder",
        )


def _no_answer(said: str, asked: str) -> TargetError | None:
    """The failure of an index that refused or was not reached, if that is what pip met."""
    if _FORBIDDEN.search(said):
        return TargetError(
            f"pip may not fetch {asked}",
            why="the index refused",
            hint="give your own pip its credentials, then try again",
        )
    if _UNREACHABLE.search(said):
        return TargetError(
            f"pip cannot reach its index, so nothing is known of {asked}",
            hint="check the network, the proxy and the index of your pip, then try again",
        )
    return None


def canonical(name: str) -> str:
    """A name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _find_pip(folder: Path) -> tuple[str, ...]:
    """The command for the first pip that is new enough: the user's, this interpreter's, the bundled one, uv's."""
    candidates: list[tuple[str, ...]] = [(path,) for path in map(find_client, ("pip", "pip3")) if path]
    if importlib.util.find_spec("pip"):
        candidates.append((sys.executable, "-m", "pip"))
    candidates += [(sys.executable, str(wheel / "pip")) for wheel in _bundled()]
    if uv := find_client("uv"):
        candidates.append((uv, "tool", "run", "--quiet", "pip"))
    for command in candidates:
        try:
            found = _VERSION.match(run_client((*command, "--version"), cwd=folder, limit_s=_ASK_S).stdout)
        except (MachineError, TargetError):
            continue
        if found and (int(found[1]), int(found[2])) >= _OLDEST:
            return command
    raise MachineError(
        "pip 22.3 or later is not on this machine, and it is pip that Python packages are fetched with",
        hint="install it: apt install python3-pip (Debian, Ubuntu), or uv, which can run one",
    )


def _bundled() -> list[Path]:
    """The wheel of pip that ships inside Python, which runs from where it is."""
    found = importlib.util.find_spec("ensurepip")
    folder = Path(found.origin).parent / "_bundled" if found and found.origin else None
    return sorted(folder.glob("pip-*.whl")) if folder else []


def _read_item(item: Mapping[str, Mapping[str, object]]) -> Wheel:
    download = item["download_info"]
    address, archive = str(download["url"]), download.get("archive_info")
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    sha256 = str(hashes.get("sha256", "")) if isinstance(hashes, dict) else ""
    if not sha256 and isinstance(archive, dict):  # how pip 22 wrote it
        sha256 = str(archive.get("hash", "")).removeprefix("sha256=")
    return Wheel(
        name=str(item["metadata"]["name"]),
        version=str(item["metadata"]["version"]),
        file_name=unquote(urlsplit(address).path).rpartition("/")[2],
        promise=Promise(algorithm="sha256", hex=sha256) if re.fullmatch(r"[0-9a-f]{64}", sha256) else None,
    )


def _hash(promise: Promise | None) -> str:
    return f" --hash={promise.algorithm}:{promise.hex}" if promise else ""


def _listed_versions(text: str) -> tuple[str, ...]:
    found = re.search(r"^Available versions: (.+)$", text, re.MULTILINE)
    return tuple(found[1].split(", ")) if found else ()


def _last_error(answer: Answer) -> str:
    lines = [line for line in answer.stderr.splitlines() if line.startswith("ERROR")]
    return plain_words(lines[-1].removeprefix("ERROR:") if lines else answer.stderr)
