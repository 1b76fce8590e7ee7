"""Caches of bytecode stand beside Python files as an installer makes them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from countermark.acquire.bytecode import cache_bytecode
from countermark.acquire.unpacking import SHIPPED_AT_S, settle
from countermark.sandbox import runtimes

pytestmark = pytest.mark.lab

PYTHON = next(one.executable for one in runtimes.find() if one.name == "python3")


def caches(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix().replace(tag(), "T") for path in folder.rglob("*.pyc"))


def tag() -> str:
    asked = (PYTHON, "-c", "import sys; print(sys.implementation.cache_tag)")
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_what_can_be_compiled_is_and_python_uses_it_without_the_text(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "tool"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("VALUE = 'as it was compiled'\n", "utf-8")
    (package / "old.py").write_text("print 'of another Python'\n", "utf-8")
    (package / "null.py").write_bytes(b"x = 1\0")
    (package / "deep.py").write_text("(" * 100_000, "utf-8")
    (package / "late.py").write_text("# -*- coding: latin-1 -*-\n", "utf-8")
    assert cache_bytecode(tmp_path) == ()
    settle(tmp_path)
    assert caches(package) == ["__pycache__/__init__.T.pyc", "__pycache__/late.T.pyc"]
    # The same size and time, so that Python takes the cache for what stands in the text.
    (package / "__init__.py").write_text("VALUE = 'AS IT WAS COMPILED'\n", "utf-8")
    os.utime(package / "__init__.py", (SHIPPED_AT_S, SHIPPED_AT_S))
    code = "import sys; sys.path.insert(0, 'site-packages'); import tool; print(tool.VALUE, tool.__file__)"
    said = subprocess.run((PYTHON, "-c", code), capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert said.startswith("as it was compiled")
    assert "__init__.py" in said


def test_the_folder_that_it_was_made_in_stands_in_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(): pass\n", "utf-8")
    cache_bytecode(tmp_path)
    (made,) = (tmp_path / "__pycache__").iterdir()
    assert str(tmp_path).encode() not in made.read_bytes()


def test_a_cache_that_was_shipped_is_replaced_and_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shipped, linked = tmp_path / "tree" / "shipped", tmp_path / "tree" / "linked"
    name = f"a.{tag()}.pyc"
    for folder in (shipped, linked):
        folder.mkdir(parents=True)
        (folder / "a.py").write_text("A = 1\n", "utf-8")
    (shipped / "__pycache__").mkdir()
    (shipped / "__pycache__" / name).write_bytes(b"something else")
    (linked / "__pycache__").symlink_to(outside)
    assert cache_bytecode(tmp_path / "tree") == ()
    assert (shipped / "__pycache__" / name).read_bytes()[:4] == magic()
    assert list(outside.iterdir()) == []


def test_a_file_that_ends_the_compiler_is_left_out_and_the_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n", "utf-8")
    (tmp_path / "b.py").write_text("x=1\n" * (2 << 20), "utf-8")
    (tmp_path / "huge.py").write_text("#" * (9 << 20), "utf-8")
    (tmp_path / "z.py").write_text("Z = 1\n", "utf-8")
    cache_bytecode(tmp_path)
    assert caches(tmp_path) == ["__pycache__/a.T.pyc", "__pycache__/z.T.pyc"]


def magic() -> bytes:
    asked = (PYTHON, "-c", "import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)")
    return subprocess.run(asked, capture_output=True, check=True).stdout
