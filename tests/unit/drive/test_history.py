"""Releases are fetched with the real npm, read and let go, until it is known where something came and went."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from countermark.drive import history as drive_history
from countermark.drive.history import HistoryOptions, history
from countermark.drive.progress import Progress
from countermark.drive.reading import Reading, Task
from countermark.drive.shelf import Shelf
from countermark.model.comparison import History
from made_archives import npm_package, sri
from package_indexes import Index, serving
from unit.drive.programs import CLEAN, HIDING, Silence, renamed

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")

COUNT = 14
CAME, WENT = 5, 11


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with serving() as index:
        for name in list(os.environ):
            if name.lower().startswith("npm_config_"):
                monkeypatch.delenv(name)
        (tmp_path / "npmrc").write_text(f"registry={index.url}/\nfetch-retries=0\n")
        monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "npmrc"))
        monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "npm-cache"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home-cache"))
        yield index


def publish(index: Index, programs: list[str]) -> None:
    """Releases 1.0.0, 1.0.1, … of ``tool``, one a day; an empty program is one that the registry lost."""
    versions: dict[str, object] = {}
    days = {}
    for number, text in enumerate(programs):
        version = f"1.0.{number}"
        manifest: dict[str, object] = {"name": "tool", "version": version}
        content = npm_package(manifest, cli__js=text)
        path = f"/tool/-/tool-{version}.tgz"
        versions[version] = manifest | {"dist": {"tarball": index.url + path, "integrity": sri(content)}}
        days[version] = f"2026-03-{number + 1:02}T00:00:00.000Z"
        if text:
            index.answers[path] = ("application/octet-stream", content)
    document = {"name": "tool", "dist-tags": {"latest": version}, "versions": versions, "time": days}
    index.answers["/tool"] = ("application/json", json.dumps(document).encode())


def search(points: int = 3, last: int = COUNT - 1) -> tuple[History, Silence]:
    progress = Silence()
    options = HistoryOptions(target="npm:tool", first="1.0.0", last=f"1.0.{last}", points=points, jobs=1)
    return history(options, progress=progress), progress


def test_the_releases_in_which_it_came_and_went_are_named(tmp_path: Path, registry: Index) -> None:
    # Every release has names and texts of its own, as bundles do.
    publish(
        registry,
        [
            f"// {number}\n" + (renamed(HIDING) if number % 2 else HIDING)
            if CAME <= number < WENT
            else f"{CLEAN}//{number}"
            for number in range(COUNT)
        ],
    )
    found, _ = search()
    assert found.outcome == "found"
    thread = found.threads[0]  # the list; the choice that follows it comes and goes with it
    assert {other.changes for other in found.threads} == {thread.changes}
    came, went = thread.changes
    assert (came.kind, came.before, came.version) == ("appeared", f"1.0.{CAME - 1}", f"1.0.{CAME}")
    assert (went.kind, went.before, went.version) == ("disappeared", f"1.0.{WENT - 1}", f"1.0.{WENT}")
    assert came.published == "2026-03-06T00:00:00.000Z"
    assert (came.between, went.between) == ((), ())
    read = [release for release in found.releases if release.state == "read"]
    assert 5 <= len(read) < COUNT
    assert any("were not read" in because for because in found.incomplete_because)
    assert not list(tmp_path.rglob("history-*")), "a release was not let go"


def test_a_release_that_cannot_be_had_is_a_stated_gap(registry: Index) -> None:
    texts = [CLEAN + f"//{n}" if n < 3 else HIDING + f"//{n}" for n in range(6)]
    texts[2] = ""
    publish(registry, texts)
    found, _ = search(points=6, last=5)
    (came,) = found.threads[0].changes
    assert (came.before, came.version, came.between) == ("1.0.1", "1.0.3", ("1.0.2",))
    assert [release.version for release in found.releases if release.state == "failed"] == ["1.0.2"]
    assert any(because.startswith("1.0.2 could not be had or read") for because in found.incomplete_because)


def test_all_read_and_nothing_found_is_clean_and_less_is_not(registry: Index) -> None:
    publish(registry, [f"{CLEAN}//{number}" for number in range(5)])
    every, _ = search(points=5, last=4)
    assert (every.outcome, every.incomplete_because, every.threads) == ("nothing-found", (), ())
    some, again = search(points=2, last=4)
    assert some.outcome == "incomplete"
    assert any("read before" in step for step in again.steps)


def test_a_release_that_cannot_be_read_is_no_proof_of_absence(registry: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(registry, [f"{HIDING}//{number}" for number in range(4)])
    real = drive_history.carry_out

    def failing(tasks: Sequence[Task], shelf: Shelf, *, jobs: int, progress: Progress) -> dict[str, Reading]:
        readings = real(tasks, shelf, jobs=jobs, progress=progress)
        for sha256, task in ((task.sha256, task) for task in tasks):
            if b"//1" in Path(task.path).read_bytes():
                readings[sha256] = Reading(sha256=sha256, failed="it took longer than was allowed")
        return readings

    monkeypatch.setattr(drive_history, "carry_out", failing)
    found, _ = search(points=4, last=3)
    assert all(one.changes == () and "1.0.1" not in (*one.present, *one.absent) for one in found.threads)
    assert found.incomplete_because[0] == "1.0.1 could not be had or read: it took longer than was allowed"
