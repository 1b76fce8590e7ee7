"""The features of one request: everything in it that could say something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl

from countermark.model.observation import Address, Feature
from countermark.observe.json_body import leaves
from countermark.observe.request_spelling import escape_spelling, framing_spelling, head_spelling
from countermark.wire.content import Content, Shape
from countermark.wire.messages import Request

CONSEQUENCES = frozenset(("content-length",))
"""Headers that only follow from the body, whose every byte is a feature already."""


def head_features(role: str, request: Request, host: str, port: int) -> Iterator[Feature]:
    """Destination, path, query and headers, with the order, the case and the spacing in which they stood."""
    yield Feature(address=Address(role=role, part="destination"), text=f"{host}:{port}")
    yield Feature(address=Address(role=role, part="path"), text=request.path)
    yield Feature(address=Address(role=role, part="method", name="version"), text=request.version)
    for name, text in _numbered(parse_qsl(request.query, keep_blank_values=True, errors="surrogateescape")):
        yield Feature(address=Address(role=role, part="query", name=name), text=text)
    names = [name for name, _ in parse_qsl(request.query, keep_blank_values=True, errors="surrogateescape")]
    if names:
        yield Feature(address=Address(role=role, part="order", name="query"), text="\n".join(names))
    names = [item.name for item in request.headers]
    yield Feature(address=Address(role=role, part="order", name="headers"), text="\n".join(names))
    pairs = [(item.name.lower(), item.value) for item in request.headers if item.name.lower() not in CONSEQUENCES]
    pairs += [(f"trailer {item.name.lower()}", item.value) for item in request.trailers]
    for name, text in _numbered([pair for pair in pairs if pair[0] != "cookie"]):
        yield Feature(address=Address(role=role, part="header", name=name), text=text)
    yield from _cookies(role, [text for name, text in pairs if name == "cookie"])
    for name, style in _spellings(request):
        if style:
            yield Feature(address=Address(role=role, part="format", name=name), text=style)


def _cookies(role: str, values: list[str]) -> Iterator[Feature]:
    """Each cookie, the order in which they stand, and how they are written.

    The case of a name stands in the order, quotes around a value in how it is written.

    Source: RFC 6265 sections 4.1.1 and 4.2.1: pairs of name and value, which may stand in quotes, with a semicolon and
    a space between them.
    """
    if not values:
        return
    pieces = [piece for value in values for piece in value.split(";")]
    pairs = [(piece.partition("=")[0].strip(), _unquoted(piece.partition("=")[2].rstrip())) for piece in pieces]
    for name, text in _numbered([(f"cookie {name.lower()}", text) for name, text in pairs]):
        yield Feature(address=Address(role=role, part="header", name=name), text=text)
    yield Feature(address=Address(role=role, part="order", name="cookies"), text="\n".join(name for name, _ in pairs))
    usual = ["; ".join(f"{name}={text}" for name, text in pairs)] == values
    style = "plain" if usual else "; ".join(_cookie_style(piece) for piece in pieces)
    yield Feature(address=Address(role=role, part="format", name="cookie-space"), text=style)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _cookie_style(piece: str) -> str:
    """The blanks around a cookie, whether it has a value at all, and whether that stands in quotes."""
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    _, equals, value = piece.rstrip().partition("=")
    form = 'name="value"' if _unquoted(value) != value else "name=value" if equals else "name"
    return f"{before!r} {form} {after!r}"


def _spellings(request: Request) -> Iterator[tuple[str, str]]:
    yield "header-space", head_spelling(request.head) if request.head else ""
    yield "percent-encoding", escape_spelling(request.query)
    yield "framing", framing_spelling(request.framing) if request.framing else ""


def _numbered(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names that occur again get a number, so that every address is unique."""
    seen: Counter[str] = Counter()
    for name, text in pairs:
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}[{seen[name]}]"), text


def body_features(role: str, content: Content) -> Iterator[Feature]:
    """The features of a decoded body, by its shape."""
    text = content.text
    if content.shape is Shape.JSON:
        yield from _json(role, "", text)
    elif content.shape is Shape.JSONL:
        for index, line in enumerate(line for line in text.split("\n") if line.strip()):
            yield from _json(role, f"/{index}", line)
    elif content.shape is Shape.FORM:
        for name, value in _numbered(parse_qsl(text, keep_blank_values=True, errors="surrogateescape")):
            yield Feature(address=Address(role=role, part="body", name=name), text=value)
        names = "\n".join(pair.partition("=")[0] for pair in text.split("&"))
        yield Feature(address=Address(role=role, part="order", name="form"), text=names)
        style = escape_spelling(text)
        if style:
            yield Feature(address=Address(role=role, part="format", name="percent-encoding"), text=style)
    elif text:
        yield Feature(address=Address(role=role, part="body"), text=text)


def _json(role: str, above: str, text: str) -> Iterator[Feature]:
    try:
        found = leaves(text)
    except ValueError:
        yield Feature(address=Address(role=role, part="body", pointer=above), text=text)
        return
    for leaf in found:
        address = Address(role=role, part=leaf.part, pointer=f"{above}{leaf.pointer}", name=leaf.name)
        yield Feature(address=address, text=leaf.text)
