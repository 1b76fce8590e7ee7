"""The real pip against an index on the loopback; the packages are ours, and only the launcher of one is started."""

from __future__ import annotations

import hashlib
import io
import os
import re
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.acquire import acquire
from countermark.errors import CountermarkError, IntegrityError, TargetError, TargetNotFound, UsageError
from countermark.model.target import Acquired, Command
from made_archives import wheel
from package_indexes import Index, serving

TAGS = "py3-none-any.whl"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with serving() as index:
        for name in list(os.environ):
            if name.startswith(("PIP_", "UV_")):
                monkeypatch.delenv(name)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple/")
        monkeypatch.setenv("PIP_RETRIES", "0")
        monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path / "pip-cache"))
        yield index


def get(tmp_path: Path, spec: str) -> Acquired:
    return acquire(spec, cache=tmp_path / "cache", progress=lambda _: None)


def failed(tmp_path: Path, spec: str, kind: type[CountermarkError]) -> str:
    with pytest.raises(kind) as caught:
        get(tmp_path, spec)
    assert not re.search(r"127\.0\.0\.1|localhost|://", str(caught.value))
    assert not any((tmp_path / "cache" / "staging").iterdir()), "work was left behind"
    return str(caught.value)


def sdist(name: str, setup: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, text in {
            "setup.py": setup,
            "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        }.items():
            info = tarfile.TarInfo(f"{name}-1.0/{path}")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def test_a_package_its_wheels_and_its_command(tmp_path: Path, index: Index) -> None:
    lib = wheel("lib", "2.0", {"lib/__init__.py": "NAME = 'lib'\n", "both.txt": "lib"})
    entry = "[console_scripts]\nTool = tool.main:start\nbad = no-module\n../evil = tool.main:start\n"
    tool = wheel(
        "my_tool",
        "1.0",
        {
            "tool/__init__.py": "",
            "tool/main.py": "import sys, lib\ndef start():\n print('started', lib.NAME, sys.argv[1:])\n return 3\n",
            "both.txt": "tool",
            "my_tool-1.0.dist-info/entry_points.txt": entry,
        },
        requires=("lib>=1",),
    )
    index.add_pypi("lib", (f"lib-2.0-{TAGS}", lib))
    index.add_pypi("my-tool", (f"my_tool-1.0-{TAGS}", tool))
    found = get(tmp_path, "pypi:My_Tool==1.0")
    root = Path(found.root)
    assert found.target.purl == "pkg:pypi/my-tool@1.0"
    assert [artifact.name for artifact in found.target.artifacts] == [f"my_tool-1.0-{TAGS}", f"lib-2.0-{TAGS}"]
    assert found.target.artifacts[1].sha256 == hashlib.sha256(lib).hexdigest()
    assert found.commands == (Command(name="Tool", path="bin/Tool"),)
    assert (root / "site-packages/both.txt").read_text() == "tool"
    assert any("replaces a file" in note for note in found.notes)
    started = subprocess.run([root / "bin/Tool", "x"], capture_output=True, text=True, check=False, env=quiet())
    assert (started.stdout, started.returncode) == ("started lib ['x']\n", 3)
    index.asked.clear()
    assert get(tmp_path, "pypi:my-tool") == found
    assert not [path for path in index.asked if path.endswith(".whl") and "lib" in path and index.asked.count(path) > 1]


def quiet() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def test_what_is_offered_as_source_only_is_not_built(tmp_path: Path, index: Index) -> None:
    canary = tmp_path / "canary"
    setup = f"open({str(canary)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='src', version='1.0')\n"
    index.add_pypi("src", ("src-1.0.tar.gz", sdist("src", setup)))
    index.add_pypi("tool", (f"tool-1.0-{TAGS}", wheel("tool", "1.0", {"tool.py": ""}, requires=("src",))))
    for spec in ("pypi:src==1.0", "pypi:src", "pypi:tool"):
        assert "as source only" in failed(tmp_path, spec, TargetError)
    assert not canary.exists()


def test_unknown_packages_and_versions(tmp_path: Path, index: Index) -> None:
    index.add_pypi("tool", (f"tool-1.0-{TAGS}", wheel("tool", "1.0", {"tool.py": ""})))
    assert "no Python package none-such" in failed(tmp_path, "pypi:none-such", TargetNotFound)
    words = failed(tmp_path, "pypi:tool==9", TargetNotFound)
    assert "no version 9" in words
    assert "pypi:tool==1.0" in words


def test_other_bytes_than_promised_are_refused(tmp_path: Path, index: Index) -> None:
    content = wheel("tool", "1.0", {"tool.py": ""})
    index.add_pypi("tool", (f"tool-1.0-{TAGS}", content), promise=hashlib.sha256(b"other").hexdigest())
    failed(tmp_path, "pypi:tool", IntegrityError)


def test_an_index_that_does_not_answer_is_not_an_unknown_package(
    tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.statuses["/simple/tool/"] = 403
    assert "refused" in failed(tmp_path, "pypi:tool", TargetError)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple/")
    words = failed(tmp_path, "pypi:tool", TargetError)
    assert "cannot reach its index" in words


def test_another_platform_is_not_resolved_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        acquire("pypi:tool", cache=tmp_path, progress=lambda _: None, platform="win32-x64")
