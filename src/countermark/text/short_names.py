"""Names that a minifier gave, which are as good as none."""

from __future__ import annotations

import re

_SHORT_NAMES = re.compile(r"(?<![\w$.'\"])[A-Za-z_$][\w$]{0,3}(?![\w$])")


def without_short_names(code: str) -> str:
    """A piece of program text in which every name of up to four characters is ``_``; properties keep theirs.

    It is the same for the same piece in another version of a bundle, and nearly always another for another.
    """
    return _SHORT_NAMES.sub("_", code)
