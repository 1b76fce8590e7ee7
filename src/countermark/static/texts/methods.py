"""What the methods and functions of the two languages give that make texts out of texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.static.program import Program
from countermark.static.texts import operations as op
from countermark.static.texts import tables
from countermark.static.texts.evaluation import Evaluation, Frame
from countermark.static.texts.possible import (
    Text,
    Texts,
    agreed,
    changed,
    distinct,
    is_placeholder,
    joined,
)

TEXT_METHODS = frozenset(
    {"concat", "join", "replace", "replaceAll", "charAt", "at", "normalize", "padStart", "zfill", "rjust", "toString"}
    | {"toUpperCase", "toLowerCase", "upper", "lower", "toLocaleString", "fromCharCode", "fromCodePoint", "strftime"}
    | {"stringify", "get", "split", "format", "dumps", "format_number", "valueOf", "trim", "strip"}
)
"""Methods through whose results a text is followed."""

TEXT_FUNCTIONS = frozenset({"String", "str", "chr", "format", "Symbol"})
_MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a method: ``object`` is the node that it belongs to."""

    of: Evaluation
    object: int
    given: tuple[int, ...]
    frame: Frame | None
    depth: int

    def read(self, node: int) -> Texts:
        return self.of.read(node, self.frame, self.depth + 1)

    def itself(self) -> Texts:
        return self.read(self.object)

    def argument(self, place: int, default: str = "") -> Texts:
        return self.read(self.given[place]) if place < len(self.given) else (Text(default),)


def evaluation(program: Program) -> Evaluation:
    """The evaluation of a program's expressions."""
    return Evaluation(program, _called)


def _called(of: Evaluation, node: int, frame: Frame | None, depth: int) -> Texts:
    program = of.program
    called, given = program.callee(node), program.arguments(node)
    found = program.language.member(of.syntax, program.source, called)
    if found is None:
        path = program.path(called)
        way = _FUNCTIONS.get(path[-1] if path else "")
        return way(_Call(of, 0, given, frame, depth)) if way and given else ()
    name = found.name or of.plain(found.index) or ""
    way = _METHODS.get(name)
    return way(_Call(of, found.object, given, frame, depth)) if way else ()


def _crossed(first: Texts, second: Texts, make: Callable[[str, str], str | None]) -> Texts:
    """What two texts make, where their decisions agree."""
    made = ((make(one.text, two.text), agreed(one.taken, two.taken)) for one in first for two in second)
    return distinct(Text(text, taken) for text, taken in made if text is not None and taken is not None)


def _same(call: _Call) -> Texts:
    return call.itself() if call.object else call.argument(0)


def _concat(call: _Call) -> Texts:
    return joined([call.itself(), *(call.read(one) for one in call.given)])


def _join(call: _Call) -> Texts:
    """``items.join(separator)`` and ``separator.join(items)``."""
    is_python = call.of.program.language.id == "python"
    if is_python and not call.given:
        return ()
    items, separator = (call.given[0], call.itself()) if is_python else (call.object, call.argument(0, ","))
    cut = _split(call, items)
    if cut:
        whole, at = cut
        return _crossed(_crossed(whole, at, lambda text, old: f"{text}\0{old}"), separator, _put_together)
    found: list[Text] = []
    for leaf, taken in call.of.leaves(items, call.frame):
        parts = tuple(call.of.syntax.children(leaf)) if call.of.guards.name(leaf) in tables.SEQUENCES else ()
        if len(parts) > _MOST_ITEMS:
            return ()
        texts = [call.read(one) for one in parts] or [
            call.of.unknown(leaf),
            call.of.unknown(call.of.syntax.parent[leaf]),
        ]
        spaced = [texts[0], *(piece for text in texts[1:] for piece in (separator, text))]
        made = ((text.text, agreed(text.taken, taken)) for text in joined(spaced))
        found += [Text(text, both) for text, both in made if both is not None]
    return distinct(found)


def _split(call: _Call, items: int) -> tuple[Texts, Texts] | None:
    """What is split, and at what, where the items come from a call of ``split``."""
    program, node = call.of.program, call.of.program.resolve(items)
    if call.of.syntax.kind[node] not in program.language.calls:
        return None
    found = program.language.member(call.of.syntax, program.source, program.callee(node))
    given = program.arguments(node)
    if found is None or found.name != "split" or not given:
        return None
    return call.read(found.object), call.read(given[0])


def _put_together(both: str, new: str) -> str | None:
    text, _, old = both.rpartition("\0")
    return replaced(text, old, new, every=True)


def replaced(text: str, old: str, new: str, *, every: bool) -> str | None:
    """A text with another put in; nothing if the text is unknown."""
    if not old:
        return None
    if old not in text and is_placeholder(text):
        return None
    return text.replace(old, new) if every else text.replace(old, new, 1)


