"""The guard over the pure rooms sees what they do and nothing else; what it cannot see is read off the source."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from purity import PURE_ROOMS, SOURCE, TESTS

# A test that lays code into a pure room, and itself touches a file.
PLANTED = """
from pathlib import Path
import countermark

def test_planted(tmp_path):
    (tmp_path / "file").write_text("the test itself may")
    names = {}
    name = Path(countermark.__file__).parent / %r / "planted.py"
    exec(compile(%r, str(name), "exec"), names)
    names["act"](tmp_path / "file")
"""

CULPRITS = {
    "reads": ("observe", "def act(path): open(path).close()"),
    "asks": ("text", "def act(path):\n import socket\n socket.socket().close()"),
    "starts": ("wire", "def act(path):\n import subprocess\n subprocess.run(['true'], check=True)"),
    "lists": ("report", "def act(path):\n import os\n os.listdir('/')"),
    "swallows": ("design", "def act(path):\n try:\n  open(path).close()\n except Exception:\n  pass"),
}
INNOCENTS = {
    "imports": ("analyse", "def act(path):\n import colorsys\n colorsys.rgb_to_hls(1, 1, 1)"),
    "is-no-pure-room": ("store", "def act(path): open(path).close()"),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of every planted case, run under this project's own conftest."""
    top = tmp_path_factory.mktemp("planted")
    for name, (room, source) in (CULPRITS | INNOCENTS).items():
        # A room that is not pure is called by a test of one that is, as a loader handed in would be.
        folder = top / "tests" / "unit" / (room if room in PURE_ROOMS else "text")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"test_{name.replace('-', '_')}.py").write_text(PLANTED % (room, source))
    for shared in ("conftest.py", "purity.py"):
        shutil.copy(TESTS / shared, top / "tests" / shared)
    (top / "pytest.ini").write_text("[pytest]\npythonpath = tests\naddopts = -p no:cacheprovider -rA\n")
    done = subprocess.run([sys.executable, "-m", "pytest"], cwd=top, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("name", CULPRITS)
def test_the_guard_fails_a_test_whose_pure_room_touches_the_machine(outcomes: str, name: str) -> None:
    room = CULPRITS[name][0]
    assert re.search(rf"^FAILED tests/unit/{room}/test_{name}\.py.*", outcomes, re.MULTILINE), outcomes


@pytest.mark.parametrize("name", INNOCENTS)
def test_the_guard_lets_pass_what_others_do(outcomes: str, name: str) -> None:
    assert re.search(rf"^PASSED .*/test_{name.replace('-', '_')}\.py", outcomes, re.MULTILINE), outcomes


# What no audit event tells of: clocks, dice and names of the machine. `datetime` and `random` are fine for their
# arithmetic and for a seeded Random.
FOREIGN_MODULES = frozenset(
    (
        "asyncio",
        "getpass",
        "glob",
        "locale",
        "mmap",
        "multiprocessing",
        "os",
        "platform",
        "secrets",
        "select",
        "selectors",
        "shutil",
        "signal",
        "socket",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
    )
)
FOREIGN_CALLS = frozenset(
    (
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "date.today",
        "uuid.uuid1",
        "uuid.uuid4",
        "Path.cwd",
        "Path.home",
        "Path.expanduser",
        "random.random",
        "random.choice",
        "random.randint",
        "random.shuffle",
        "random.sample",
        "random.randbytes",
        "random.getrandbits",
    )
)
FOREIGN_NAMES = frozenset(("open", "input", "print", "breakpoint"))


def foreign(tree: ast.AST) -> set[str]:
    """What of the machine a source names."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & FOREIGN_MODULES
        elif isinstance(node, ast.ImportFrom) and node.module in FOREIGN_MODULES:
            found.add(node.module)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            found |= {called} & FOREIGN_NAMES
            found |= {".".join(called.split(".")[-2:])} & FOREIGN_CALLS
            if called.split(".")[-1] == "Random" and not node.args:
                found.add("an unseeded Random")
    return found


PURE_FILES = [
    path for room in PURE_ROOMS for path in sorted((SOURCE / room).rglob("*.py")) if path.name != "_generated.py"
]


@pytest.mark.parametrize("path", PURE_FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_pure_room_names_no_clock_no_dice_and_no_machine(path: Path) -> None:
    assert not foreign(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from os import environ",
        "open('x')",
        "import datetime\ndatetime.datetime.now()",
        "import random\nrandom.choice([1])",
        "from random import Random\nRandom()",
    ],
)
def test_what_pure_rooms_must_not_name_is_seen(source: str) -> None:
    assert foreign(ast.parse(source))
