"""From what a user named to a verified, unpacked target on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from countermark.acquire import local, npm_tree, pypi_tree
from countermark.acquire.archives import TGZ, WHEEL
from countermark.acquire.cache import Cache
from countermark.acquire.digests import Promise, read_integrity
from countermark.acquire.npm import Npm, Wanted
from countermark.acquire.pip import Pip, canonical
from countermark.acquire.platforms import Platform, find_platform
from countermark.acquire.spec import LATEST, CommandSpec, Ecosystem, LocalSpec, PackageSpec, is_npm_name, parse_target
from countermark.errors import IntegrityError, MachineError, TargetError, UsageError
from countermark.model.target import Acquired, Command, Target
from countermark.sandbox import runtimes

_SHA1_HEX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where to put things, whom to tell, and for what machine."""

    cache: Cache
    progress: Callable[[str], None]
    platform: Platform


def acquire(spec: str, *, cache: Path, progress: Callable[[str], None], platform: str | None = None) -> Acquired:
    """The target that ``spec`` names, fetched through the user's own clients, verified and unpacked in ``cache``.

    ``platform`` is in npm's words (``linux-arm64``); by default it is this machine's. ``progress`` is told, in
    plain words, what goes on. No code of the target runs.

    Raises ``UsageError`` for a name of no known form, the ``TargetError`` family for everything that is wrong
    with the target, and ``MachineError`` for what this machine lacks.
    """
    named = parse_target(spec)
    place = _Place(cache=Cache(cache), progress=progress, platform=find_platform(platform))
    match named:
        case PackageSpec(ecosystem=Ecosystem.NPM):
            return _from_npm(named, place)
        case PackageSpec():
            return _from_pypi(named, place)
        case CommandSpec(name=name):
            return _from_command(name, place)
        case LocalSpec(path=path):
            return _from_path(local.find_path(path), place)


def _from_npm(named: PackageSpec, place: _Place) -> Acquired:
    with place.cache.staging() as folder:
        npm = Npm(folder)
        place.progress(f"asking npm for {named.name}@{named.version}")
        index = npm.view(named.name, named.version)
        version = str(index.get("version", ""))
        what = f"{named.name}@{version}"
        npm_tree.check_platform(index, place.platform, what)
        promise = _promise(index, what)
        chosen, notes = npm_tree.plan_dependencies(npm, index, place.platform, place.progress)
        wanted = {"": Wanted(name=named.name, version=version, promise=promise), **npm_tree.wanted_of(chosen)}
        parts = npm_tree.fetch_parts(npm, place.cache, wanted, place.progress)
    tree = npm_tree.build_tree(place.cache, parts, place.progress)
    shipped = npm_tree.read_manifest(tree.root)
    target = Target(
        purl=f"pkg:npm/{quote(named.name, safe='/')}@{quote(version, safe='')}",
        name=named.name,
        version=version,
        platform=place.platform.id,
        artifacts=npm_tree.order_artifacts(parts, chosen, place.platform),
    )
    weak = tuple(
        f"the registry gives only a SHA-1 for {path or what}" for path in wanted if wanted[path].promise.is_weak
    )
    return Acquired(
        target=target,
        root=str(tree.root),
        commands=npm_tree.find_commands(tree.root, shipped),
        notes=(*notes, *weak, *npm_tree.compare_manifests(index, shipped), *tree.notes),
    )


def _from_pypi(named: PackageSpec, place: _Place) -> Acquired:
    if place.platform != find_platform(None):
        raise UsageError(
            f"Python packages are resolved for this machine only, not for {place.platform.id}",
            hint="leave the platform out",
        )
    with place.cache.staging() as folder:
        pip = Pip(folder, _lab_python())
        place.progress(f"asking pip for {named.name} and what it needs")
        version = "" if named.version == LATEST else named.version
        wheels = pip.resolve(named.name, version, named.extras)
        if not wheels or canonical(wheels[0].name) != named.name:
            raise TargetError(f"pip chose nothing for {named.name}")
        kept = pypi_tree.fetch_wheels(pip, place.cache, wheels, place.progress)
    tree = pypi_tree.build_wheel_tree(place.cache, kept, place.progress)
    target = Target(
        purl=f"pkg:pypi/{named.name}@{quote(wheels[0].version, safe='')}",
        name=named.name,
        version=wheels[0].version,
        platform=place.platform.id,
        artifacts=tuple(each.artifact for each in kept),
    )
    weak = tuple(f"the index gives no digest for {each.file_name}" for each in wheels if not each.promise)
    commands = pypi_tree.find_wheel_commands(tree.root, named.name)
    return Acquired(target=target, root=str(tree.root), commands=commands, notes=(*weak, *tree.notes))