def _replace(call: _Call, *, every: bool = False) -> Texts:
    if len(call.given) < 2:  # noqa: PLR2004 -- what, and by what
        return ()
    program = call.of.program
    pattern = op.simple_pattern(program.text(program.resolve(call.given[0])))
    every = every or program.language.id == "python" or bool(pattern and pattern[1])
    old: Texts = (Text(pattern[0]),) if pattern else call.argument(0)
    whole = _crossed(call.itself(), old, lambda text, one: f"{text}\0{one}")

    def put(both: str, new: str) -> str | None:
        text, _, one = both.rpartition("\0")
        return None if is_placeholder(one) else replaced(text, one, new, every=every)

    return _crossed(whole, call.argument(1), put)


def _replace_all(call: _Call) -> Texts:
    return _replace(call, every=True)


def _pick(call: _Call) -> Texts:
    """A character of a text, or what a Map or dictionary has under a key."""
    return call.of.picked(call.object, call.given[0], call.frame, call.depth) if call.given else ()


def _normalise(call: _Call) -> Texts:
    """``text.normalize(form)`` and ``unicodedata.normalize(form, text)``."""
    if call.of.program.language.id == "python":
        return _crossed(call.argument(1), call.argument(0), op.normalised) if len(call.given) > 1 else ()
    return _crossed(call.itself(), call.argument(0, "NFC"), op.normalised)


def _padded(call: _Call) -> Texts:
    fill = call.argument(1, " ")
    return _crossed(_crossed(call.itself(), call.argument(0), lambda text, width: f"{text}\0{width}"), fill, _pad)


def _zero_filled(call: _Call) -> Texts:
    return _crossed(call.itself(), call.argument(0), lambda text, width: op.padded(text, width, "0"))


def _pad(both: str, fill: str) -> str:
    text, _, width = both.rpartition("\0")
    return op.padded(text, width, fill)


def _raised(call: _Call) -> Texts:
    return changed(call.itself(), op.raised)


def _lowered(call: _Call) -> Texts:
    return changed(call.itself(), op.lowered)


def _grouped(call: _Call) -> Texts:
    return changed(call.itself(), op.grouped)


def _characters(call: _Call) -> Texts:
    texts = joined([_crossed(call.read(one), (Text(""),), lambda code, _: op.character(code)) for one in call.given])
    return texts if call.given else ()


def _formatted(call: _Call) -> Texts:
    """``format(number, spec)`` and a pattern with one place in it."""
    if call.object:
        return ()
    return _crossed(call.argument(0), call.argument(1), op.specified)


def _as_json(call: _Call) -> Texts:
    """An object or array that is spelled out, as JSON."""
    found: list[Text] = []
    for leaf, taken in call.of.leaves(call.given[0], call.frame) if call.given else ():
        made = serialised(call.of, leaf, call.frame, call.depth)
        if made is None:
            return ()
        found.append(Text(made, taken))
    return distinct(found)


def serialised(of: Evaluation, node: int, frame: Frame | None = None, depth: int = 0) -> str | None:
    """An object or array of at least two entries, all of them spelled out, as JSON."""
    found = spelled_entries(of, node, frame, depth)
    return op.as_json(found, is_object=of.guards.name(node) in tables.OBJECTS) if found else None


def spelled_entries(of: Evaluation, node: int, frame: Frame | None = None, depth: int = 0) -> list[tuple[str, str]]:
    """The keys and texts of an object or array of at least two entries, all of them spelled out; else nothing."""
    entries = tables.entries(of.program, node)
    if len(entries) < 2 or len(entries) != sum(1 for _ in of.syntax.children(node)):  # noqa: PLR2004 -- else there is no order
        return []
    values = [of.read(value, frame, depth + 1) for _, value in entries]
    texts = [
        text[0].text if len(text) == 1 else of.unknown(node)[0].text
        for (_, node), text in zip(entries, values, strict=True)
    ]
    return list(zip((key for key, _ in entries), texts, strict=True))


def _pattern(call: _Call) -> Texts:
    return call.argument(0)


_METHODS: dict[str, Callable[[_Call], Texts]] = {
    "concat": _concat,
    "join": _join,
    "replace": _replace,
    "replaceAll": _replace_all,
    **dict.fromkeys(("charAt", "at", "get"), _pick),
    "normalize": _normalise,
    **dict.fromkeys(("padStart", "rjust"), _padded),
    "zfill": _zero_filled,
    **dict.fromkeys(("toUpperCase", "upper"), _raised),
    **dict.fromkeys(("toLowerCase", "lower"), _lowered),
    "toLocaleString": _grouped,
    **dict.fromkeys(("fromCharCode", "fromCodePoint"), _characters),
    **dict.fromkeys(("toString", "valueOf"), _same),
    **dict.fromkeys(("stringify", "dumps"), _as_json),
    "strftime": _pattern,
}
_FUNCTIONS: dict[str, Callable[[_Call], Texts]] = {
    **dict.fromkeys(("String", "str"), _same),
    "chr": _characters,
    "format": _formatted,
    **dict.fromkeys(("normalize",), _normalise),
    **dict.fromkeys(("dumps",), _as_json),
}
