"""Real packages, pinned, fetched through the user's own npm and pip; they are read and never run."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

import tree_sitter_javascript
from evals.planting import Host
from tree_sitter import Language, Parser

BUNDLE = ("npm:@anthropic-ai/claude-code@2.1.90", "package/cli.js")
"""13 MB of minified text in one file."""

MARKED = ("npm:@anthropic-ai/claude-code@2.1.91", "package/cli.js")
"""Its next release, whose covert signal is public. Source: anthropics/claude-code issues 67120 and 72518."""

HOSTS = (
    BUNDLE,
    ("npm:@google/gemini-cli@0.61.0", "package/bundle/gemini-*.js"),
    ("npm:@qwen-code/qwen-code@0.24.4", "package/codeModeHost.js"),
)
"""Clean programs of agents, as they are shipped: what is planted stands in a piece of one of them."""

PYTHON_HOSTS = (
    ("pypi:aider-chat==0.86.2", "aider/coders/base_coder.py"),
    ("pypi:aider-chat==0.86.2", "aider/commands.py"),
)

CLEAN = (
    "npm:@anthropic-ai/claude-code@2.1.90",
    "npm:@google/gemini-cli@0.61.0",
    "npm:@qwen-code/qwen-code@0.24.4",
    "npm:@continuedev/cli@1.5.47",
    "npm:@mariozechner/pi-coding-agent@0.73.1",
    "npm:chrome-devtools-mcp@0.10.2",
    "npm:typescript@5.9.3",
    "npm:eslint@9.39.1",
    "npm:webpack@5.102.1",
    "npm:prettier@3.6.2",
    "npm:marked@16.4.1",
    "npm:markdown-it@14.1.0",
    "npm:react-dom@19.2.0",
    "npm:undici@7.16.0",
    "npm:@babel/parser@7.28.5",
    "npm:highlight.js@11.11.1",
    "pypi:aider-chat==0.86.2",
    "pypi:openai==2.8.0",
    "pypi:rich==14.2.0",
    "pypi:requests==2.32.5",
    "pypi:smartypants==2.0.2",
    "pypi:Faker==38.0.0",
    "pypi:litellm==1.80.0",
)
"""No public report says of these versions that they hide a list or a choice; agents and ordinary libraries, among them
those that handle quotes, blanks and word lists for a living."""

TRUE_LISTS = {
    ("npm:@anthropic-ai/claude-code@2.1.90", "list of 18 words"): (
        "names of animals for a game, each written as character codes: encoded indeed, and nothing of the machine is "
        "compared with them"
    ),
}
"""Lists that are hidden indeed, looked at by people: the package, how the report on it begins, and what they are."""

_LANGUAGE = Language(tree_sitter_javascript.language())


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A clean piece of a real program, with a name for the tables."""

    name: str
    host: Host


def fetch(target: str, into: Path) -> Path:
    """The folder of a package's files; fetched once."""
    folder = into / target.replace("/", "+").replace(":", "+")
    if folder.exists():
        return folder
    kind, _, what = target.partition(":")
    loaded = into / "downloads" / folder.name
    loaded.mkdir(parents=True, exist_ok=True)
    if kind == "npm":
        command = ["npm", "pack", what, "--ignore-scripts", "--pack-destination", str(loaded)]
    else:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command = [*pip, "--no-deps", "--only-binary", ":all:", "--dest", str(loaded), what]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 -- the user's own clients
    (archive,) = loaded.iterdir()
    unfinished = folder.with_name(folder.name + ".part")
    if archive.suffix == ".tgz":
        with tarfile.open(archive) as tar:
            tar.extractall(unfinished, filter="data")
    else:
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(unfinished)  # noqa: S202 -- zipfile takes out what climbs
    unfinished.rename(folder)
    return folder


def text(target: str, pattern: str, into: Path) -> bytes:
    """The largest file of a package whose path fits."""
    found = fetch(target, into).glob(pattern)
    return max(found, key=lambda path: path.stat().st_size).read_bytes()


def short_name(target: str) -> str:
    """A package's name and version, without what repeats."""
    return target.partition(":")[2]


class Pieces:
    """Pieces of clean programs, of about ``size`` bytes, cut between the statements of the file."""

    def __init__(self, into: Path, size: int) -> None:
        self._size = size
        self._texts = [(short_name(target), text(target, pattern, into)) for target, pattern in HOSTS]
        self._starts = [[node.start_byte for node in _parsed(data)] + [len(data)] for _, data in self._texts]
        self._python = [
            Piece(name=short_name(target), host=Host(data=text(target, pattern, into), python=True))
            for target, pattern in PYTHON_HOSTS
        ]

    def javascript(self, number: int, random: Random) -> Piece:
        """A piece of one of the programs, by turns."""
        number %= len(self._texts)
        (name, data), starts = self._texts[number], self._starts[number]
        first = random.choice([start for start in starts if start + self._size < len(data)] or [starts[0]])
        last = next(start for start in starts if start >= min(first + self._size, len(data)))
        return Piece(name=name, host=Host(data=data[first:last]))

    def python(self, number: int) -> Piece:
        """One of the Python programs, by turns, whole."""
        return self._python[number % len(self._python)]


def _parsed(data: bytes) -> list[object]:
    root = Parser(_LANGUAGE).parse(data).root_node
    skipped = {"comment", "hash_bang_line", "ERROR"}
    return [node for node in root.named_children if node.type not in skipped]
