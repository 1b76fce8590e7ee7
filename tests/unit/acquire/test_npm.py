"""The real npm against a registry on the loopback: what comes out, what is refused, and what is said of it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.acquire import acquire
from countermark.errors import CountermarkError, IntegrityError, MachineError, TargetError, TargetNotFound
from countermark.model.target import Acquired, Command
from made_archives import Item, npm_package, tgz
from package_indexes import Index, serving

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")

ALL_PLATFORMS = {
    "@made/tool-linux-x64": ("linux", "x64"),
    "@made/tool-linux-arm64": ("linux", "arm64"),
    "@made/tool-darwin-x64": ("darwin", "x64"),
}


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with serving() as index:
        for name in list(os.environ):
            if name.lower().startswith("npm_config_"):
                monkeypatch.delenv(name)
        (tmp_path / "npmrc").write_text(
            f"registry={index.url}/\nfetch-retries=0\n//127.0.0.1/:_authToken=secret-of-mine\n"
        )
        monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "npmrc"))
        monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "npm-cache"))
        yield index


def get(tmp_path: Path, spec: str, platform: str = "linux-x64") -> Acquired:
    return acquire(spec, cache=tmp_path / "cache", progress=lambda _: None, platform=platform)


def failed(tmp_path: Path, spec: str, kind: type[CountermarkError]) -> str:
    with pytest.raises(kind) as caught:
        get(tmp_path, spec)
    words = str(caught.value)
    assert not re.search(r"127\.0\.0\.1|localhost|://|secret-of-mine", words)
    assert not any((tmp_path / "cache" / "staging").iterdir()), "work was left behind"
    return words


def test_a_package_its_platform_package_and_its_dependencies(tmp_path: Path, registry: Index) -> None:
    canary = tmp_path / "canary"
    for name, (system, cpu) in ALL_PLATFORMS.items():
        registry.add_npm(name, "1.0.0", os=[system], cpu=[cpu])
    registry.add_npm("deep", "2.5.0")
    registry.add_npm("lib", "1.1.0", dependencies={"deep": "^2"}, scripts={"postinstall": f"touch {canary}"})
    content = registry.add_npm(
        "@made/tool",
        "1.0.0",
        bin={"tool": "cli.js", "gone": "none.js", "out": "../../x"},
        dependencies={"lib": "^1"},
        optionalDependencies=dict.fromkeys(ALL_PLATFORMS, "1.0.0"),
        scripts={"install": f"touch {canary}"},
    )
    found = get(tmp_path, "npm:@made/tool@1.0.0")
    root = Path(found.root)
    assert found.target.purl == "pkg:npm/%40made/tool@1.0.0"
    assert (found.target.name, found.target.version, found.target.platform) == ("@made/tool", "1.0.0", "linux-x64")
    assert (root / "cli.js").is_file()
    assert sorted(path.name for path in (root / "node_modules").iterdir()) == ["@made", "deep", "lib"]
    assert [path.name for path in (root / "node_modules/@made").iterdir()] == ["tool-linux-x64"]
    names = [artifact.name for artifact in found.target.artifacts]
    assert names == ["made-tool-1.0.0.tgz", "made-tool-linux-x64-1.0.0.tgz", "deep-2.5.0.tgz", "lib-1.1.0.tgz"]
    assert found.target.artifacts[0].sha256 == hashlib.sha256(content).hexdigest()
    assert found.commands == (Command(name="tool", path="cli.js"),)
    assert os.access(root / "cli.js", os.X_OK)
    assert any("install" in note and "not run" in note for note in found.notes)
    assert not canary.exists()
    assert get(tmp_path, "npm:@made/tool@1.0.0", "linux-arm64").root != found.root


def test_a_second_time_nothing_is_downloaded(tmp_path: Path, registry: Index) -> None:
    registry.add_npm("tool", "1.0.0")
    first = get(tmp_path, "npm:tool")
    shutil.rmtree(tmp_path / "npm-cache")
    registry.asked.clear()
    assert get(tmp_path, "pkg:npm/tool@1.0.0") == first
    assert not [path for path in registry.asked if path.endswith(".tgz")]


def test_a_missing_version_names_some_that_exist(tmp_path: Path, registry: Index) -> None:
    for version in ("1.0.0", "1.0.1", "2.0.0"):
        registry.add_npm("tool", version)
    words = failed(tmp_path, "npm:tool@1.0.2", TargetNotFound)
    assert "1.0.1" in words
    assert "3 versions" in words


def test_a_range_and_an_unknown_package_are_not_found(tmp_path: Path, registry: Index) -> None:
    for version in ("1.0.0", "1.0.1"):
        registry.add_npm("tool", version)
    assert "range of 2 versions" in failed(tmp_path, "npm:tool@1", TargetNotFound)
    assert "no npm package none-such" in failed(tmp_path, "npm:none-such", TargetNotFound)


@pytest.mark.parametrize(
    ("status", "words"), [(401, "refused"), (403, "refused"), (500, "cannot reach"), (503, "reach")]
)
def test_a_registry_that_does_not_answer_is_not_an_unknown_package(
    tmp_path: Path, registry: Index, status: int, words: str
) -> None:
    registry.answers["/tool"] = ("application/json", b"{}")
    registry.statuses["/tool"] = status
    with pytest.raises(TargetError) as caught:
        get(tmp_path, "npm:tool")
    assert not isinstance(caught.value, TargetNotFound)
    assert words in str(caught.value)


def test_nobody_there_is_said_to_be_the_network(tmp_path: Path, registry: Index) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (tmp_path / "npmrc").write_text(f"registry=http://127.0.0.1:{port}/\nfetch-retries=0\n")
    assert "cannot reach its registry" in failed(tmp_path, "npm:tool", TargetError)
    assert registry.asked == []


@pytest.mark.parametrize("where", ["tool", "lib"])
def test_other_bytes_than_promised_are_refused(tmp_path: Path, registry: Index, where: str) -> None:
    other = npm_package({"name": where, "version": "1.0.0"}, evil="x")
    registry.add_npm("lib", "1.0.0", serve=other if where == "lib" else None)
    registry.add_npm("tool", "1.0.0", dependencies={"lib": "1"}, serve=other if where == "tool" else None)
    failed(tmp_path, "npm:tool", IntegrityError)


def test_a_truncated_archive_is_refused(tmp_path: Path, registry: Index) -> None:
    whole = npm_package({"name": "tool", "version": "1.0.0"})
    registry.add_npm("tool", "1.0.0", serve=whole[:-20])
    failed(tmp_path, "npm:tool", TargetError)


@pytest.mark.parametrize("spec", ["git+https://host/x.git", "https://host/x.tgz", "file:../x", "someone/repository"])
def test_dependencies_from_elsewhere_are_refused(tmp_path: Path, registry: Index, spec: str) -> None:
    registry.add_npm("tool", "1.0.0", dependencies={"lib": spec})
    assert "does not come from the registry" in failed(tmp_path, "npm:tool", TargetError)


def test_a_dependency_that_asks_for_git_starts_no_git(
    tmp_path: Path, registry: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    registry.add_npm("lib", "1.0.0", dependencies={"evil": f"git+file://{tmp_path}/repository"})
    registry.add_npm("tool", "1.0.0", dependencies={"lib": "1"})
    failed(tmp_path, "npm:tool", TargetError)
    assert not canary.exists()


def test_a_package_for_another_platform_is_refused(tmp_path: Path, registry: Index) -> None:
    registry.add_npm("tool", "1.0.0", os=["darwin"])
    assert "not made for linux-x64" in failed(tmp_path, "npm:tool", TargetError)


def test_two_versions_of_one_dependency_lie_where_node_finds_them(tmp_path: Path, registry: Index) -> None:
    registry.add_npm("lib", "1.0.0")
    registry.add_npm("other", "1.0.0", dependencies={"lib": "1.0.0"})
    registry.add_npm("lib", "2.0.0")
    registry.add_npm("tool", "1.0.0", dependencies={"lib": "2.0.0", "other": "1"})
    root = Path(get(tmp_path, "npm:tool").root)
    assert '"2.0.0"' in (root / "node_modules/lib/package.json").read_text()
    assert '"1.0.0"' in (root / "node_modules/other/node_modules/lib/package.json").read_text()


def test_what_the_registry_and_the_package_disagree_about_is_noted(tmp_path: Path, registry: Index) -> None:
    registry.add_npm("tool", "1.0.0")
    body = registry.answers["/tool"][1].replace(b'"version": "1.0.0"', b'"version": "1.0.0", "dependencies": {}', 1)
    registry.answers["/tool"] = ("application/json", body)
    assert get(tmp_path, "npm:tool").notes == ()
    registry.add_npm("lib", "1.0.0")
    registry.answers["/tool"] = (
        "application/json",
        body.replace(b'"dependencies": {}', b'"dependencies": {"lib": "1"}', 1),
    )
    shutil.rmtree(tmp_path / "npm-cache")
    assert any("disagree" in note for note in get(tmp_path, "npm:tool").notes)


def test_a_local_archive_gets_its_dependencies(tmp_path: Path, registry: Index) -> None:
    registry.add_npm("lib", "1.0.0")
    path = tmp_path / "tool-3.0.0.tgz"
    path.write_bytes(npm_package({"name": "tool", "version": "3.0.0", "dependencies": {"lib": "1"}}, a__js=""))
    found = get(tmp_path, str(path))
    assert found.target.purl == f"file:sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert (found.target.name, found.target.version) == ("tool", "3.0.0")
    assert (Path(found.root) / "a.js").is_file()
    assert (Path(found.root) / "node_modules/lib/cli.js").is_file()
    assert [artifact.name for artifact in found.target.artifacts] == ["tool-3.0.0.tgz", "lib-1.0.0.tgz"]


def test_an_unsafe_archive_leaves_nothing(tmp_path: Path, registry: Index) -> None:
    evil = tgz(Item(name="package/package.json", content=b"{}"), Item(name="package/../../x", content=b"x"))
    path = tmp_path / "tool-3.0.0.tgz"
    path.write_bytes(evil)
    assert "climbs out" in failed(tmp_path, str(path), TargetError)
    assert not any((tmp_path / "cache" / "trees").iterdir())
    assert registry.asked == []


def test_without_npm_the_machine_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install npm" in failed(tmp_path, "npm:tool", MachineError)
