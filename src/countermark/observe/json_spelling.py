"""Says how a JSON text was written: the style of its white space and of its escapes, whatever its value.

A style is the same however much is openly said in it, so that an added field is no change of style. Only where a
text does not keep to one style is every choice listed: then each may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|[{}\[\],:]|\s+|.', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BLANK = re.compile(r"\s")
_PIECE = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[/<>&'+`\x7f]", re.DOTALL)
_LAST_ASCII = 0x7F
# Source: what writers of JSON for web pages escape, read 2026-11: Go's encoding/json (HTMLEscape), PHP's json_encode
# (JSON_HEX_*, and the slash by default), .NET's JavaScriptEncoder.Default.
_SOMETIMES_ESCAPED = frozenset("/<>&'+`\x7f")
_EVER_ESCAPED = _SOMETIMES_ESCAPED | frozenset('"\\')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What stands behind each kind of token; with ``indent`` each member has a line, indented so much a level."""

    name: str
    comma: str = ""
    colon: str = ""
    before_colon: str = ""
    inside: str = ""
    indent: str | None = None


_KNOWN = (
    _Layout(name="none"),
    _Layout(name="spaced", comma=" ", colon=" "),
    *(_Layout(name=f"indented by {width}", colon=" ", indent=" " * width) for width in (2, 4, 1, 3, 8)),
    _Layout(name="indented by a tab", colon=" ", indent="\t"),
)


def white_space(text: str) -> str:
    """The name of the layout, or, where ``text`` keeps to none, what stands behind each of its tokens."""
    if not _BLANK.search(_STRING.sub("", text)):
        return _KNOWN[0].name
    marks, behind = _divided(text)
    end = behind[-1] if behind else ""
    for layout in (*_KNOWN, _own(marks, behind)):
        if list(_laid_out(marks, layout))[:-1] == behind[:-1]:
            return layout.name + (f", {end!r} at the end" if end else "")
    return "".join(f"{_kind(mark)}{space}" for mark, space in zip(marks, behind, strict=True))


def _divided(text: str) -> tuple[list[str], list[str]]:
    """The tokens, and the white space behind each; before the first stands an empty one."""
    marks, behind = [""], [""]
    for piece in _TOKEN.findall(text):
        if piece.isspace():
            behind[-1] += piece
        else:
            marks.append(piece)
            behind.append("")
    return marks, behind


def _kind(mark: str) -> str:
    return mark if mark in "{}[],:" else "·"


def _own(marks: list[str], behind: list[str]) -> _Layout:
    """A layout on one line, as the first of each kind of token has it."""
    first: dict[str, str] = {}
    for index, mark in enumerate(marks[:-1]):
        following = marks[index + 1]
        if following == ":":
            first.setdefault("before colon", behind[index])
        elif mark in (",", ":"):
            first.setdefault(mark, behind[index])
        elif mark in ("{", "[") and following not in ("}", "]"):
            first.setdefault("inside", behind[index])
    return _Layout(
        name=", ".join(f"{kind!r} {space!r}" for kind, space in sorted(first.items()) if space),
        comma=first.get(",", ""),
        colon=first.get(":", ""),
        before_colon=first.get("before colon", ""),
        inside=first.get("inside", ""),
    )


def _laid_out(marks: list[str], layout: _Layout) -> Iterator[str]:
    """The white space that ``layout`` has behind each token."""
    depth = 0
    for mark, following in zip(marks, [*marks[1:], ""], strict=True):
        if mark in ("{", "["):
            depth += 1
        elif mark in ("}", "]"):
            depth -= 1
        if mark in ("{", "[") and following in ("}", "]"):
            yield ""
        elif following == ":":
            yield layout.before_colon
        elif mark == ":":
            yield layout.colon
        elif mark and (mark in "{[," or following in ("}", "]")):
            yield _break(mark, following, depth, layout)
        else:
            yield ""


def _break(mark: str, following: str, depth: int, layout: _Layout) -> str:
    """What stands behind an opening bracket or a comma, and before a closing bracket."""
    closing = following in ("}", "]")
    if layout.indent is not None:
        return "\n" + layout.indent * (depth - closing)
    return layout.comma if mark == "," else layout.inside


def escapes(text: str) -> str:
    """The style of escapes for what need not be ASCII: empty where none was a choice, each where a text mixes styles.

    Single characters that writers escape or do not are told apart from it.
    """
    digits = [piece.removeprefix("\\u") for piece in _PIECE.findall(text) if piece.startswith("\\u")]
    points = [int(item, 16) for item in digits]
    styles = {
        "raw" if not text.isascii() else "",
        "ascii" if any(point > _LAST_ASCII for point in points) else "",
        "upper" if any(re.search("[A-F]", item) for item in digits) else "",
        "lower" if any(re.search("[a-f]", item) for item in digits) else "",
    } - {""}
    mixed = {"raw", "ascii"} <= styles or {"upper", "lower"} <= styles
    # Which case the digits have shows only where there are letters among them.
    return " ".join((*sorted(styles), *(f"\\u{item}" for item in digits)) if mixed else sorted(styles - {"lower"}))


def escapes_of_characters(text: str) -> Iterator[tuple[str, str]]:
    """Each character that some writers escape, with the way in which it is written; none that does not occur.

    Where a character is not written in one way, each way is listed in turn.
    """
    found: dict[str, list[str]] = {}
    for piece in _PIECE.findall(text):
        plain = _character(piece)
        if plain in _SOMETIMES_ESCAPED:
            found.setdefault(plain, []).append(piece)
    for plain, pieces in sorted(found.items()):
        ways = {"plain" if piece == plain else "escaped" for piece in pieces}
        yield plain, " ".join(pieces) if len(ways) > 1 else ways.pop()


def needless_escapes(text: str) -> str:
    """The escapes of characters that no writer escapes; ``none`` where there are none, since any text may have some."""
    shown = [(piece, _character(piece)) for piece in _PIECE.findall(text) if piece.startswith("\\u")]
    found = [piece for piece, plain in shown if plain.isascii() and plain.isprintable() and plain not in _EVER_ESCAPED]
    return " ".join(found) or "none"


def _character(piece: str) -> str:
    """What a piece stands for, where it is printable or an escape by its number; else the piece itself."""
    if piece.startswith("\\u"):
        return chr(int(piece.removeprefix("\\u"), 16))
    return "/" if piece == "\\/" else piece
