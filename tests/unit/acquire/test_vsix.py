"""Extensions of Visual Studio Code."""

from __future__ import annotations

from pathlib import Path

from countermark.acquire.archives import VSIX, ZIP
from countermark.acquire.embedded import expand
from countermark.acquire.unpack import find_kind
from made_archives import zipped


def test_an_extension_is_a_zip_by_its_own_name(tmp_path: Path) -> None:
    data = zipped(("extension.vsixmanifest", b"<PackageManifest/>"), ("extension/out/main.js", b"activate()"))
    for name, kind in (("some.vsix", VSIX), ("some.zip", ZIP)):
        (tmp_path / name).write_bytes(data)
        assert find_kind(tmp_path / name) is kind
    (tmp_path / "other.vsix").write_bytes(b"no zip")
    assert find_kind(tmp_path / "other.vsix") is None


def test_its_program_is_read(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target/some.vsix").write_bytes(zipped(("extension/out/main.js", b"activate()")))
    (file,) = expand(tmp_path / "target", tmp_path / "out").files
    assert file.path == "some.vsix!/extension/out/main.js"
    assert [each.kind for each in file.chain] == ["vsix"]
