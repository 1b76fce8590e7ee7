"""Digests of promises, files and folders."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.acquire.digests import Promise, check_promise, digest_tree, read_integrity
from countermark.errors import IntegrityError, TargetError
from made_archives import sri


def test_the_strongest_digest_is_taken() -> None:
    sha1 = "sha1-" + "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
    assert read_integrity(f"{sha1} {sri(b'x')}") == Promise(algorithm="sha512", hex=hashlib.sha512(b"x").hexdigest())
    weak = read_integrity(sha1)
    assert weak is not None
    assert weak.is_weak


@pytest.mark.parametrize("text", ["", "sha512", "sha512-", "sha512-AAAA", "md5-1B2M2Y8AsgTpgAmY7PhCfg==", "sha512-!!!"])
def test_what_is_no_digest_is_none(text: str) -> None:
    assert read_integrity(text) is None


@given(st.text())
def test_any_integrity_is_read_or_none(text: str) -> None:
    read_integrity(text)


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    promise = read_integrity(sri(b"x"))
    assert promise is not None
    assert check_promise(tmp_path / "x", promise, "x") == hashlib.sha256(b"x").hexdigest()
    (tmp_path / "x").write_bytes(b"y")
    with pytest.raises(IntegrityError):
        check_promise(tmp_path / "x", promise, "x")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    (made / "b").mkdir(parents=True)
    (made / "a.txt").write_bytes(b"1")
    (made / "b/c").write_bytes(b"2")
    (made / "link").symlink_to("a.txt")
    return made


def test_a_folder_is_its_names_modes_and_contents(folder: Path, tmp_path: Path) -> None:
    first = digest_tree(folder)
    assert (first.size_bytes, first.files, first.odd) == (2, 2, ())
    os.utime(folder / "a.txt", (1, 1))
    moved = folder.rename(tmp_path / "moved")
    assert digest_tree(moved) == first
    seen = {first.sha256}
    changes = (
        lambda: (moved / "a.txt").chmod(0o755),
        lambda: (moved / "a.txt").write_bytes(b"3"),
        lambda: (moved / "a.txt").rename(moved / "d.txt"),
        (moved / "empty").mkdir,
        (moved / "link").unlink,
        lambda: (moved / "link").symlink_to("b"),
        lambda: (moved / "b/c").rename(moved / "c"),
    )
    for change in changes:
        change()
        seen.add(digest_tree(moved).sha256)
    assert len(seen) == 8


def test_a_link_is_not_followed_and_a_pipe_is_not_opened(folder: Path) -> None:
    (folder / "round").symlink_to("..")
    os.mkfifo(folder / "pipe")
    assert digest_tree(folder).odd == ("pipe",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    with pytest.raises(TargetError, match="cannot be read"):
        digest_tree(folder)
