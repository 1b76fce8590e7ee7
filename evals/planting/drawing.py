"""Draws everything that differs from seed to seed: names, lists, keys, spellings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from evals.planting import words

T = TypeVar("T")

_ROLE = re.compile(r"§(\w+)")
_DATA = re.compile(r"¤(\w+)")
_FIRST = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"
_RESERVED = frozenset(
    [
        "abs",
        "any",
        "arr",
        "let",
        "var",
        "for",
        "try",
        "new",
        "get",
        "set",
        "int",
        "map",
        "str",
        "sum",
        "min",
        "max",
        "all",
        "len",
        "dir",
        "pow",
        "hex",
        "oct",
        "ord",
        "chr",
        "zip",
        "eval",
        "with",
        "void",
        "this",
        "null",
        "true",
        "else",
        "case",
        "enum",
        "from",
        "await",
        "async",
        "yield",
        "super",
        "break",
        "const",
        "throw",
        "while",
        "class",
        "print",
    ]
)
_VARIABLES = ("API", "BASE", "ENDPOINT", "HOST", "PROXY", "GATEWAY", "SERVER", "ORIGIN", "UPSTREAM")
_SEPARATORS = (",", ";", "|", "\n", " ")
_KINDS = ("hosts", "hosts", "hosts", "words", "words", "zones", "paths", "locales")


class Draw:
    """The dice of one plant.

    In templates ``§role`` stands for a name that occurs nowhere in the host (the same one for the same role), and
    ``¤key`` for what is handed over. Names inside of functions are written as minifiers write them: ``e``, ``t``, ...,
    and so they do occur elsewhere. ``module``: the host is an ES module, so that built-in modules are imported.
    """

    def __init__(self, random: Random, *, taken: frozenset[str] = frozenset(), module: bool = False) -> None:
        self.random = random
        self.taken = taken
        self.module = module
        self.names: dict[str, str] = {}
        self.heads: list[str] = []
        self.minified = True

    def pick(self, choices: Sequence[T]) -> T:
        """One of them."""
        return self.random.choice(choices)

    def coin(self) -> bool:
        """Heads or tails."""
        return self.random.randrange(2) == 0

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def name(self, role: str) -> str:
        """The name that stands for a role."""
        if role not in self.names:
            self.names[role] = self._fresh()
        return self.names[role]

    def _fresh(self) -> str:
        while True:
            name = self._minified() if self.minified else f"_{words.word(self.random)}_{words.word(self.random, 1, 2)}"
            if name not in self.taken and name not in _RESERVED and name not in self.names.values():
                return name

    def _minified(self) -> str:
        size = self.random.choice((3, 3, 4))
        return self.pick(_FIRST) + "".join(self.pick(_FIRST + "0123456789") for _ in range(size - 1))

    def fill(self, template: str, **data: object) -> str:
        """The template with its data and its names."""
        filled = _DATA.sub(lambda match: str(data[match[1]]), template)
        return _ROLE.sub(lambda match: self.name(match[1]), filled)

    def entries(self, *kinds: str) -> tuple[str, ...]:
        """A list of one of these kinds; of any kind if none is named."""
        self.kind = self.pick(kinds or _KINDS)
        return words.entries(self.random, self.kind)

    def separator(self) -> str:
        """What joins entries, none of which holds it."""
        return self.pick(_SEPARATORS)

    def variable(self) -> str:
        """The name of an environment variable."""
        return f"{words.word(self.random).upper()}_{self.pick(_VARIABLES)}_{self.pick(('URL', 'NAME', 'URI'))}"

    def integer(self, value: int) -> str:
        """A number as a minifier or a person may write it."""
        return self.pick((str(value), hex(value)))

    def string(self, text: str) -> str:
        """A JavaScript string literal: quotes are drawn, and whether what is not ASCII is escaped."""
        quote = self.pick('"""\'`' if "${" not in text else "\"'")
        body = json.dumps(text, ensure_ascii=self.coin())[1:-1].replace('\\"', '"')
        if quote == "`":
            body = body.replace("`", "\\`")
        return f"{quote}{body.replace(quote, chr(92) + quote) if quote != '`' else body}{quote}"

    def strings(self, texts: Sequence[str]) -> str:
        """The elements of an array literal."""
        return ",".join(self.string(text) for text in texts)

    def quoted(self, text: str) -> str:
        """A Python string literal."""
        return ascii(text) if self.coin() else repr(text)

    def built_in(self, module: str, function: str) -> str:
        """An expression for a function of one of Node's own modules, reached as such a host reaches it."""
        role = f"{module}_{function}"
        if self.module:
            if role not in self.names:
                self.heads.append(
                    self.fill(f'import{{{function} as §{role}}}from"¤module";', module=self._node(module))
                )
            return self.name(role)
        whole = f"{module}_module"
        if whole not in self.names:
            self.heads.append(self.fill(f'var §{whole}=require("¤module");', module=self._node(module)))
        return f"{self.name(whole)}.{function}"

    def _node(self, module: str) -> str:
        return self.pick((module, f"node:{module}"))

    def pieces(self, text: str, least: int = 2, most: int = 6) -> list[str]:
        """The text cut into so many pieces, none of them empty."""
        cuts = sorted(self.random.sample(range(1, len(text)), min(self.number(least, most), len(text)) - 1))
        return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return self.random.sample(items, len(items))
