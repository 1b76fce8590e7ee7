"""What is inside what was shipped: every text that can be read, and everything that was not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One archive or executable on the way to a file: the id of its kind, and its name in what it lies in."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedFile:
    """A text of the target.

    ``path`` is relative to the target's own folder where ``chain`` is empty, else to the folder of what was
    extracted. ``chain`` goes from the outermost container to the innermost, which calls the file ``name``.
    ``offset_bytes`` is where its bytes begin in the innermost container; ``None`` where they stand there only
    compressed. ``sha256`` and ``size_bytes`` are of the file at ``path``, which differs from what was shipped only
    where ``decoded_from`` names an encoding: then it is the same text as UTF-8.
    ``is_program``: by its name, its first line or its container's word it is program text, in any language;
    other texts are data, prompts, documents.
    """

    path: str
    name: str
    chain: tuple[Container, ...] = ()
    offset_bytes: int | None = None
    sha256: str
    size_bytes: int
    is_program: bool
    decoded_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninspected:
    """Something that could run or be run, and was not read.

    ``where`` names it in full, ``outer!/inner``. ``kind`` is a kebab-case word (``machine-code``, ``bytecode``,
    ``encrypted``), ``why`` a sentence for people. ``sha256`` is empty, and ``size_bytes`` what was claimed,
    where the bytes themselves could not be had.
    """

    where: str
    chain: tuple[Container, ...] = ()
    offset_bytes: int | None = None
    sha256: str
    size_bytes: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A container that breaks a rule or a limit: what stands behind that point of it was not read."""

    where: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """Everything below a target's folder and in the containers there.

    Media (pictures, sounds, fonts, told by their first bytes) are only counted. ``notes`` are oddities that hide
    nothing.
    """

    files: tuple[ExpandedFile, ...]
    uninspected: tuple[Uninspected, ...]
    violations: tuple[Violation, ...]
    notes: tuple[str, ...]
    media_files: int
    media_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDifference:
    """A program text that not all builds carry alike: its name, and each build's digest (empty where it is missing)."""

    name: str
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildDifference:
    """What a build has that the first of a comparison has not, whatever things are called in each of them.

    ``new_units`` of its ``units`` pieces; ``new_bytes`` are those of the pieces that are new themselves, and
    ``excerpts`` the beginnings of the largest. ``failed_files``: texts of either that could not be taken apart.
    """

    label: str
    units: int
    new_units: int
    new_bytes: int
    excerpts: tuple[str, ...]
    failed_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComparison:
    """Whether several builds of one version carry the same program text.

    ``labels`` names the builds, in the order of every ``TextDifference.sha256``. ``shared_bytes`` of text stand,
    to the byte, in all of them. ``unread``: builds of which nothing or not everything could be read; with one of
    these, the text is never said to be the same. ``apart``: for each build after the first, what it has that the
    first has not.
    """

    labels: tuple[str, ...]
    is_same: bool
    shared_files: int
    shared_bytes: int
    differing: tuple[TextDifference, ...]
    unread: tuple[str, ...]
    apart: tuple[BuildDifference, ...] = ()
