"""What an archive may cost this machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024
_GIB = 1024 * _MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings for one archive: far above what tools ship, far below what hurts a laptop.

    Measured in 2026-11 for comparison: the largest native build of an AI tool is one file of 245 MB, packed
    to 77 MB; the widest npm packages hold about 20,000 files; scripts and source maps pack at 3:1 to 10:1.

    ``archive_bytes``: what is read at all; indexes refuse uploads of this size long before.
    ``total_bytes``: everything unpacked; sixteen such native builds, or the largest machine-learning wheels.
    ``file_bytes``: one file; no tool ships a program half this size.
    ``entries``: files, folders and links; ten times the widest package, and still listed in seconds.
    ``ratio``: unpacked to packed bytes, asked only above ``ratio_from_bytes``, since a small file of zeros is
    honest. Deflate cannot exceed 1032:1, so a bomb of a few megabytes is stopped at 200:1.
    ``depth`` and ``path_bytes``: nested ``node_modules`` reach some 20 folders; Linux stops at 4096 bytes, of
    which the cache's own path needs a part. ``name_bytes`` is what Linux file systems allow.
    ``header_bytes``: one extended tar header; it holds a name or a comment.
    ``directory_bytes``: a zip's or an asar's table of contents, which is held in memory.
    ``nesting``: archives within archives; measured: two, in an archive that an executable carries.
    ``modules``: records of an executable's own table; the most measured is 1,318.
    """

    archive_bytes: int = 2 * _GIB
    total_bytes: int = 4 * _GIB
    file_bytes: int = 2 * _GIB
    entries: int = 200_000
    ratio: int = 200
    ratio_from_bytes: int = 64 * _MIB
    depth: int = 64
    path_bytes: int = 2048
    name_bytes: int = 255
    header_bytes: int = _MIB
    directory_bytes: int = 32 * _MIB
    nesting: int = 4
    modules: int = 100_000


DEFAULT_LIMITS = Limits()
