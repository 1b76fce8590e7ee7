"""The remote of the repository that the tool works in.

``unset`` is a folder that is no repository. The hosts are the best-known ones of several countries
(https://en.wikipedia.org/wiki/Comparison_of_source-code-hosting_facilities); the path is the same
for all, so that they are contrasts within one class. The repository has no commit yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.errors import UsageError
from countermark.factors.factor import UNSET, Factor, derivations, passing
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "git-remote"
_URL = re.compile(
    r"(?:(?:https?|ssh|git)://|(?:[\w.-]+)@)(?:[\w.-]+@)?(?P<host>[A-Za-z0-9.-]+)(?::\d+)?[:/](?P<path>[\w./~-]+)\Z"
)

_HOLDABLE = re.compile(r"[a-z0-9][a-z0-9.-]{0,100}\Z")


def check(value: str) -> None:
    """``value`` is ``unset`` or a remote's URL.

    Raises:
        UsageError: it is neither.
    """
    if value != UNSET and (not _URL.match(value) or ".." in value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is not of the form of a git remote",
            hint=f"for example {_ID}=https://github.com/example/project.git",
        )


def setup(value: str) -> Setup:
    """What ``git init`` and ``git remote add`` leave; a file in each folder makes it stand.

    Source: gitrepository-layout(5) (git 2.47); git passes over references whose names begin with a dot.
    """
    if value == UNSET:
        return Setup()
    config = (
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n"
        f'[remote "origin"]\n\turl = {value}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
        '[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n'
    )
    files = {
        "HEAD": "ref: refs/heads/main\n",
        "config": config,
        "description": "Unnamed repository; edit this file 'description' to name the repository.\n",
        "info/exclude": "",
        "objects/info/.keep": "",
        "objects/pack/.keep": "",
        "refs/heads/.keep": "",
        "refs/tags/.keep": "",
    }
    return Setup(
        files=tuple(PlacedFile(path=f"{{work}}/.git/{name}", content=text.encode()) for name, text in files.items())
    )


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The URL, its host, and the owner and name of the repository."""
    return derivations(_ID, value, _forms(value))


def _forms(value: str) -> Iterator[tuple[str, str]]:
    parts = _URL.match(value)
    if parts is None:
        return
    path = parts["path"].strip("/").removesuffix(".git")
    yield "value", value
    yield "url", f"https://{parts['host']}/{path}"
    yield "host", parts["host"]
    yield "repository", path
    yield "host-repository", f"{parts['host']}/{path}"


def holding(text: str) -> tuple[str, ...]:
    """A repository on this host, or of this owner."""
    bare = text.strip(".").lower()
    if not _HOLDABLE.match(bare):
        return ()
    places = (f"{bare}/example", f"git.{bare}/example") if "." in bare else (f"github.com/{bare}",)
    return passing((f"https://{place}/project.git" for place in places), check)


FACTOR = Factor(
    id=_ID,
    title="The remote of the repository",
    levels=(UNSET, "https://github.com/example/project.git", "https://gitee.com/example/project.git"),
    contrasts=(
        "git@gitlab.com:example/project.git",
        "https://codeup.aliyun.com/example/project.git",
        "https://gitflic.ru/example/project.git",
        "git@git.corp.example:example/project.git",
    ),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
