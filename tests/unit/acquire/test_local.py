"""Files, folders and installed commands of this machine."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from countermark.acquire import acquire
from countermark.errors import TargetNotFound, UnsafeArchive
from countermark.model.target import Acquired, Command
from made_archives import Item, tgz, wheel, zipped


def get(tmp_path: Path, spec: str) -> Acquired:
    return acquire(spec, cache=tmp_path / "cache", progress=lambda _: None, platform="linux-x64")


def test_a_folder_stays_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "tool"
    folder.mkdir()
    manifest = {"name": "@me/tool", "version": "0.1", "bin": "./cli.js"}
    (folder / "package.json").write_text(json.dumps(manifest))
    (folder / "cli.js").write_text("1")
    found = get(tmp_path, str(folder))
    assert found.root == str(folder)
    assert (found.target.name, found.target.version) == ("@me/tool", "0.1")
    assert found.target.purl == f"file:sha256:{found.target.artifacts[0].sha256}"
    assert found.commands == (Command(name="tool", path="cli.js"),)
    (folder / "cli.js").write_text("2")
    assert get(tmp_path, f"file:{folder}").target.purl != found.target.purl


def test_a_program_stands_alone_in_its_folder(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_bytes(b"\x7fELF...")
    tool.chmod(0o755)
    found = get(tmp_path, str(tool))
    assert found.target.purl == f"file:sha256:{hashlib.sha256(tool.read_bytes()).hexdigest()}"
    assert [path.name for path in Path(found.root).iterdir()] == ["tool"]
    assert os.access(Path(found.root) / "tool", os.X_OK)
    assert found.commands == (Command(name="tool", path="tool"),)
    tool.rename(tmp_path / "other-name")
    assert [path.name for path in Path(get(tmp_path, str(tmp_path / "other-name")).root).iterdir()] == ["other-name"]


@pytest.mark.parametrize(
    ("name", "data", "held"),
    [
        ("a.tgz", tgz(Item(name="package/package.json", content=b"{}")), "package.json"),
        ("a.tar.gz", tgz(Item(name="x", content=b"1"), Item(name="y/z", content=b"1")), "y/z"),
        ("a.zip", zipped(("release-1/run", b"1")), "run"),
        ("tool-1-py3-none-any.whl", wheel("tool", "1", {"tool.py": ""}), "site-packages/tool.py"),
    ],
)
def test_an_archive_is_unpacked_without_the_folder_around_it(tmp_path: Path, name: str, data: bytes, held: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = get(tmp_path, str(tmp_path / name))
    assert (Path(found.root) / held).is_file()
    assert found.target.artifacts[0].name == name


@pytest.mark.parametrize("name", ["a.tgz", "a.zip", "a.whl"])
def test_a_damaged_archive_is_refused_and_nothing_stays(tmp_path: Path, name: str) -> None:
    whole = tgz(Item(name="p/a", content=os.urandom(900))) if name == "a.tgz" else zipped(("a", os.urandom(900)))
    (tmp_path / name).write_bytes(whole[:-40])
    with pytest.raises(UnsafeArchive):
        get(tmp_path, str(tmp_path / name))
    assert not any((tmp_path / "cache/trees").iterdir())
    assert not any((tmp_path / "cache/staging").iterdir())


@pytest.mark.parametrize("spec", ["/no/such/place", "some-name", "/dev/null", "command:no-such-command-zzz"])
def test_what_is_not_there_is_not_found(tmp_path: Path, spec: str) -> None:
    with pytest.raises(TargetNotFound) as caught:
        get(tmp_path, spec)
    assert caught.value.exit_code == 2
    assert caught.value.hint or spec == "/dev/null"


def test_an_empty_folder_and_a_circle_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    for name in ("empty", "circle"):
        with pytest.raises(TargetNotFound):
            get(tmp_path, str(tmp_path / name))


@pytest.fixture
def path_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def program(path: Path, content: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return path


def test_a_command_of_an_npm_package_means_the_package(tmp_path: Path, path_folder: Path) -> None:
    package = tmp_path / "lib/node_modules/@me/tool"
    program(package / "dist/cli.js")
    (package / "package.json").write_text('{"name": "@me/tool", "version": "1.0"}')
    (package / "dist/package.json").write_text('{"type": "module"}')
    (path_folder / "made-tool").symlink_to(package / "dist/cli.js")
    found = get(tmp_path, "command:made-tool")
    assert found.root == str(package)
    assert found.target.name == "@me/tool"
    assert found.commands == (Command(name="made-tool", path="dist/cli.js"),)


def test_a_command_of_a_virtual_environment_means_the_environment(tmp_path: Path, path_folder: Path) -> None:
    environment = tmp_path / "environment"
    program(environment / "bin/made-tool", "#!python\n")
    (environment / "pyvenv.cfg").touch()
    (path_folder / "made-tool").symlink_to(environment / "bin/made-tool")
    found = get(tmp_path, "command:made-tool")
    assert found.root == str(environment)
    assert found.commands == (Command(name="made-tool", path="bin/made-tool"),)


def test_any_other_command_is_a_program_of_its_own(tmp_path: Path, path_folder: Path) -> None:
    program(path_folder / "made-tool")
    found = get(tmp_path, "command:made-tool")
    assert [path.name for path in Path(found.root).iterdir()] == ["made-tool"]
    assert any("starts elsewhere" in note for note in found.notes)
