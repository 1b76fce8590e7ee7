"""Control characters, terminal sequences, private-use characters and noncharacters."""

from __future__ import annotations

import re

from countermark.model.marks import Mark, Pattern, Reading
from countermark.text.channels.record import Channel
from countermark.text.counted import counted
from countermark.text.stable import characters

# Source: ECMA-48 (1991), 5.4 «Control sequences», 5.6 «Control strings»; Unicode ch. 23.1, 23.5, 23.7, 23.8.
# Tab and the line ends are white space. A lone surrogate is no character at all.
_UNPRINTED = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff"
    r"\U000f0000-\U0010ffff]"
    rf"|[{''.join(chr(plane * 0x10000 + last) for plane in range(15) for last in (0xFFFE, 0xFFFF))}]"
)


def _canonical(text: str) -> str:
    return _UNPRINTED.sub("", text)


_STYLED = re.compile(r"\x1b\[[0-9;:]*m")
_CONCEAL = re.compile(r"(?:^|[;\[])8(?:[;m]|$)")
_REVEAL = re.compile(r"\x1b\[(?:0|28|)(?:;[0-9;]*)?m")
_EXTENDED_COLOUR = re.compile(r"[34]8[;:][25](?:[;:][0-9]*)*")
# Struck over: bold, underlined, or a bullet. Source: nroff's output as col(1) and ul(1) describe it.
_BACKSPACE = re.compile(r"(?P<char>[^\x08\n])\x08(?P=char)|_\x08.|.\x08_|[+o]\x08[+o]|_+\x08+")
# Separators of Info files (Texinfo manual, «Info Format Specification»), and the end of a file of DOS.
_SEPARATOR = re.compile(
    r"(?m)(?:^|(?<=\x00))\x1f(?=\x0c?\r?$)|\x7f(?=[0-9]+\r?$)|\x00(?=\x08\[(?:image|index))|\x1a\s*\Z"
)
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb]|\x08")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
_NO_CHARACTER = re.compile(
    rf"[\ufdd0-\ufdef{''.join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))}]"
)
_UNUSUAL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ud800-\uf8ff\ufffe\uffff\U0001fffe-\U0001ffff]"
    r"|[\U0002fffe-\U0010ffff]"
)
"""Whatever the patterns above may begin with, and more."""

_PRIVATE_BITS, _BYTE_BITS = 7, 8


def _find(text: str) -> tuple[Pattern, ...]:
    """Colours are explained, and so are letters struck over for bold, and single icons of a font between blanks."""
    if not any(map(_UNUSUAL.match, characters(text))):
        return ()
    name = CONTROL.id
    return (
        *_concealed(text),
        *counted(name, "sequence", [mark for mark in _marks(_SEQUENCE, text) if not _STYLED.fullmatch(mark.found)]),
        *counted(name, "idle-style", _idle_styles(text)),
        *counted(name, "control-character", _controls(text), bits=_BYTE_BITS),
        *_private(text),
        *counted(name, "noncharacter", _marks(_NO_CHARACTER, text), bits=_BYTE_BITS),
    )


def _marks(pattern: re.Pattern[str], text: str) -> list[Mark]:
    return [
        Mark(start=match.start(), end=match.end(), found=match.group(), plain="") for match in pattern.finditer(text)
    ]


def _idle_styles(text: str) -> list[Mark]:
    """Styles put off where none is on, between words of one line: nothing is shown otherwise with them or without."""
    marks: list[Mark] = []
    styled = False
    for match in _STYLED.finditer(text):
        is_off = not match.group()[2:-1].strip("0;:")
        near = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if is_off and not styled and all(char and (char.isalnum() or char == " ") for char in near):
            marks.append(Mark(start=match.start(), end=match.end(), found=match.group(), plain=""))
        styled = not is_off
    return marks


def _concealed(text: str) -> tuple[Pattern, ...]:
    """Words that a terminal is told not to show: they stay, what hides them is the mark."""
    marks: list[Mark] = []
    said: list[str] = []
    shown_from = 0
    for match in _STYLED.finditer(text):
        is_conceal = _CONCEAL.search(_EXTENDED_COLOUR.sub("", match.group()).removeprefix("\x1b"))
        if match.start() >= shown_from and is_conceal:
            end = _REVEAL.search(text, match.end())
            shown_from = end.start() if end else len(text)
            said.append(text[match.end() : shown_from])
            marks.append(Mark(start=match.start(), end=match.end(), found=match.group(), plain=""))
    hidden = "".join(said)
    if not marks:
        return ()
    return (
        Pattern(
            channel=CONTROL.id,
            kind="concealed",
            marks=tuple(marks),
            strength=float(len(hidden)),
            capacity_bits=float(_BYTE_BITS * len(hidden)),
            readings=(Reading(framing="concealed words", text=hidden),) if hidden else (),
        ),
    )


def _controls(text: str) -> list[Mark]:
    covered = {
        place
        for pattern in (_SEQUENCE, _BACKSPACE, _SEPARATOR)
        for match in pattern.finditer(text)
        for place in range(*match.span())
    }
    return [mark for mark in _marks(_CONTROL_CHARACTER, text) if mark.start not in covered]


def _private(text: str) -> tuple[Pattern, ...]:
    joined = [mark for mark in _marks(_PRIVATE, text) if len(mark.found) > 1 or _touches_letters(text, mark)]
    single = [
        Mark(start=place, end=place + 1, found=text[place], plain="")
        for mark in joined
        for place in range(mark.start, mark.end)
    ]
    return counted(CONTROL.id, "private-use", single, bits=_PRIVATE_BITS)


def _touches_letters(text: str, mark: Mark) -> bool:
    near = text[mark.start - 1 : mark.start] if mark.start else "", text[mark.end : mark.end + 1]
    return any(char.isalnum() for char in near)


CONTROL = Channel(id="control", title="Control and private-use characters", canonical=_canonical, find=_find)
