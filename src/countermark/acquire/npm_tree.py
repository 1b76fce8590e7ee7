"""An npm package and everything it needs, as one folder: the package itself, with ``node_modules`` below it.

npm says which packages are needed and downloads them; every archive is then checked and unpacked here, so that
nothing but this room's own code ever handles what is inside.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from countermark.acquire.archives import TGZ
from countermark.acquire.cache import Cache, Tree
from countermark.acquire.clients import Progress, beat_on
from countermark.acquire.npm import Npm, Wanted
from countermark.acquire.npm_lock import Installation, Locked, choose, names, read_lock, words
from countermark.acquire.platforms import Platform, suits
from countermark.acquire.unpack import unpack
from countermark.acquire.unpacking import settle, shown
from countermark.errors import IntegrityError, TargetError
from countermark.model.target import Artifact, Command

_KINDS = ("dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta")
_ASKING = 3  # the last of them only describes
_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")
_MANIFEST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One archive in the cache and where in the tree it goes: empty for the package itself."""

    path: str
    file: Path
    artifact: Artifact


def fetch_parts(npm: Npm, cache: Cache, wanted: Mapping[str, Wanted], progress: Progress) -> tuple[Part, ...]:
    """Every wanted archive, by place; what the cache has is not asked for again."""
    have: dict[Wanted, tuple[str, Path]] = {}
    for each in wanted.values():
        found = cache.find(each.promise)
        if found:
            have[each] = found
    missing = tuple(dict.fromkeys(each for each in wanted.values() if each not in have))
    if missing:
        progress(f"downloading {_count(len(missing), 'archive')} with npm")
    npm.download(
        missing,
        lambda each, path, sha256: have.__setitem__(each, (sha256, cache.keep(path, sha256, each.promise))),
        lambda folder: beat_on(folder, progress),
    )
    for each in missing:  # the very same bytes under two names were kept once
        found = have.get(each) or cache.find(each.promise)
        if found is None:
            raise IntegrityError(f"npm brought nothing for {each.name}@{each.version}")
        have[each] = found
    return tuple(_part(path, each, *have[each]) for path, each in wanted.items())


def plan_dependencies(
    npm: Npm, manifest: Mapping[str, object], platform: Platform, progress: Progress
) -> tuple[Installation, tuple[str, ...]]:
    """What the package needs on ``platform``, and notes on what it asks for and does not get."""
    bundled = {*words(manifest.get("bundleDependencies")), *words(manifest.get("bundledDependencies"))}
    asked = {kind: _without(manifest.get(kind), bundled) for kind in _KINDS}
    roots = {name for kind in _KINDS[:_ASKING] for name in asked[kind]}
    if not roots:
        return Installation(packages=(), elsewhere=()), ()
    _refuse_foreign(asked)
    progress(f"asking npm for {_count(len(roots), 'dependency', 'dependencies')} and what they need")
    locked = read_lock(npm.resolve(asked))
    chosen = choose(locked, frozenset(roots), platform)
    known = {each.path.removeprefix("node_modules/") for each in locked}
    unknown = sorted(set(names(asked["optionalDependencies"])) - known)
    notes = [f"the registry does not have the optional dependency {name}" for name in unknown]
    if chosen.elsewhere and not any(each.for_platform for each in chosen.packages):
        notes.append(f"of the {len(chosen.elsewhere)} packages for single platforms, none is for {platform.id}")
    notes += [f"{each.path} is not made for {platform.id}" for each in chosen.packages if not each.suits(platform)]
    return chosen, tuple(notes)


def needs_anything(manifest: Mapping[str, object]) -> bool:
    """Whether a package asks for any other."""
    return any(names(manifest.get(kind)) for kind in _KINDS[:_ASKING])


def wanted_of(chosen: Installation) -> dict[str, Wanted]:
    """What has to be downloaded, by place; bundled packages come with the archive that holds them."""
    wanted: dict[str, Wanted] = {}
    for each in chosen.packages:
        if each.bundled:
            continue
        if not each.from_index or each.promise is None:
            raise IntegrityError(
                f"{each.path} does not come from the registry, or the registry gives no digest for it",
                why="what it holds could be different for every user, and could not be checked",
            )
        wanted[each.path] = Wanted(name=each.name, version=each.version, promise=each.promise)
    return wanted


def build_tree(cache: Cache, parts: tuple[Part, ...], progress: Progress) -> Tree:
    """The tree of all parts, unpacked (or found unpacked) in the cache."""
    lines = "".join(f"{part.path} {part.artifact.sha256}\n" for part in sorted(parts, key=lambda part: part.path))
    key = hashlib.sha256(f"countermark.npm-tree/1\n{lines}".encode()).hexdigest()

    def build(folder: Path) -> tuple[str, ...]:
        progress(f"unpacking {_count(len(parts), 'archive')}")
        notes: list[str] = []
        for part in sorted(parts, key=lambda part: part.path.count("/node_modules/") + bool(part.path)):
            place = folder / part.path
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():  # the package brings a folder of this name itself; the registry's is what npm installs
                shutil.rmtree(place)
            found = unpack(part.file, place, TGZ, as_npm=True)
            notes += [f"{part.artifact.name}: {note}" for note in found]
        _make_commands_executable(folder)
        settle(folder)
        return tuple(notes)

    return cache.tree(key, build)


