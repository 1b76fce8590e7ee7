"""Says how a request was written where the same could have been written otherwise: spaces, escapes, chunks.

As with JSON, a style says the same however much is openly sent in it; only what keeps to no style is listed.

Source: RFC 9112 sections 5 (field lines) and 7.1 (chunks), RFC 3986 section 2 (percent-encoding), read 2026-11.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_FIELD = re.compile(rb"(?P<name>[^:]*):(?P<before>[ \t]*)(?P<value>.*?)(?P<after>[ \t]*)(?P<end>\r?)", re.DOTALL)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def head_spelling(head: bytes) -> str:
    """The blanks around field values and the ends of lines: of most fields first, then of each that differs."""
    first, *lines = [line for line in head.split(b"\n") if line.strip(b"\r")] or [b""]
    written = [("", _request_line(first))]
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match is None:
            written.append((line.decode("latin-1"), "a line of its own kind"))
        else:
            written.append((match["name"].decode("latin-1").lower(), _field(match)))
    usual = Counter(how for _, how in written[1:]).most_common(1)
    style = usual[0][0] if usual else ""
    unusual = [f"{name or 'request line'} {how}" for name, how in written[1:] if how != style]
    unusual += [f"request line {written[0][1]}"] if written[0][1] else []
    return "; ".join((style or "plain", *unusual))


def _request_line(line: bytes) -> str:
    """What is unusual of a request line: more than one blank, or no carriage return."""
    return "" if line.count(b" ") == 2 and b"\t" not in line else f"{line!r}"  # noqa: PLR2004 -- method, target, version


def _field(match: re.Match[bytes]) -> str:
    """Empty for ``Name: value``; with an empty value it cannot be told where the blanks stand."""
    before = match["before"] if match["value"] else match["before"][:1]
    unusual = [f"{before.decode()!r} before"] if before != b" " and match["value"] else []
    unusual += [f"{match['after'].decode()!r} behind"] if match["after"] else []
    unusual += ["a bare line feed"] if not match["end"] else []
    return ", ".join(unusual)


def escape_spelling(text: str) -> str:
    """The style of percent-encoding in a query or a form; empty where there was no choice."""
    digits = _ESCAPE.findall(text)
    upper, lower = any(re.search("[A-F]", item) for item in digits), any(re.search("[a-f]", item) for item in digits)
    needless = [item for item in digits if chr(int(item, 16)) in _UNRESERVED]
    plus, space = "+" in text, "20" in digits
    styles = ("upper" if upper else "", "lower" if lower else "", "+" if plus else "", "%20" if space else "")
    said = [style for style in styles if style]
    if (upper and lower) or (plus and space):
        said += [f"%{item}" for item in digits]
    return " ".join((*said, *(f"needless %{item}" for item in needless)))


def framing_spelling(lines: Iterable[str]) -> str:
    """How a body was cut into chunks: their sizes but the last's, and how a size was written if not plainly."""
    return ", ".join(_framing(tuple(lines)))


def _framing(lines: tuple[str, ...]) -> Iterator[str]:
    sizes = [int(line.partition(";")[0].strip() or "0", 16) for line in lines]
    data = [size for size in sizes if size]
    yield "one chunk" if len(data) == 1 else f"{len(data)} chunks"
    yield from (str(size) for size in data[:-1])
    yield from (repr(line) for line, size in zip(lines, sizes, strict=True) if line not in (f"{size:x}", f"{size:X}"))
    if any(re.search("[A-F]", line) for line in lines):
        yield "capital digits"
