"""A signal as the page shows it: cut to its differences, its characters enlarged, its states in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.verdict import Component, Evidence, Signal, TriggerFactor
from countermark.report import words
from countermark.report.branch_parts import BranchView, branch_views
from countermark.report.contrast import ELISION, Piece, Span, differing_texts, pieces, spans
from countermark.report.states import State, states
from countermark.report.wire_bytes import wire_bytes
from countermark.text.visible import as_read, code_point, has_ink

MOST_GLYPHS = 8
MOST_GROUPS = 4
CONTEXT = 90
TABLE_CONTEXT = 34
MOST_HEX_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorView:
    """A factor and levels, ready to be shown."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place in the traffic, in two lines."""

    part: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A stretch of text; ``label`` names the code point of a difference that is one character beyond ASCII."""

    text: str
    differs: bool
    elided: bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One of two texts: what is left for the eye, and what is sent."""

    read: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """An enlarged character between its neighbours; ``box`` names it where it has no ink."""

    glyph: str
    label: str
    name: str
    box: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlyphGroup:
    """Characters that stand at one place, depending on the surroundings."""

    title: str
    tiles: tuple[Tile, ...]
    overlay: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """A row of the state table: a text, and the circumstances under each of which it is sent."""

    whens: tuple[tuple[FactorView, ...], ...]
    pieces: tuple[PieceView, ...] | None
    hex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A piece of a signal that is triggered on its own."""

    title: str
    trigger: tuple[FactorView, ...]
    bits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """A signal as the page shows it."""

    id: str
    kind: str
    letter: str
    title: str
    summary: str
    bits: str
    sure: str
    fingerprint: str
    places: tuple[PlaceView, ...]
    trigger: tuple[FactorView, ...]
    before: SideView | None
    after: SideView | None
    before_when: str
    after_when: str
    glyphs: tuple[GlyphGroup, ...]
    parts: tuple[PartView, ...]
    table: tuple[StateView, ...]
    evidence: tuple[Evidence, ...]
    branches: tuple[BranchView, ...]


def factor_views(factors: Sequence[TriggerFactor]) -> tuple[FactorView, ...]:
    """Factors with the names of their levels."""
    return tuple(FactorView(name=item.factor, levels=tuple(words.level_names(item.levels))) for item in factors)


def place_view(address: Address) -> PlaceView:
    """A place in two lines."""
    return PlaceView(part=words.part(address), role=address.role)


def signal_view(signal: Signal) -> SignalView:
    """What the page shows of a signal."""
    every = states(signal.table)
    present = [state for state in every if state.text is not None]
    texts = [state.text or "" for state in present]
    found = spans(texts)
    differing = iter(found)
    after = _strongest(texts)
    return SignalView(
        id=signal.id,
        kind=signal.kind.value,
        letter=signal.kind.value[0].upper(),
        title=words.channel_title(signal),
        summary=_sentence(signal.summary),
        bits=words.bits(signal.bits),
        sure=words.how_sure(signal.confidence),
        fingerprint=signal.fingerprint,
        places=tuple(place_view(address) for address in (signal.where, *signal.also)),
        trigger=factor_views(signal.trigger),
        before=None if after is None else _side(texts[0], found[0]),
        after=None if after is None else _side(texts[after], found[after]),
        before_when="" if after is None else words.trigger(present[0].whens[0], 1),
        after_when="" if after is None else words.trigger(present[after].whens[0], 1),
        glyphs=_glyphs(texts, found),
        parts=tuple(_part(item) for item in signal.components),
        table=tuple(_state(state, () if state.text is None else next(differing)) for state in every),
        evidence=signal.evidence,
        branches=branch_views(signal),
    )


def _strongest(texts: Sequence[str]) -> int | None:
    """The text that differs from the first in the most places; nothing where none differs."""
    others = [at for at, text in enumerate(texts) if text != texts[0]]
    if not others:
        return None
    return max(others, key=lambda at: (sum(stop - start for start, stop in spans([texts[0], texts[at]])[1]), -at))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(item: Component) -> PartView:
    return PartView(title=item.channel, trigger=factor_views(item.trigger), bits=words.bits(item.bits))


def _state(state: State, differing: Sequence[Span]) -> StateView:
    text = state.text
    return StateView(
        whens=tuple(map(factor_views, state.whens)),
        pieces=None if text is None else _views(pieces(text, differing, context=TABLE_CONTEXT, most=200)),
        hex="" if text is None else " · ".join(dict.fromkeys(_hex(text[start:stop]) for start, stop in differing)),
    )


def _hex(text: str) -> str:
    data = wire_bytes(text)
    return data[:MOST_HEX_BYTES].hex(" ") + (ELISION if len(data) > MOST_HEX_BYTES else "")


def _side(text: str, differing: Sequence[Span]) -> SideView:
    cut = pieces(text, differing, context=CONTEXT)
    return SideView(read=as_read("".join(piece.text for piece in cut)), pieces=_views(cut))


def _views(cut: Sequence[Piece]) -> tuple[PieceView, ...]:
    return tuple(_view(piece) for piece in cut)


def _view(piece: Piece) -> PieceView:
    if not piece.differs:
        return PieceView(text=piece.text.replace("\n", "↵\n"), differs=False, elided=piece.elided)
    label = (
        f"U+{ord(piece.text):04X}" if len(piece.text) == 1 and not piece.text.isascii() and has_ink(piece.text) else ""
    )
    return PieceView(text=piece.text, differs=True, elided=False, label=label)


def _glyphs(texts: Sequence[str], found: Sequence[Sequence[Span]]) -> tuple[GlyphGroup, ...]:
    """Groups of characters to compare by eye, those of one set said once."""
    columns = differing_texts(texts, found)
    groups: dict[frozenset[str], tuple[int, list[str], str, str]] = {}
    for (start, stop), column in zip(found[0] if columns else [], columns, strict=True):
        chars = list(dict.fromkeys(column))
        if stop - start != 1 or len(chars) > MOST_GLYPHS:
            continue
        times, _, before, after = groups.get(
            frozenset(chars), (0, chars, texts[0][max(0, start - 1) : start], texts[0][stop : stop + 1])
        )
        groups[frozenset(chars)] = (times + 1, chars, before, after)
    if groups:
        return tuple(_group(*group) for group in list(groups.values())[:MOST_GROUPS])
    return _loose(texts, found)


def _group(times: int, chars: Sequence[str], before: str, after: str) -> GlyphGroup:
    tiles = tuple(_tile(char, before, after) for char in chars)
    place = "At one place" if times == 1 else f"At {times} places"
    return GlyphGroup(
        title=f"{place}, one of these {len(chars)} characters",
        tiles=tiles,
        overlay=all(not tile.box for tile in tiles),
    )


def _loose(texts: Sequence[str], found: Sequence[Sequence[Span]]) -> tuple[GlyphGroup, ...]:
    """The odd characters of short differences, where the texts are not of one length."""
    tiles: dict[str, Tile] = {}
    for text, some in zip(texts, found, strict=True):
        for start, stop in some:
            odd = [at for at in range(start, stop) if not " " <= text[at] <= "~"]
            for at in odd:
                tiles.setdefault(text[at], _tile(text[at], text[max(0, at - 1) : at], text[at + 1 : at + 2]))
    if not tiles or len(tiles) > MOST_GLYPHS:
        return ()
    title = "Characters that are there only when it is triggered, or only when it is not"
    return (GlyphGroup(title=title, tiles=tuple(tiles.values()), overlay=False),)


def _tile(char: str, before: str, after: str) -> Tile:
    point = code_point(char)
    return Tile(
        glyph=char if not point.box else "",
        label=point.label,
        name=point.name,
        box=point.box,
        before=_near(before),
        after=_near(after),
    )


def _near(char: str) -> str:
    return char if char and has_ink(char) else ""
