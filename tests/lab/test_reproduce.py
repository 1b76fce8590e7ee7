"""A planted specimen's signal is there again elsewhere; not where it was swapped, or is gone, or cannot be had."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from countermark import factors
from countermark.acquire.digests import digest_tree
from countermark.store.sums import write_sums
from purity import TESTS
from small_agent import COUNTERMARK

pytestmark = pytest.mark.lab

SPECIMEN = TESTS / "specimens" / "apostrophe-by-zone"
CLEAN = TESTS / "specimens" / "clean-node"
VARIED = ("timezone", "ci")
SCHEMA = json.loads((TESTS.parent / "docs" / "schema" / "reproduction-1.json").read_text("utf-8"))


def countermark(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """A command in ``folder``, with a home of its own there."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    surroundings = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    return subprocess.run(
        [str(COUNTERMARK), *argv], capture_output=True, text=True, check=False, cwd=folder, env=surroundings
    )


def copied(specimen: Path, folder: Path) -> Path:
    """The specimen's program alone, where the lab may read it."""
    shutil.copytree(specimen, folder / specimen.name)
    for part in (folder / specimen.name, folder, *list(folder.parents)[:2]):
        part.chmod(0o755)
    return folder / specimen.name


def profile(folder: Path) -> Path:
    """The specimen's profile, with little varied so that its audit is short."""
    skipped = "".join(f'{factor.id} = "kept short"\n' for factor in factors.ALL if factor.id not in VARIED)
    path = folder / "profile.toml"
    path.write_text((SPECIMEN / "profile.toml").read_text("utf-8") + f"\n[skip]\n{skipped}", "utf-8")
    return path


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sealed audit ``out`` of a specimen, which lies beside it."""
    folder = tmp_path_factory.mktemp("audited")
    target = copied(SPECIMEN, folder)
    argv = ("audit", str(target), "--profile", str(profile(folder)), "--no-probes", "--out", "out")
    done = countermark(folder, *argv)
    assert done.returncode == 1, done.stderr
    return folder


def told(folder: Path) -> Any:  # noqa: ANN401 -- JSON
    report = json.loads((folder / "r.json").read_text("utf-8"))
    jsonschema.validate(report, SCHEMA)
    return report


def test_a_signal_is_there_again_from_another_folder_and_home(audited: Path, tmp_path: Path) -> None:
    shutil.copytree(audited / "out", tmp_path / "moved")
    copy = copied(SPECIMEN, tmp_path / "copy")
    done = countermark(tmp_path, "reproduce", "moved", "--artifact", str(copy), "--json", "r.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("REPRODUCED")
    report = told(tmp_path)
    (signal,) = report["signals"]
    (cause,) = signal["causes"]
    assert (report["outcome"], cause["trigger"].keys(), cause["same_texts"]) == ("reproduced", {"timezone"}, True)
    assert [one["text"] for one in cause["texts_with"]] == ["\u02bc"]
    assert cause["p_adjusted"] < 0.05
    assert report["runs"] == cause["runs_with"] + cause["runs_without"]
    assert not list((tmp_path / "home" / "cache").rglob("repeating-*"))


def test_a_swapped_artifact_is_not_run_at_all(audited: Path, tmp_path: Path) -> None:
    swapped = copied(SPECIMEN, tmp_path / "swapped")
    with (swapped / "agent.mjs").open("a", encoding="utf-8") as file:
        file.write("// one more line\n")
    done = countermark(tmp_path, "reproduce", str(audited / "out"), "--artifact", str(swapped), "--json", "r.json")
    assert done.returncode == 1, done.stdout + done.stderr
    report = told(tmp_path)
    assert (report["outcome"], report["runs"], report["signals"]) == ("not-reproduced", 0, [])
    assert report["artifacts"][0]["sha256"] in report["why"]


def test_an_effect_that_is_not_there_is_not_reproduced(audited: Path, tmp_path: Path) -> None:
    """Evidence that was sealed again, in the name of a program that does no such thing."""
    clean = copied(CLEAN, tmp_path / "clean")
    shutil.copytree(audited / "out", tmp_path / "forged")
    head = tmp_path / "forged" / "audit.json"
    was, now = (digest_tree(folder).sha256 for folder in (audited / SPECIMEN.name, clean))
    text = head.read_text("utf-8")
    assert was in text
    for path in (tmp_path / "forged", head, tmp_path / "forged" / "SHA256SUMS"):
        path.chmod(0o755)
    head.write_text(text.replace(was, now), "utf-8")
    (tmp_path / "forged" / "SHA256SUMS").unlink()
    write_sums(tmp_path / "forged")
    done = countermark(tmp_path, "reproduce", "forged", "--artifact", str(clean), "--json", "r.json")
    assert done.returncode == 1, done.stdout + done.stderr
    report = told(tmp_path)
    assert (report["outcome"], report["why"], report["failed_runs"]) == ("not-reproduced", "", 0)
    assert report["signals"][0]["causes"][0]["outcome"] == "not-reproduced"


def test_what_cannot_be_had_is_3(audited: Path, tmp_path: Path) -> None:
    shutil.copytree(audited / "out", tmp_path / "moved")
    gone = countermark(tmp_path, "reproduce", "moved", "--artifact", "./no-such-folder", "--json", "r.json")
    assert gone.returncode == 3
    assert told(tmp_path)["outcome"] == "could-not-run"
    (tmp_path / "moved" / "end.json").chmod(0o644)
    (tmp_path / "moved" / "end.json").write_text("{}", "utf-8")
    damaged = countermark(tmp_path, "reproduce", "moved")
    assert (damaged.returncode, damaged.stdout) == (3, "")
    assert "end.json" in damaged.stderr


def test_an_audit_without_a_signal_has_nothing_to_repeat(tmp_path: Path) -> None:
    target = copied(CLEAN, tmp_path / "clean")
    argv = ("--profile", str(profile(tmp_path)), "--no-probes", "--out", "out", "--max-runs", "4")
    assert countermark(tmp_path, "audit", str(target), *argv).returncode == 3
    done = countermark(tmp_path, "reproduce", "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing to repeat" in done.stderr
