"""Lists that only show when the program's own pure code is run on its own constants."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

from countermark.model.static import HiddenList, Unfinished, Where
from countermark.static.decoding.lists import ReadList, as_list, of_entries, of_pattern
from countermark.static.evaluation.closures import Closures, Piece
from countermark.static.evaluation.engine import MAX_DEATHS, Engine, Outcome, Question, View
from countermark.static.program import Program

MAX_ROUNDS = 4
"""Where an outer expression fails, or gives nothing, those inside of it are tried: so many times."""

MAX_PIECES = 20_000
_SHORTEST = 3
_MIN_SCATTERED = 3
_MAX_ENTRY = 200
_MOST_VISIBLE = 0.4
_MOST_HOSTS = 0.5
_MIN_LETTERS = 12
_TAGS = (1, 2)
_NUMBERED = re.compile(r"\\(?:u\{(?P<long>[0-9a-fA-F]{1,6})\}|u(?P<short>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2}))")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\d+")

# What the code of a decoder says about its steps, in words.
_STEPS = (
    ("base64", re.compile(r"base64|atob|b64|a2b_base64", re.IGNORECASE)),
    ("hex", re.compile(r"[\"']hex[\"']|fromhex|unhexlify|,\s*16\)")),
    ("decompression", re.compile(r"nflate|unzip|brotliDecompress|decompress")),
    ("decryption", re.compile(r"createDecipher|decrypt|AES|Cipher")),
    ("xor", re.compile(r"\^")),
    ("reversal", re.compile(r"\.reverse\(|reversed\(|\[::-1\]")),
    ("character codes", re.compile(r"fromCharCode|fromCodePoint|\bchr\(")),
)


def evaluated_lists(
    program: Program, engine: Engine, where: Callable[[int, int], Where]
) -> Iterator[HiddenList | Unfinished]:
    """Every hidden list that a pure expression gives, and what could not be finished; in the order of the file."""
    closures, evaluate = Closures(program), _Evaluation(program, engine)
    waiting = list(closures.pieces())
    single: dict[bytes, list[tuple[Piece, str]]] = {}
    for _ in range(MAX_ROUNDS):
        known = evaluate(waiting, closures)
        inside: list[Piece] = []
        for piece in waiting:
            outcome = known.get(piece.code, Outcome())
            start, end = program.syntax.start[piece.node], program.syntax.end[piece.node]
            found = _best(outcome.views, piece.code)
            if found is not None:
                yield _as_finding(found, (piece,), program, where(start, end))
            elif outcome.is_limit:
                yield Unfinished(rule="hidden-lists", reason=outcome.failure, where=where(start, end))
            else:
                if len(outcome.views) == 1 and outcome.views[0].kind == "text":
                    single.setdefault(_called(program, piece.node), []).append((piece, outcome.views[0].texts[0]))
                inside += closures.pieces(piece.node)
        if not inside:
            break
        waiting = inside
    yield from _scattered(single, program, where)


class _Evaluation:
    """What the pieces of one text give, each evaluated once; together they may break only so many interpreters."""

    def __init__(self, program: Program, engine: Engine) -> None:
        self._language, self._engine = program.language.engine, engine
        self._known: dict[str, Outcome] = {}
        self._broken = 0

    def __call__(self, pieces: list[Piece], closures: Closures) -> dict[str, Outcome]:
        """What is known by now, with these."""
        fresh: dict[str, Piece] = {}
        for piece in pieces:
            if piece.code not in self._known and len(fresh) < MAX_PIECES:
                fresh.setdefault(piece.code, piece)
        self._evaluate([Question(code) for code in fresh])
        # It may be a call of ours that does not end: of a method, outside of the program in which it would.
        limited = [code for code in fresh if self._known[code].is_limit]
        self._evaluate([Question(code, closures.lazy(fresh[code])) for code in limited])
        return self._known

    def _evaluate(self, questions: list[Question]) -> None:
        left = MAX_DEATHS - self._broken
        found = self._engine.evaluate(self._language, questions, most_deaths=left)
        self._broken += sum(outcome.is_limit for outcome in found)
        self._known.update((question.code, outcome) for question, outcome in zip(questions, found, strict=True))


def _scattered(
    single: dict[bytes, list[tuple[Piece, str]]], program: Program, where: Callable[[int, int], Where]
) -> Iterator[HiddenList]:
    """Lists whose entries come out of one function one by one: cases of a switch, operands of comparisons."""
    for called, given in single.items():
        texts = tuple(dict.fromkeys(text for _, text in given if len(text) <= _MAX_ENTRY))
        found = of_entries(texts) if called and len(texts) >= _MIN_SCATTERED else None
        code = "".join(piece.code for piece, _ in given)
        if found is not None and _is_hidden(found, _readable(code)):
            pieces = tuple(piece for piece, _ in given)
            start, end = program.syntax.start[pieces[0].node], program.syntax.end[pieces[-1].node]
            yield _as_finding(found, pieces, program, where(start, max(start, end)))


def _as_finding(found: ReadList, pieces: tuple[Piece, ...], program: Program, where: Where) -> HiddenList:
    called = _called(program, pieces[0].node).decode("utf-8", "replace")
    steps = tuple(name for name, pattern in _STEPS if pattern.search(pieces[0].code))
    return HiddenList(
        kind=found.kind,
        count=len(found.entries),
        entries=found.entries,
        decoder=(f"evaluation of {called[:60]}(…)" if called else "evaluation", *steps),
        where=where,
    )


def _called(program: Program, node: int) -> bytes:
    is_call = program.syntax.kind[node] in program.language.calls
    return program.text(program.callee(node)) if is_call else b""


def _best(views: tuple[View, ...], code: str) -> ReadList | None:
    """The longest list among ``views`` that the code does not show."""
    plain = _readable(code)
    lists = (_read(view) for view in views)
    hidden = [one for one in lists if one is not None and _is_hidden(one, plain)]
    return max(hidden, key=lambda one: (one.kind != "words", len(one.entries)), default=None)


def _readable(code: str) -> str:
    """``code`` as a person reads it: letters that are spelled by number in a literal are no secret."""
    return _NUMBERED.sub(_spelled, code).lower()


def _spelled(match: re.Match[str]) -> str:
    point = int(match["long"] or match["short"] or match["two"], 16)
    return chr(point) if point < sys.maxunicode else match.group()


def _read(view: View) -> ReadList | None:
    if view.kind == "items":
        return of_entries(view.texts)
    if view.kind == "pattern":
        return of_pattern(view.texts[0])
    return as_list(view.texts[0])


def _is_hidden(found: ReadList, code: str) -> bool:
    """Whether most entries cannot be read in ``code``: hosts and zones as they are, other things in no piece either."""
    whole = found.kind in ("zones", "addresses") or found.common_tops >= _MOST_HOSTS
    if not whole and sum(len(entry) for entry in found.entries) < _MIN_LETTERS:
        return False
    shown = sum(_is_shown(entry, code, whole=whole) for entry in found.entries)
    return shown <= len(found.entries) * _MOST_VISIBLE


def _is_shown(entry: str, code: str, *, whole: bool) -> bool:
    if entry.lower() in code or (not whole and _is_tagged(entry.lower(), code)):
        return True
    pieces = [piece.lower() for piece in _PIECE.findall(entry) if len(piece) >= _SHORTEST]
    return not whole and bool(pieces) and all(piece in code or _is_two_words(piece, code) for piece in pieces)


def _is_tagged(entry: str, code: str) -> bool:
    """Whether ``entry`` is a literal of ``code`` with a letter or two in front or behind, as a length or a kind is."""
    rest = [part for count in _TAGS for part in (entry[count:], entry[:-count]) if len(part) >= _SHORTEST]
    return any(f"{quote}{part}{quote}" in code for part in rest for quote in "\"'`")


def _is_two_words(piece: str, code: str) -> bool:
    """Whether ``piece`` is of a script without case and blanks between words, and its halves stand in ``code``."""
    halves = ((piece[:place], piece[place:]) for place in range(2, len(piece) - 1))
    return piece.upper() == piece and any(one in code and other in code for one, other in halves)
