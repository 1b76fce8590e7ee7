"""What pages show is what happens: examples of commands print it, examples of the library give it."""

from __future__ import annotations

import doctest
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[3]
TOOL = ROOT / "tools" / "page-examples"
LIBRARY = ROOT / "docs" / "library.md"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def tool() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("page_examples", str(TOOL))
    spec = importlib.util.spec_from_loader("page_examples", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


FIGURES = re.compile(
    r"suspicion [0-9.]+ bits?|one in [0-9,]+ |told by [0-9,]+ ordinary|[(]20[0-9-]+[)]; at most [0-9.]+ bits"
)


def unfigured(text: str) -> str:
    """A page without the figures that come from the table of ordinary documents, which is made anew now and then."""
    return FIGURES.sub("…", " ".join(text.split()))


def test_examples_of_commands_print_what_pages_show() -> None:
    found = tool()
    for page in found.PAGES:
        text = page.read_text("utf-8")
        assert len(found.BLOCK.findall(text)) >= 4
        assert unfigured(found.renewed(page)) == unfigured(text), "run tools/page-examples"


def test_examples_of_the_library_give_what_the_page_shows() -> None:
    done = doctest.testfile(str(LIBRARY), module_relative=False, encoding="utf-8")
    assert done.attempted > 15
    assert done.failed == 0


ALONE = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names | {"countermark"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refused())
import countermark.text.library as library
missing = [name for name in library.__all__ if f"`{name}`" not in open(sys.argv[1], encoding="utf-8").read()]
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("countermark.")}
print(missing, sorted(rooms))
"""


def test_the_library_needs_the_standard_library_alone_and_is_documented() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE, LIBRARY], capture_output=True, text=True, check=True)
    assert done.stdout == "[] ['errors', 'model', 'text']\n", done.stdout


@pytest.mark.parametrize(("text", "code"), [("plain\n", 0), ("p\u0430ypal and more\n", 1)])
def test_the_hook_does_what_it_is_for(tmp_path: Path, text: str, code: int) -> None:
    """As pre-commit starts it: the entry, its arguments, then names of files, from the folder of the project."""
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert {"id", "name", "entry", "language"} <= hook.keys()
    (tmp_path / "a b.txt").write_text("plain\n", "utf-8")
    (tmp_path / "c.txt").write_text(text, "utf-8")
    program, *rest = hook["entry"].split()
    command = [Path(sys.executable).parent / program, *rest, *hook.get("args", []), "a b.txt", "c.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == code, done.stdout
