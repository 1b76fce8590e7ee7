"""Pinned real packages, fetched through this machine's own npm and pip: what comes is what came when it was pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.acquire import acquire
from countermark.errors import TargetNotFound
from countermark.model.target import Acquired

pytestmark = pytest.mark.crater


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def get(spec: str, cache: Path) -> Acquired:
    return acquire(spec, cache=cache, progress=print, platform=None if spec.startswith("pypi:") else "linux-x64")


@pytest.mark.parametrize(
    ("version", "sha256"), [("2.1.91", "4fb4dae771d6fad1e74703741148f5ee2d24837f4a04eab27041746f7a5b3e2b")]
)
def test_a_bundle(cache: Path, version: str, sha256: str) -> None:
    found = get(f"npm:@anthropic-ai/claude-code@{version}", cache)
    assert found.target.artifacts[0].sha256 == sha256
    assert found.target.purl == f"pkg:npm/%40anthropic-ai/claude-code@{version}"
    assert (Path(found.root) / "cli.js").stat().st_size > 10_000_000
    assert (Path(found.root) / "node_modules/@img/sharp-linux-x64").is_dir()
    assert not (Path(found.root) / "node_modules/@img/sharp-darwin-arm64").exists()
    assert get(found.target.purl, cache) == found


def test_a_native_build_is_the_platform_package(cache: Path) -> None:
    found = get("npm:@anthropic-ai/claude-code@2.1.197", cache)
    program = Path(found.root) / "node_modules/@anthropic-ai/claude-code-linux-x64/claude"
    assert program.stat().st_size > 200_000_000
    assert program.stat().st_mode & 0o111
    assert program.read_bytes()[:4] == b"\x7fELF"
    assert [artifact.name for artifact in found.target.artifacts] == [
        "anthropic-ai-claude-code-2.1.197.tgz",
        "anthropic-ai-claude-code-linux-x64-2.1.197.tgz",
    ]


def test_another_vendors_tool_with_dependencies(cache: Path) -> None:
    found = get("npm:@qwen-code/qwen-code@0.24.4", cache)
    assert [command.name for command in found.commands] == ["qwen"]
    assert (Path(found.root) / "node_modules/@lydell/node-pty-linux-x64").is_dir()
    assert (Path(found.root) / "node_modules/sharp").is_dir()


def test_a_python_tool_with_a_hundred_wheels(cache: Path) -> None:
    found = get("pypi:aider-chat==0.86.2", cache)
    assert found.target.artifacts[0].sha256 == "64f6a0c66c9f4633ad9f479bca3e64ebcba02b9da03c6b604b74a44736b2416e"
    assert len(found.target.artifacts) > 80
    assert [(command.name, command.path) for command in found.commands] == [("aider", "bin/aider")]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("npm:no-such-package-zzz", "there is no npm package"),
        ("npm:@anthropic-ai/claude-code@0.0.0-none", "versions exist, among them"),
        ("pypi:no-such-package-zzz-qq", "there is no Python package"),
        ("pypi:aider-chat==99.9", "pypi:aider-chat=="),
    ],
)
def test_what_does_not_exist_is_not_found(cache: Path, spec: str, words: str) -> None:
    with pytest.raises(TargetNotFound) as caught:
        get(spec, cache)
    assert words in str(caught.value)
    assert "://" not in str(caught.value)
