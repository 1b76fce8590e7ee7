"""The import contracts of `pyproject.toml` hold, and each of them breaks when it is broken."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from purity import SOURCE, TESTS

ROOT = TESTS.parent


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = (
        "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    )
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=root,
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources that a test may spoil."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(SOURCE, tmp_path / "src" / "countermark", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_contract_is_kept() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("utils/__init__.py", "", "Rooms stand in layers"),
        ("model/planted.py", "import countermark.store", "Rooms stand in layers"),
        ("report/planted.py", "import countermark.analyse", "Rooms stand in layers"),
        ("factors/planted.py", "import countermark.wire", "Rooms stand in layers"),
        ("report/planted.py", "import countermark.sandbox", "Only acquire, static and lab"),
        ("drive/planted.py", "import countermark.wire", "Only lab and observe"),
    ],
)
def test_each_contract_can_break(copy: Path, module: str, line: str, contract: str) -> None:
    planted = copy / "src" / "countermark" / module
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)
    done = lint_imports(copy)
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), done.stdout + done.stderr


BASE = ("errors.py", "model", "text")  # what the base install offers, which brings no dependency along


def base_files() -> list[Path]:
    return [path for name in BASE for path in [SOURCE / name, *(SOURCE / name).rglob("*.py")] if path.is_file()]


@pytest.mark.parametrize("path", base_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_base_install_needs_the_standard_library_alone(path: Path) -> None:
    named: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add((node.module or "").partition(".")[0])
    assert named <= sys.stdlib_module_names | {"countermark"}
