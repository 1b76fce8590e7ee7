"""Builds the compiled part of the scanner, where there is a C compiler and a processor that it is written for.

Hatchling calls this when the package is built or installed for editing; by hand: ``python tools/build_quick.py``. Where
it cannot be built the package is without it: everything is found all the same, only slower.
"""

# ruff: noqa: INP001, T201 -- a script that hatchling loads by its path

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, where hatchling is not installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

FOLDER = Path(__file__).parent.parent / "src" / "countermark" / "drive" / "quick"
FLAGS = ("-O3", "-std=gnu11", "-shared", "-fPIC", "-mavx2", "-mbmi", "-mbmi2", "-mlzcnt", "-mpopcnt", "-mpclmul")
VARIANTS = {"_sweep_avx2.so": [], "_sweep_avx512.so": ["-mavx512bw"]}


def build() -> list[Path]:
    """The libraries that could be built; none where there is no compiler or another processor."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None or platform.machine() not in {"x86_64", "AMD64"} or sys.platform != "linux":
        return []
    found = []
    for name, more in VARIANTS.items():
        out = FOLDER / name
        fresh = out.with_suffix(f".{os.getpid()}")
        done = subprocess.run([compiler, *FLAGS, *more, "-o", fresh, FOLDER / "sweep.c"], check=False)  # noqa: S603
        if done.returncode == 0:
            fresh.replace(out)  # a running program keeps the one that it has loaded
            found.append(out)
        else:
            fresh.unlink(missing_ok=True)
    return found


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc,valid-type,type-arg]
    """Hatchling's way to it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """A wheel that holds it is for one platform, whatever the version of Python."""
        built = build()
        if built and version != "editable":
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-linux_{platform.machine()}"
            build_data["artifacts"] += [str(path.relative_to(FOLDER.parents[3])) for path in built]


if __name__ == "__main__":
    made = build()
    print("\n".join(map(str, made)) or "not built: no C compiler, or a processor that it is not written for")
