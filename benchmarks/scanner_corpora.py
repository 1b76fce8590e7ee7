"""Corpora for the scanner's speed: lines of logs and of many languages, with marked lines planted among them.

The words are those of CLDR, as babel has them: names of languages, places, months and days. A block of lines is made
from a seed and written again and again until the size is reached; the planted lines stand between blocks.
"""

# ruff: noqa: INP001, S311 -- part of scripts; a seed and no secret

from __future__ import annotations

import base64
import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

BLOCK_LINES = 8_000
_LOCALES = (
    *("de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sv", "fi", "hu", "ro", "tr", "vi", "ru", "uk", "bg", "sr", "el"),
    *(
        "he",
        "ar",
        "fa",
        "ur",
        "hi",
        "bn",
        "ta",
        "te",
        "mr",
        "gu",
        "th",
        "km",
        "lo",
        "my",
        "ka",
        "hy",
        "am",
        "zh",
        "ja",
        "ko",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A corpus, and the places in bytes at which marked lines begin and end."""

    path: Path
    lines: tuple[tuple[int, int], ...]


def words(locale: str) -> list[str]:
    """Words of a language, from the names that CLDR has in it."""
    known = Locale.parse(locale)
    names = (*known.languages.values(), *known.territories.values(), *known.months["format"]["wide"].values())
    letters = {part.strip("()'’,.").lower() for name in names for part in str(name).split()}
    found = sorted(
        word
        for word in letters
        if word and all(char.isalpha() or unicodedata.category(char)[0] == "M" for char in word)
    )
    return found or sorted(letters)


def _sentences(dice: random.Random, known: list[str], count: int) -> str:
    said = (" ".join(dice.choices(known, k=dice.randint(6, 14))).capitalize() for _ in range(count))
    return ". ".join(said) + "."


def ascii_line(dice: random.Random, number: int, known: dict[str, list[str]]) -> str:
    """A record of a data set: an id, a time, a name and a text, all ASCII."""
    text = _sentences(dice, known["en"], dice.randint(2, 12))
    time = f"2026-11-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00Z"
    return json.dumps({"id": number, "time": time, "user": f"u{dice.randrange(10**6)}", "text": text})


def agent_line(dice: random.Random, number: int, known: dict[str, list[str]]) -> str:
    """A request of an agent: messages with line breaks and quotes, escapes, other languages, base64, nested JSON."""
    prose = "\n\n".join(_sentences(dice, known["en"], 4) for _ in range(dice.randint(2, 8)))
    other = _sentences(dice, known[dice.choice(("de", "fr", "zh", "ja"))], 1)
    picture = base64.b64encode(dice.randbytes(900)).decode()
    call = json.dumps(
        {"path": f"/srv/app/src/module_{number % 90}/part.py", "lines": [number % 300, number % 300 + 40]}
    )
    content = [
        {"type": "text", "text": f'{prose}\n\nRun "make test" then say: {other}'},
        {"type": "tool_use", "name": "read", "arguments": call},
        *([{"type": "image", "media": "image/png", "data": picture}] if number % 4 == 0 else []),
    ]
    body = {
        "request": f"req_{dice.getrandbits(96):024x}",
        "model": "example-large",
        "max_tokens": 4096,
        "messages": [{"role": "user", "content": content}],
    }
    return json.dumps(body, ensure_ascii=number < BLOCK_LINES // 2)


def multilingual_line(dice: random.Random, number: int, known: dict[str, list[str]]) -> str:
    """Sentences in one of many languages; a language stays for a while."""
    return _sentences(dice, known[_LOCALES[number // 500 % len(_LOCALES)]], dice.randint(1, 4))


MAKERS: dict[str, Callable[[random.Random, int, dict[str, list[str]]], str]] = {
    "ascii": ascii_line,
    "agent": agent_line,
    "multilingual": multilingual_line,
}


def marked_texts() -> tuple[str, ...]:
    """Texts that carry something, one of each sort."""
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "meet at nine")
    bits = "".join("\u200b\u200c"[int(bit)] for char in b"meet" for bit in f"{char:08b}")
    return (
        f"Please answer in English.{hidden}",
        f"Please answer{bits} in English.",
        "Pl\u0435ase answer in \u0415nglish and l\u043egin to your \u0430ccount.",
        "Please answer in English \U0001f600" + "".join(chr(0xE0100 + byte) for byte in b"secret text"),
        "Please \u202eanswer in\u202c English.",
    )


def make(name: str, size: int, planted: int, path: Path) -> Planted:
    """A corpus of about ``size`` bytes; ``planted`` marked lines stand in it at even distances."""
    dice = random.Random(f"{name} 1")
    known = {locale: words(locale) for locale in ("en", *_LOCALES)}
    known["en"] = [word for word in known["en"] if word.isascii()]
    lines = [MAKERS[name](dice, number, known) for number in range(BLOCK_LINES)]
    blocks = [("\n".join(lines[at : at + 50]) + "\n").encode() for at in range(0, BLOCK_LINES, 50)]
    found: list[tuple[int, int]] = []
    done = turn = 0
    with path.open("wb") as out:
        while done < size:
            if len(found) < planted and done >= size * (len(found) + 0.5) / planted:
                line = _marked_line(name, len(found))
                found.append((done, done + len(line)))
                done += out.write(line)
            done += out.write(blocks[turn % len(blocks)])
            turn += 1
    return Planted(path=path, lines=tuple(found))


def _marked_line(name: str, number: int) -> bytes:
    """By turns as it is, in escapes, and (in requests) in base64."""
    text = marked_texts()[number % len(marked_texts())]
    if name == "multilingual":
        return f"{text}\n".encode()
    if number // len(marked_texts()) % 3 == 2 and name == "agent":  # noqa: PLR2004 -- the third way
        text = base64.b64encode(text.encode()).decode()
    return (json.dumps({"id": number, "text": text}, ensure_ascii=name == "ascii" or number % 2 == 0) + "\n").encode()
