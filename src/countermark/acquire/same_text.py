"""Whether the packages of one version for several systems carry the same program text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermark.model.expanded import Expanded, ExpandedFile, TextComparison, TextDifference

_INSIDE = "!/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What one package held, and what to call it (``linux-x64``)."""

    label: str
    expanded: Expanded


def compare_program_text(builds: tuple[Build, ...]) -> TextComparison:
    """Which program texts all builds carry to the byte, and which files differ.

    A file has the same name in all builds when it has the same way inside of its outermost container, which is called
    otherwise on every system. A text that stands in all builds under different names is no difference. Order of
    ``builds`` matters to nothing but the order in the result.
    """
    texts = tuple({each.sha256: each.size_bytes for each in _programs(build)} for build in builds)
    shared = frozenset.intersection(*(frozenset(each) for each in texts)) if texts else frozenset()
    named = tuple({_name(each): each.sha256 for each in _programs(build)} for build in builds)
    names = sorted({name for each in named for name in each})
    rows = (TextDifference(name=name, sha256=tuple(each.get(name, "") for each in named)) for name in names)
    differing = tuple(row for row in rows if not {*row.sha256} - {""} <= shared)
    unread = tuple(
        build.label for build, found in zip(builds, texts, strict=True) if not found or build.expanded.violations
    )
    return TextComparison(
        labels=tuple(build.label for build in builds),
        is_same=len(builds) > 1 and not differing and not unread,
        shared_files=len(shared),
        shared_bytes=sum(texts[0][digest] for digest in shared) if texts else 0,
        differing=differing,
        unread=unread,
    )


def _programs(build: Build) -> Iterator[ExpandedFile]:
    return (each for each in build.expanded.files if each.is_program)


def _name(file: ExpandedFile) -> str:
    return file.path.partition(_INSIDE)[2] if file.chain else file.path