def read_manifest(root: Path) -> dict[str, object]:
    """A package's own package.json; empty where there is none that can be read."""
    path = root / "package.json"
    try:
        if path.is_symlink() or path.stat().st_size > _MANIFEST_BYTES:
            return {}
        parsed = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def find_commands(root: Path, manifest: Mapping[str, object]) -> tuple[Command, ...]:
    """The launchers that a package.json declares and that are there."""
    declared = manifest.get("bin")
    if isinstance(declared, str):
        declared = {str(manifest.get("name", "")).rpartition("/")[2]: declared}
    if not isinstance(declared, dict):
        return ()
    found = []
    for name, path in sorted(declared.items(), key=lambda item: str(item[0])):
        clean = _inside(str(path))
        if clean and str(name).isprintable() and (root / clean).is_file():
            found.append(Command(name=str(name), path=clean))
    return tuple(found)


def compare_manifests(index: Mapping[str, object], shipped: Mapping[str, object]) -> tuple[str, ...]:
    """Notes on what the registry says of a package and its own package.json does not, and on what was not run."""
    notes = [
        f"the registry and the package's own package.json disagree about its {field}"
        for field in ("name", "version")
        if shipped.get(field) != index.get(field)
    ]
    if _needs(index) != _needs(shipped):
        notes.append("the registry and the package's own package.json disagree about its dependencies")
    scripts = shipped.get("scripts")
    declared = [name for name in _INSTALL_SCRIPTS if isinstance(scripts, dict) and scripts.get(name)]
    if declared:
        notes.append(f"it declares scripts to run when installed ({', '.join(declared)}); they were not run")
    return tuple(notes)


def order_artifacts(parts: tuple[Part, ...], chosen: Installation, platform: Platform) -> tuple[Artifact, ...]:
    """The package's own archive, then those made for this platform, then the other dependencies; each once."""
    by_path: dict[str, Locked] = {each.path: each for each in chosen.packages}

    def rank(part: Part) -> tuple[int, str]:
        locked = by_path.get(part.path)
        if locked is None:
            return (0, "")
        return (1 if locked.for_platform and locked.suits(platform) else 2, part.path)

    return tuple(dict.fromkeys(part.artifact for part in sorted(parts, key=rank)))


def check_platform(manifest: Mapping[str, object], platform: Platform, what: str) -> None:
    """Raises ``TargetError`` for a package that says itself that it is not for this platform."""
    fields = {name: words(manifest.get(name)) for name in ("os", "cpu", "libc")}
    if not suits(platform, **fields):
        said = ", ".join(f"{name} {' '.join(value)}" for name, value in fields.items() if value)
        raise TargetError(f"{what} is not made for {platform.id}", why=f"it asks for {shown(said)}")


def _needs(manifest: Mapping[str, object]) -> frozenset[str]:
    return frozenset((*names(manifest.get("dependencies")), *names(manifest.get("optionalDependencies"))))


def _part(path: str, wanted: Wanted, sha256: str, file: Path) -> Part:
    artifact = Artifact(name=wanted.file_name, sha256=sha256, size_bytes=file.stat().st_size)
    return Part(path=path, file=file, artifact=artifact)


def _without(value: object, left_out: set[str]) -> dict[str, object]:
    return {str(name): spec for name, spec in value.items() if name not in left_out} if isinstance(value, dict) else {}


def _refuse_foreign(asked: Mapping[str, Mapping[str, object]]) -> None:
    for kind in _KINDS[:_ASKING]:
        for name, spec in asked[kind].items():
            text = str(spec)
            if not text.startswith("npm:") and (":" in text or "/" in text):
                raise TargetError(
                    f"its dependency {shown(name)} does not come from the registry",
                    why="a git repository, an address or a folder has no promised digest, so it is not fetched",
                    hint="install the tool yourself into a folder, and audit that folder",
                )


def _make_commands_executable(root: Path) -> None:
    # npm does so for every declared launcher, whatever mode it was shipped with.
    for command in find_commands(root, read_manifest(root)):
        path = root / command.path
        if not path.is_symlink():
            path.chmod(0o755)


def _inside(path: str) -> str:
    parts = [part for part in PurePosixPath(path).parts if part != "."]
    clean = "/".join(parts)
    return clean if parts and parts[0] != "/" and ".." not in parts and clean.isprintable() else ""


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
