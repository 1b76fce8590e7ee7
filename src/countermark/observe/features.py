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
    for name, text in _numbered(pairs):
        yield Feature(address=Address(role=role, part="header", name=name), text=text)
    for name, style in _spellings(request):
        if style:
            yield Feature(address=Address(role=role, part="format", name=name), text=style)


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