def _from_path(path: Path, place: _Place) -> Acquired:
    if path.is_dir():
        return _described(local.read_folder(path), place)
    found = local.read_file(path, place.cache)
    if found.kind is TGZ:
        return _with_dependencies(path, found, place)
    if found.kind is WHEEL:
        return _described(found, place)
    acquired = _described(found, place)
    if found.kind is None and os.access(path, os.X_OK):
        return replace(acquired, commands=(Command(name=path.name, path=path.name),))
    return acquired


def _from_command(name: str, place: _Place) -> Acquired:
    path, launcher = local.find_command(name)
    acquired = _from_path(path, place)
    if launcher:
        return replace(acquired, commands=(Command(name=name, path=launcher),))
    note = local.describe_wrapper(path)
    notes = (*acquired.notes, note) if note else acquired.notes
    return replace(acquired, commands=(Command(name=name, path=path.name),), notes=notes)


def _described(found: local.Found, place: _Place) -> Acquired:
    """Local content with the name and version that its package.json gives, where it has one."""
    manifest = npm_tree.read_manifest(found.root)
    name, version = manifest.get("name"), manifest.get("version")
    return Acquired(
        target=Target(
            purl=found.purl,
            name=name if isinstance(name, str) and is_npm_name(name) else found.artifact.name,
            version=version if isinstance(version, str) else "",
            platform=place.platform.id,
            artifacts=(found.artifact,),
        ),
        root=str(found.root),
        commands=npm_tree.find_commands(found.root, manifest),
        notes=found.notes,
    )


def _with_dependencies(path: Path, found: local.Found, place: _Place) -> Acquired:
    """A local npm archive with everything it needs, as it would be installed."""
    acquired = _described(found, place)
    manifest = npm_tree.read_manifest(found.root)
    if not npm_tree.needs_anything(manifest):
        return acquired
    with place.cache.staging() as folder:
        npm = Npm(folder)
        chosen, notes = npm_tree.plan_dependencies(npm, manifest, place.platform, place.progress)
        others = npm_tree.fetch_parts(npm, place.cache, npm_tree.wanted_of(chosen), place.progress)
        parts = (npm_tree.Part(path="", file=path, artifact=found.artifact), *others)
        tree = npm_tree.build_tree(place.cache, parts, place.progress)
    return replace(
        acquired,
        target=replace(acquired.target, artifacts=npm_tree.order_artifacts(parts, chosen, place.platform)),
        root=str(tree.root),
        notes=(*notes, *tree.notes),
    )


def _promise(index: Mapping[str, object], what: str) -> Promise:
    """The digest that the registry gives; SHA-1 is what there was before 2017."""
    dist = index.get("dist")
    said = {**dist} if isinstance(dist, dict) else {}
    promise = read_integrity(str(index.get("dist.integrity") or said.get("integrity") or ""))
    if promise:
        return promise
    sha1 = str(index.get("dist.shasum") or said.get("shasum") or "").lower()
    if len(sha1) == _SHA1_HEX and not sha1.strip("0123456789abcdef"):
        return Promise(algorithm="sha1", hex=sha1)
    raise IntegrityError(
        f"the registry gives no digest for {what}",
        why="what is downloaded could not be checked",
        hint="ask whoever runs the registry",
    )


def _lab_python() -> str:
    """The host's path of the interpreter that the lab will run, which wheels must fit."""
    for runtime in runtimes.find():
        if runtime.name == "python3":
            inside = runtime.executable
            return runtime.prefix + inside.removeprefix(runtime.inside) if runtime.prefix else inside
    raise MachineError("python3 is not on this machine", hint="install it: apt install python3 (Debian, Ubuntu)")
