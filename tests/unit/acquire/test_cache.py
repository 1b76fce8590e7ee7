"""The cache gives back only what is still what it was, and may be used by several at once."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from countermark.acquire.cache import Cache
from countermark.acquire.digests import Promise, digest_file
from countermark.errors import MachineError


def kept(cache: Cache, content: bytes) -> tuple[Promise, Path]:
    with cache.staging() as folder:
        (folder / "x").write_bytes(content)
        digests = digest_file(folder / "x", "sha512")
        promise = Promise(algorithm="sha512", hex=digests["sha512"])
        return promise, cache.keep(folder / "x", digests["sha256"], promise)


def build(folder: Path) -> tuple[str, ...]:
    (folder / "a").mkdir(parents=True)
    (folder / "a/b").write_bytes(b"1")
    (folder / "link").symlink_to("a")
    return ("a note",)


def test_a_file_is_found_by_its_promise(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    promise, path = kept(cache, b"x")
    assert path == tmp_path / "cache/sha256" / digest_file(path)["sha256"]
    assert cache.find(promise) == (path.name, path)
    assert cache.find(Promise(algorithm="sha256", hex=path.name)) == (path.name, path)
    assert cache.find(Promise(algorithm="sha512", hex="00")) is None
    assert kept(cache, b"x") == (promise, path)


def test_a_file_that_was_altered_is_not_given_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    promise, path = kept(cache, b"x")
    path.chmod(0o644)
    path.write_bytes(b"y")
    assert cache.find(promise) is None
    assert cache.find(Promise(algorithm="sha256", hex=path.name)) is None


def test_a_tree_is_built_once(tmp_path: Path) -> None:
    calls: list[Path] = []

    def counted(folder: Path) -> tuple[str, ...]:
        calls.append(folder)
        return build(folder)

    first = Cache(tmp_path / "cache").tree("key", counted)
    second = Cache(tmp_path / "cache").tree("key", counted)
    assert first == second
    assert first.notes == ("a note",)
    assert (first.root / "link/b").read_bytes() == b"1"
    assert len(calls) == 1


@pytest.mark.parametrize("damage", ["content", "mode", "missing", "extra", "link", "manifest"])
def test_a_tree_that_was_altered_is_built_anew(tmp_path: Path, damage: str) -> None:
    root = Cache(tmp_path / "cache").tree("key", build).root
    match damage:
        case "content":
            (root / "a/b").write_bytes(b"2")
            os.utime(root / "a/b", ns=(0, 5))
        case "mode":
            (root / "a/b").chmod(0o755)
        case "missing":
            (root / "a/b").unlink()
        case "extra":
            (root / "new").touch()
        case "link":
            (root / "link").unlink()
            (root / "link").symlink_to("/")
        case "manifest":
            (root.parent / "manifest.json").write_text("[]")
    again = Cache(tmp_path / "cache").tree("key", build).root
    assert again == root
    assert sorted(path.name for path in again.rglob("*")) == ["a", "b", "link"]
    assert (again / "a/b").read_bytes() == b"1"
    assert not any((tmp_path / "cache/staging").iterdir())


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def failing(folder: Path) -> tuple[str, ...]:
        build(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path / "cache").tree("key", failing)
    assert not any((tmp_path / "cache/staging").iterdir())
    assert not any((tmp_path / "cache/trees").iterdir())


def slow(folder: Path) -> tuple[str, ...]:
    time.sleep(0.2)
    return build(folder)


def work(folder: Path) -> str:
    cache = Cache(folder)
    kept(cache, b"the same")
    return str(cache.tree("key", slow).root)


def test_several_may_do_the_same_at_once(tmp_path: Path) -> None:
    # This kind of pool fails, and does not wait for ever, where a worker cannot import this file.
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        roots = list(pool.map(work, [tmp_path / "cache"] * 8))
    assert len(set(roots)) == 1
    assert (Path(roots[0]) / "a/b").read_bytes() == b"1"
    assert not any((tmp_path / "cache/staging").iterdir())


def test_what_a_dead_process_left_is_swept_after_a_day(tmp_path: Path) -> None:
    Cache(tmp_path)
    for name, age in (("old", 2 * 24 * 3600), ("young", 60)):
        (tmp_path / "staging" / name).mkdir()
        os.utime(tmp_path / "staging" / name, (time.time() - age,) * 2)
    Cache(tmp_path)
    assert [path.name for path in (tmp_path / "staging").iterdir()] == ["young"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MachineError):
        Cache(tmp_path / "file" / "cache")
