"""Python that chooses between texts which look the same."""

# ruff: noqa: E501 -- program text that is planted is not wrapped

from __future__ import annotations

from evals.planting import conditions
from evals.planting.drawing import Draw
from evals.planting.sentences import UNSEEN, accented, look_alike, marked, sentence
from evals.planting.snippets import Snippet, variants


def _chosen(
    draw: Draw, body: str, texts: tuple[str, str] | tuple[()] = (), *heads: str, shown: bool = True, **data: object
) -> Snippet:
    """``shown``: the program holds the texts as they stand, else ``data`` says what it holds."""
    before, condition, trigger = conditions.python(draw)
    spelled = {name: draw.quoted(text) for name, text in zip(("on", "off"), texts, strict=False)} if shown else {}
    filled = draw.fill(body, condition=condition, **(spelled | data))
    parts = tuple(part for part in (draw.fill(before), filled) if part)
    names = {"text": draw.name("text")}
    return Snippet(parts=parts, heads=("import os", *heads), names=names, texts=texts, trigger=trigger)


def _halves(draw: Draw, char: str) -> tuple[tuple[str, str], dict[str, object]]:
    """Both texts, and a sentence cut at the character in pieces."""
    before, _, after = sentence(draw, char).partition(char)
    other = look_alike(draw, char)
    data = {
        "before": draw.quoted(before),
        "after": draw.quoted(after),
        "on": draw.quoted(other),
        "off": draw.quoted(char),
    }
    return (before + other + after, before + char + after), data


def conditional_expression(draw: Draw) -> Snippet:
    """A conditional expression; another apostrophe."""
    return _chosen(draw, "def §text():\n    return ¤on if ¤condition else ¤off", marked(draw, "'"))


def f_string(draw: Draw) -> Snippet:
    """A conditional expression in an f-string."""
    texts, data = _halves(draw, "-")
    body = (
        "def §text():\n    start, end = ¤before, ¤after\n    mark = ¤on if ¤condition else ¤off\n"
        '    return f"{start}{mark}{end}"'
    )
    return _chosen(draw, body, texts, shown=False, **data)


def if_else_return(draw: Draw) -> Snippet:
    """Two returns, one of them in an if; another blank."""
    return _chosen(draw, "def §text():\n    if ¤condition:\n        return ¤on\n    return ¤off", marked(draw, " "))


def dict_get(draw: Draw) -> Snippet:
    """A dictionary, by a boolean."""
    body = "§table = {True: ¤on, False: ¤off}\n\n\ndef §text():\n    return §table[¤condition]"
    return _chosen(draw, body, marked(draw, "'"))


def tuple_index(draw: Draw) -> Snippet:
    """A tuple, by a boolean."""
    texts, data = _halves(draw, "'")
    body = "def §text():\n    return ¤before + (¤off, ¤on)[¤condition] + ¤after"
    return _chosen(draw, body, texts, shown=False, **data)


def match_texts(draw: Draw) -> Snippet:
    """The cases of a match statement."""
    body = "def §text():\n    match ¤condition:\n        case True:\n            return ¤on\n        case _:\n            return ¤off"
    return _chosen(draw, body, marked(draw, "-"))


def replaced(draw: Draw) -> Snippet:
    """replace() with a look-alike, in an if."""
    plain, other = sentence(draw, "'"), look_alike(draw, "'")
    body = 'def §text(text=¤plain):\n    if ¤condition:\n        text = text.replace("\'", ¤mark)\n    return text'
    data = {"plain": draw.quoted(plain), "mark": draw.quoted(other)}
    return _chosen(draw, body, (plain.replace("'", other), plain), shown=False, **data)


def and_or(draw: Draw) -> Snippet:
    """Logical and, then or; a letter of another alphabet."""
    return _chosen(draw, "def §text():\n    return ¤condition and ¤on or ¤off", marked(draw, draw.pick("aeos")))


def chr_of(draw: Draw) -> Snippet:
    """chr() of one of two numbers."""
    texts, data = _halves(draw, "'")
    on, off = (ord(next(a for a, b in zip(*pair, strict=True) if a != b)) for pair in (texts, texts[::-1]))
    body = "def §text():\n    return ¤before + chr(¤on if ¤condition else ¤off) + ¤after"
    return _chosen(draw, body, texts, shown=False, **(data | {"on": on, "off": off}))


def join_separator(draw: Draw) -> Snippet:
    """The separator of join()."""
    words, other = sentence(draw, " ").split(), look_alike(draw, " ")
    body = 'def §text():\n    return (¤on if ¤condition else " ").join(¤items)'
    data = {"on": draw.quoted(other), "items": repr(words)}
    return _chosen(draw, body, (other.join(words), " ".join(words)), shown=False, **data)


def date_pattern(draw: Draw) -> Snippet:
    """One of two patterns of strftime."""
    body = 'def §text():\n    return datetime.date(2026, 3, 7).strftime("%Y/%m/%d" if ¤condition else "%Y-%m-%d")'
    return _chosen(draw, body, ("2026/03/07", "2026-03-07"), "import datetime", shown=False)


def reassigned(draw: Draw) -> Snippet:
    """A variable that an if assigns again; an invisible character."""
    plain, unseen = sentence(draw, "e"), draw.pick(UNSEEN)
    body = "def §text():\n    text = ¤off\n    if ¤condition:\n        text = ¤on\n    return text"
    return _chosen(draw, body, (plain + unseen, plain))


def normal_form(draw: Draw) -> Snippet:
    """unicodedata.normalize with one of two forms."""
    decomposed, composed = accented(draw)
    body = 'def §text(text=¤plain):\n    return unicodedata.normalize("NFD" if ¤condition else "NFC", text)'
    return _chosen(draw, body, (decomposed, composed), "import unicodedata", shown=False, plain=draw.quoted(composed))


def number_format(draw: Draw) -> Snippet:
    """A number with or without separators of thousands, in f-strings."""
    number = draw.number(11, 999) * 1000
    body = 'def §text(count=¤number):\n    return f"{count:,}" if ¤condition else f"{count}"'
    return _chosen(draw, body, (f"{number:,}", str(number)), shown=False, number=number)


ALL = variants(
    "choice",
    "python",
    (
        *(conditional_expression, f_string, if_else_return, dict_get, tuple_index, match_texts, replaced, and_or),
        *(chr_of, join_separator, date_pattern, reassigned, normal_form, number_format),
    ),
)
