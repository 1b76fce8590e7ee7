"""README, Makefile, command pages and `--help` say the same, and the site builds without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from purity import SOURCE, TESTS

ROOT = TESTS.parent
COMMAND = Path(sys.executable).parent / "countermark"
MAX_RECIPES = 8
EVERYWHERE = frozenset({"--help", "--verbose"})  # options that each command has

needs_cli = pytest.mark.skipif(not (SOURCE / "cli" / "__init__.py").is_file(), reason="the room cli is not built yet")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def recipes() -> set[str]:
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


def commands() -> set[str]:
    done = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True)
    listed = re.findall(r"^ {4}([a-z]+(?:-[a-z]+)*)(?: {2,}|$)", done.stdout, re.MULTILINE)
    assert listed, done.stdout
    return set(listed)


def documents() -> list[Path]:
    """What a reader meets first."""
    pages = [path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts]
    return [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", *sorted(pages)]


def test_the_makefile_is_short_and_has_the_two_commands() -> None:
    assert {"audit", "test"} <= recipes()
    assert len(recipes()) <= MAX_RECIPES


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_recipe_that_is_named_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"`make ([a-z]+)", text)) | set(re.findall(r"^ {4}make ([a-z]+)", text, re.MULTILINE))
    assert named <= recipes()


@needs_cli
@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"(?:`|^ {4}(?:\$ )?)countermark ([a-z]+(?:-[a-z]+)*)", text, re.MULTILINE))
    assert named <= commands()


@needs_cli
def test_every_command_has_its_page_and_every_page_its_command() -> None:
    assert {path.stem for path in (ROOT / "docs" / "commands").glob("*.md")} == commands()


@needs_cli
def test_every_option_of_a_command_stands_on_its_page_and_no_other() -> None:
    for command in commands():
        done = subprocess.run([COMMAND, command, "--help"], capture_output=True, text=True, check=True)
        page = read(f"docs/commands/{command}.md")
        offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout)) - EVERYWHERE
        described = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page)) - EVERYWHERE
        assert described == offered, command


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_linked_exists(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-n",
            "-d",
            tmp_path / "tree",
            "docs",
            tmp_path / "site",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
