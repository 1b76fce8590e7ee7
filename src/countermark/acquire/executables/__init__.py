"""Where the named parts of an executable stand in its file: ELF, Mach-O and PE, read without trust."""

from __future__ import annotations

from itertools import islice

from countermark.acquire.executables import elf, macho, pe
from countermark.acquire.executables.region import MOST, Region
from countermark.acquire.window import Window
from countermark.errors import UnsafeArchive

MAGIC_BYTES = 64


def is_executable(head: bytes) -> bool:
    """Whether a file that begins like this is an executable, a library or a relocatable object."""
    return elf.matches(head) or macho.matches(head) or pe.matches(head)


def read_regions(window: Window) -> tuple[Region, ...]:
    """Every part that can be found, in the file's order; what is malformed ends the list and is no failure."""
    head = window.read(0, min(MAGIC_BYTES, window.size_bytes))
    found: list[Region] = []
    for form in (elf, macho, pe):
        if not form.matches(head):
            continue
        try:
            found.extend(islice(form.read(window), 3 * MOST))
        except UnsafeArchive:
            continue  # and what was found until then is kept
    return tuple(region for region in found if window.holds(region.offset_bytes, region.size_bytes))


__all__ = ["Region", "is_executable", "read_regions"]
