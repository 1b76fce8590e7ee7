"""Letters and digits that are written as escapes, where nothing asks for it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from countermark.model.marks import Mark, Pattern
from countermark.text.channels.record import Channel
from countermark.text.counted import counted
from countermark.text.spellings import spellings

# Source: RFC 8259, 7 (what must be escaped); RFC 3986, 2.3 (unreserved characters); WHATWG HTML, 13.2.5.80.
_LETTER = "(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])"
_NUMBER = "(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|90|9[7-9]|1[01][0-9]|12[012])"
_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("json", re.compile(rf"(?<!\\)\\u00{_LETTER}"), lambda found: chr(int(found[-4:], 16))),
    ("percent", re.compile(rf"%{_LETTER}"), unquote),
    ("reference", re.compile(rf"&#(?:{_NUMBER}|[xX]{_LETTER});"), html.unescape),
)


_ENDS = frozenset("0123456789abcdefABCDEFzZ;")
_LONGEST = len(r"x\u0041")


def _canonical(text: str) -> str:
    """Undone as they are completed, from left to right: what one of them writes may complete another."""
    if not any(form.search(text) for _, form, _ in _FORMS):
        return text
    out: list[str] = []
    for char in text:
        out.append(char)
        while out[-1] in _ENDS and _undo_last(out):
            pass
    return "".join(out)


def _undo_last(out: list[str]) -> bool:
    """Writes a plain character for the escape with which ``out`` ends, if it ends with one."""
    tail = "".join(out[-_LONGEST:])
    for _, form, plain in _FORMS:
        for match in form.finditer(tail):
            if match.end() == len(tail):
                out[len(out) - len(match.group()) :] = plain(match.group())
                return True
    return False


def _find(text: str) -> tuple[Pattern, ...]:
    return (*_needless(text), *spellings(ESCAPE.id, text))


def _needless(text: str) -> tuple[Pattern, ...]:
    return tuple(
        pattern
        for kind, form, plain in _FORMS
        for pattern in counted(
            ESCAPE.id,
            kind,
            [
                Mark(start=match.start(), end=match.end(), found=match.group(), plain=plain(match.group()))
                for match in form.finditer(text)
                if not _is_usual(kind, text, match)
            ],
        )
    )


_ADDRESS = re.compile(r"(?:https?://|[?&/])[^\s\"'<>()\[\]{}]*\Z")
_HIDDEN_MAIL = re.compile(r"&#(?:64|46|37);|&#x(?:40|2[eE]|25);")


def _is_usual(kind: str, text: str, match: re.Match[str]) -> bool:
    """Percent signs outside of addresses are formats; references beside that of @ hide a mail address from robots."""
    if kind == "percent":
        return not _ADDRESS.search(text, max(match.start() - 200, 0), match.start())
    if kind == "reference":
        return bool(_HIDDEN_MAIL.search(text, max(match.start() - 100, 0), match.end() + 100))
    near = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    return "-" in near  # a range of letters, in a pattern


ESCAPE = Channel(id="escape", title="Needless escapes", canonical=_canonical, find=_find)
