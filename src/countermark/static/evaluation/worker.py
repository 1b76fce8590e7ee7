"""Runs pieces of a program's pure code, one line of JSON each, and says what texts came out.

It is handed to an interpreter inside of a sealed box, which is what keeps it harmless, and so imports nothing of ours.
The names that a piece may use are few, only so that it fails early.
"""

from __future__ import annotations

import builtins
import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping

ALLOWED = frozenset(
    ["array", "base64", "binascii", "bz2", "codecs", "collections", "dataclasses", "enum", "functools", "gzip",
     "hashlib", "hmac", "html", "itertools", "json", "lzma", "math", "operator", "quopri", "re", "string", "struct",
     "textwrap", "types", "typing", "urllib", "urllib.parse", "zlib", "__future__"]
)  # fmt: skip
MOST_ITEMS, MOST_CHARS, DEPTH = 50_000, 2_000_000, 6
REFUSED = frozenset(
    [
        "breakpoint",
        "compile",
        "eval",
        "exec",
        "exit",
        "globals",
        "help",
        "input",
        "locals",
        "open",
        "print",
        "quit",
        "vars",
    ]
)
View = tuple[str, "str | list[str]"]


def load(name: str, _: object = None, __: object = None, taken: object = (), ___: int = 0) -> object:
    """A module out of the few that only compute; as ``__import__`` does, the top one unless names are taken from it."""
    if name not in ALLOWED:
        raise ImportError("nothing of that kind here")
    found = importlib.import_module(name)
    return found if taken else importlib.import_module(name.partition(".")[0])


def views(value: object, calls: bool, depth: int = 0) -> Iterator[View]:  # noqa: FBT001 -- handed on and on
    """Every text, and every row of texts, that a value holds; with ``calls``, what functions in it give."""
    if depth > DEPTH:
        return
    if isinstance(value, str):
        yield "text", value
    elif isinstance(value, bytes | bytearray):
        yield "text", value.decode("utf-8", "replace")
    elif isinstance(value, re.Pattern):
        yield "pattern", str(value.pattern)
    elif isinstance(value, Mapping):
        yield from rows(list(value), calls, depth)
        yield from rows(list(value.values()), calls, depth)
    elif isinstance(value, list | tuple | set | frozenset):
        yield from rows(sorted(value, key=str) if isinstance(value, set | frozenset) else list(value), calls, depth)
    elif isinstance(value, Iterator):
        yield from rows([one for one, _ in zip(value, range(MOST_ITEMS), strict=False)], calls, depth)
    elif callable(value) and not isinstance(value, type) and depth < (DEPTH // 2 if calls else 1):
        yield from views(value(), calls, depth + 1)


def rows(values: list[object], calls: bool, depth: int) -> Iterator[View]:  # noqa: FBT001 -- likewise
    """The texts of a row, and what its other members hold."""
    plain = [one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in values[:MOST_ITEMS]]
    texts = [one for one in plain if isinstance(one, str)]
    if len(texts) > 1:
        yield "items", texts
    if len(texts) == 1:
        yield "text", texts[0]
    if len(values) > 7 and all(isinstance(one, int) and 0 <= one < 256 for one in values):  # noqa: PLR2004 -- bytes
        yield "text", bytes(one for one in values if isinstance(one, int)).decode("utf-8", "replace")
    for one in plain:
        if not isinstance(one, str | int | float | None):
            yield from views(one, calls, depth + 1)


def said(code: str, only: list[str] | None = None) -> list[View]:
    """What texts came out of a piece, whose result stands in ``RESULT``."""
    names = {name: value for name, value in vars(builtins).items() if name not in REFUSED} | {"__import__": load}
    space: dict[str, object] = {"__builtins__": names, "__name__": "piece"}
    exec(code, space)  # noqa: S102 -- this is what the sealed box is for
    found: list[View] = []
    chars = 0
    for kind, held in views(space["RESULT"], only is None or bool(only)):
        chars += sum(map(len, held))
        if chars > MOST_CHARS:
            break
        found.append((kind, held))
    return found


def main() -> None:
    """Each line of the input is answered by a line."""
    for line in sys.stdin:
        try:
            answer: dict[str, object] = {"views": said(**json.loads(line))}
        except BaseException as error:  # noqa: BLE001 -- whatever a piece raises, the next one is looked at
            answer = {"error": str(error)[:200] or type(error).__name__}
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
