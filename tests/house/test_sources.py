"""Sizes, names, docstrings and addresses: what holds for every tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from purity import TESTS

ROOT = TESTS.parent
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
DRAWERS = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"})

# Written in pieces, so that this file holds none of what it looks for.
INDEXES = "|".join(("registry" + r"\.npm", "registry" + r"\.yarnpkg", "py" + r"pi\.org", "files" + r"\.pythonhosted"))
REGISTRY = re.compile(rf"\b(?:{INDEXES}|(?<!docs\.)npmjs" + r"\.(?:org|com))", re.IGNORECASE)  # docs may be cited
MACHINE_PATH = re.compile(r"/(?:work/(?:main|shared|\.)|farm/|opt/pypi|Users/\w)")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps and that still stands."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def python_files() -> list[Path]:
    """Every tracked Python file but generated tables and what is audited."""
    skipped = ("tests/specimens/", "tests/cases/")
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.name != "_generated.py" and not relative(path).startswith(skipped)
    ]


@pytest.mark.parametrize("path", python_files(), ids=relative)
def test_a_file_is_small_and_says_what_it_is(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    assert len(source.splitlines()) <= MAX_FILE_LINES
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: size for node in functions if (size := lines_of(node)) > MAX_FUNCTION_LINES}
    assert not long


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_drawer_is_called_something_that_says_nothing() -> None:
    said = {relative(path): set(PurePosixPath(relative(path)).with_suffix("").parts) & DRAWERS for path in tracked()}
    assert not {name for name, found in said.items() if found and name.endswith(".py")}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{relative(path)}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_no_registry_is_named() -> None:
    assert not lines_with(REGISTRY)


def test_no_path_of_a_developers_machine_is_named() -> None:
    assert not lines_with(MACHINE_PATH)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "curl https://registry" + ".npm" + "js.org/x"),
        (REGISTRY, "see https://py" + "pi.org/project/x"),
        (MACHINE_PATH, "open('/" + "work/main/x')"),
        (MACHINE_PATH, "cd /" + "Users/jane/src"),
    ],
)
def test_what_must_not_be_named_is_seen(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
