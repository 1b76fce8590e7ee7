"""Whether somebody has worked here before, by the files in which shells and interpreters keep what was typed.

A program that does not want to be watched may look whether its machine is lived in. The baseline is: what waits for a
real user shows in every run, whatever else it waits for. The commands are those of any tutorial.
Sources: bash(1) HISTFILE, zsh's HISTFILE as its new-user set-up writes it, Python's site module (~/.python_history),
Node's REPL (~/.node_repl_history), less(1) LESSHISTFILE; read 2026-11.
"""

from __future__ import annotations

from countermark.factors.factor import UNSET, Factor, derivations, one_of
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "history"
_USED = "used"
_LEVELS = (_USED, UNSET)
_SHELL = ("cd project", "ls -la", "git status", "git diff", "vim README.md", "git commit -am 'Fix a typo'", "make test")
_FILES = {
    ".bash_history": "\n".join(_SHELL * 3),
    ".zsh_history": "\n".join(_SHELL[:4]),
    ".python_history": "import json\nprint(json.dumps({}))",
    ".node_repl_history": "[1, 2, 3].map(String)",
    ".lesshst": '.less-history-file:\n.search\n"TODO',
}


def setup(value: str) -> Setup:
    """The files of a few days' work, or none."""
    if value == UNSET:
        return Setup()
    return Setup(
        files=tuple(
            PlacedFile(path=f"{{home}}/{name}", content=f"{text}\n".encode(), mode=0o600)
            for name, text in sorted(_FILES.items())
        )
    )


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The names of the files."""
    return derivations(_ID, value, (("value", item.path.rpartition("/")[2]) for item in setup(value).files))


FACTOR = Factor(
    id=_ID,
    title="What was typed here before",
    levels=_LEVELS,
    contrasts=(),
    setup=setup,
    derive=derive,
    check=one_of(_ID, _LEVELS),
)
