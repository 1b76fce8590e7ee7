"""JavaScript lists made of numbers, of pieces, or of items that are encoded one by one."""

# ruff: noqa: E501 -- program text that is planted is not wrapped

from __future__ import annotations

from itertools import pairwise

from evals.planting import codecs
from evals.planting.drawing import Draw
from evals.planting.frames import listed
from evals.planting.snippets import Snippet, variants

_EXACT = 10
"""From so many digits of base 36 on, a JavaScript number is no longer exact."""

_SHORT = 6
"""Entries so short are not cut."""

_FROM_CODES = (
    "String.fromCharCode(¤codes).split(¤cut)",
    "String.fromCharCode(...[¤codes]).split(¤cut)",
    "String.fromCharCode.apply(null,[¤codes]).split(¤cut)",
    '[¤codes].map(e=>String.fromCharCode(e)).join("").split(¤cut)',
)
_SWAPPED = codecs.ALPHABET[26:52] + codecs.ALPHABET[:26] + codecs.ALPHABET[52:]
"""The order of letters in which a well-known obfuscator writes base64.
Source: javascript-obfuscator, StringArrayBase64CallsWrapper template, as read on 2026-11-21."""

_TABLE = "function §table(){const e=[¤items];return(§table=function(){return e})()}"
_GET = "function §get(e,t){return §get=function(n,r){return n=n-¤first,§table()[n]},§get(e,t)}"
_GET_BASE64 = (
    'function §get(e,t){var n=¤alphabet;return §get=function(r,o){r=r-¤first;let i=§table()[r],s="",a=0,c=0;'
    "for(let l of i)a=a<<6|n.indexOf(l),c+=6,c>=8&&(c-=8,s+=String.fromCharCode(a>>c&255),a&=(1<<c)-1);return s},§get(e,t)}"
)
_ROTATE = "(function(e,t){const n=e();while(--t){n.push(n.shift())}})(§table,¤turns);"
_ROTATE_CHECKED = (
    "(function(e,t){const n=§get,r=e();while(!![]){try{const o=¤sum;if(o===t)break;else r.push(r.shift())}"
    "catch(i){r.push(r.shift())}}})(§table,¤target);"
)


def _codes(values: object) -> str:
    return ",".join(map(str, values))


def char_codes(draw: Draw) -> Snippet:
    """Character codes, through String.fromCharCode."""
    entries, cut = draw.entries(), draw.separator()
    return listed(draw, entries, draw.pick(_FROM_CODES), codes=_codes(cut.join(entries).encode()), cut=draw.string(cut))


def char_codes_offset(draw: Draw) -> Snippet:
    """Character codes with a number added."""
    entries, cut, by = draw.entries(), draw.separator(), draw.number(3, 900)
    codes = _codes(byte + by for byte in cut.join(entries).encode())
    whole = draw.pick(
        (
            '[¤codes].map(e=>String.fromCharCode(e-¤by)).join("").split(¤cut)',
            "String.fromCharCode(...[¤codes].map(e=>e-¤by)).split(¤cut)",
        )
    )
    return listed(draw, entries, whole, codes=codes, by=draw.integer(by), cut=draw.string(cut))


def char_codes_delta(draw: Draw) -> Snippet:
    """The first character code, then the difference to each next one."""
    entries, cut = draw.entries(), draw.separator()
    codes = cut.join(entries).encode()
    steps = [codes[0], *(after - before for before, after in pairwise(codes))]
    decode = "function §decode(e){let t=0;return e.map(n=>String.fromCharCode(t+=n)).join(``)}"
    return listed(draw, entries, "§decode([¤codes]).split(¤cut)", decode, codes=_codes(steps), cut=draw.string(cut))


def code_arrays(draw: Draw) -> Snippet:
    """An array of arrays of character codes, one for each entry."""
    entries = draw.entries()
    codes = ",".join(f"[{_codes(entry.encode())}]" for entry in entries)
    return listed(draw, entries, "[¤codes].map(e=>String.fromCharCode(...e))", codes=codes)


def typed_array(draw: Draw) -> Snippet:
    """TextDecoder over a Uint8Array of numbers."""
    entries, cut = draw.entries(), draw.separator()
    make = draw.pick(("new Uint8Array([¤codes])", "Uint8Array.of(¤codes)", "Uint8Array.from([¤codes])"))
    whole = f"new TextDecoder().decode({make}).split(¤cut)"
    return listed(draw, entries, whole, codes=_codes(cut.join(entries).encode()), cut=draw.string(cut))


def typed_array_xor(draw: Draw) -> Snippet:
    """Uint8Array.from with a function that undoes a xor."""
    entries, cut, key = draw.entries(), draw.separator(), draw.number(1, 255)
    codes = _codes(codecs.xor(cut.join(entries), bytes([key])))
    whole = "new TextDecoder(`utf-8`).decode(Uint8Array.from([¤codes],e=>e^¤key)).split(¤cut)"
    return listed(draw, entries, whole, codes=codes, key=draw.integer(key), cut=draw.string(cut))


def buffer_of_numbers(draw: Draw) -> Snippet:
    """Buffer.from over an array of numbers."""
    entries, cut = draw.entries(), draw.separator()
    whole = f"Buffer.from([¤codes]).toString({draw.pick(('', '`latin1`', '`ascii`'))}).split(¤cut)"
    return listed(draw, entries, whole, codes=_codes(cut.join(entries).encode()), cut=draw.string(cut))


def items_base64(draw: Draw) -> Snippet:
    """An array of entries in base64, one by one."""
    entries = draw.entries()
    items = draw.strings([codecs.b64(entry) for entry in entries])
    whole = draw.pick(
        ("[¤items].map(e=>atob(e))", "[¤items].map(atob)", '[¤items].map(e=>Buffer.from(e,"base64").toString())')
    )
    return listed(draw, entries, whole, items=items)


def items_hex(draw: Draw) -> Snippet:
    """An array of entries in hexadecimal, one by one."""
    entries = draw.entries()
    items = draw.strings([entry.encode().hex() for entry in entries])
    return listed(draw, entries, '[¤items].map(e=>Buffer.from(e,"hex").toString())', items=items)


def items_xor_by_place(draw: Draw) -> Snippet:
    """An array of entries in hexadecimal, the key of each depending on its place."""
    entries, key = draw.entries(), draw.number(1, 90)
    items = draw.strings([codecs.xor(entry, bytes([(key + n) % 256])).hex() for n, entry in enumerate(entries)])
    whole = '[¤items].map((e,t)=>Buffer.from(e,"hex").map(n=>n^¤key+t&255).toString())'
    return listed(draw, entries, whole, items=items, key=draw.integer(key))


def items_called_one_by_one(draw: Draw) -> Snippet:
    """An array of calls of a decoder, one for each entry."""
    entries, key = draw.entries(), draw.number(1, 255)
    decode = 'function §decode(e){return Buffer.from(e,"base64").map(t=>t^¤key).toString()}'
    hidden = [codecs.b64(codecs.xor(entry, bytes([key]))) for entry in entries]
    items = ",".join(f"§decode({draw.string(item)})" for item in hidden)
    return listed(draw, entries, draw.fill("[¤items]", items=items), decode, key=draw.integer(key))


def split_by_concatenation(draw: Draw) -> Snippet:
    """Base64 in pieces that are added up."""
    entries, cut = draw.entries(), draw.separator()
    pieces = draw.pieces(codecs.b64(cut.join(entries)), 3, 9)
    held = draw.number(1, len(pieces) - 1)
    before = "".join(f"var §piece{n}={draw.string(piece)};" for n, piece in enumerate(pieces[:held]))
    whole = "+".join([*(f"§piece{n}" for n in range(held)), *map(draw.string, pieces[held:])])
    return listed(draw, entries, f"atob({whole}).split(¤cut)", before, cut=draw.string(cut))


def split_by_template(draw: Draw) -> Snippet:
    """Base64 in pieces that a template puts together."""
    entries, cut = draw.entries(), draw.separator()
    pieces = draw.pieces(codecs.b64(cut.join(entries)), 3, 6)
    before = "const " + ",".join(f"§piece{n}={draw.string(piece)}" for n, piece in enumerate(pieces[:-1])) + ";"
    whole = "".join(f"${{§piece{n}}}" for n in range(len(pieces) - 1)) + pieces[-1]
    return listed(
        draw, entries, f"Buffer.from(`{whole}`,'base64').toString().split(¤cut)", before, cut=draw.string(cut)
    )


def split_by_join(draw: Draw) -> Snippet:
    """Base64 in an array of pieces that join() puts together."""
    entries, cut = draw.entries(), draw.separator()
    pieces = draw.strings(draw.pieces(codecs.b64(cut.join(entries)), 5, 12))
    return listed(draw, entries, 'atob([¤pieces].join("")).split(¤cut)', pieces=pieces, cut=draw.string(cut))


def interleaved(draw: Draw) -> Snippet:
    """Two strings that hold every other character."""
    entries, cut = draw.entries(), draw.separator()
    text = cut.join(entries)
    decode = 'function §decode(e,t){let n="";for(let r=0;r<e.length;r++)n+=e[r]+(t[r]||"");return n}'
    data = {"odd": draw.string(text[::2]), "even": draw.string(text[1::2]), "cut": draw.string(cut)}
    return listed(draw, entries, "§decode(¤odd,¤even).split(¤cut)", decode, **data)


def alphabet_by_index(draw: Draw) -> Snippet:
    """Places in a shuffled alphabet."""
    entries, cut = draw.entries(), draw.separator()
    text = cut.join(entries)
    alphabet = "".join(draw.shuffled(sorted(set(text))))
    places = _codes(alphabet.index(char) for char in text)
    whole = "[¤places].map(e=>¤alphabet[e]).join(``).split(¤cut)"
    return listed(draw, entries, whole, places=places, alphabet=draw.string(alphabet), cut=draw.string(cut))


def numbers_base36(draw: Draw) -> Snippet:
    """Words written as numbers, read in base 36."""
    entries = tuple(entry for entry in draw.entries("words") if len(entry) < _EXACT)
    numbers = _codes(draw.integer(int(entry, 36)) for entry in entries)
    return listed(draw, entries, "[¤numbers].map(e=>e.toString(36))", numbers=numbers)


def _table_of(draw: Draw, entries: tuple[str, ...]) -> tuple[list[str], list[list[int]]]:
    """A shuffled table of pieces, and for each entry the places of its pieces."""
    cut = [[entry] if len(entry) < _SHORT else draw.pieces(entry, 2, 2) for entry in entries]
    table = draw.shuffled(sorted({piece for pieces in cut for piece in pieces}))
    return table, [[table.index(piece) for piece in pieces] for pieces in cut]


def _looked_up(draw: Draw, places: list[list[int]], first: int) -> str:
    return "[" + ",".join("+".join(f"§get({draw.integer(first + n)})" for n in entry) for entry in places) + "]"


def string_table(draw: Draw) -> Snippet:
    """A shuffled and rotated table of pieces, and a function that looks them up."""
    entries, first = draw.entries(), draw.number(0x80, 0x1FF)
    table, places = _table_of(draw, entries)
    turns = draw.number(1, len(table) - 1)
    stored = table[-turns:] + table[:-turns]  # shifting ``turns`` items to the end brings ``table`` back
    parts = (_TABLE, draw.fill(_ROTATE, turns=hex(turns + 1)), _GET)
    return listed(draw, entries, _looked_up(draw, places, first), *parts, items=draw.strings(stored), first=hex(first))


def string_table_encoded(draw: Draw) -> Snippet:
    """A table in base64 of another letter order, rotated until a checksum fits."""
    entries, first = draw.entries(), draw.number(0x80, 0x1FF)
    table, places = _table_of(draw, entries)
    markers = [f"{draw.number(1000, 99999999)}{draw.pick('GHJKLMN')}{draw.pick('xyz')}" for _ in range(5)]
    table += markers
    factors = [draw.number(1, 9) for _ in markers]
    at = range(first + len(table) - len(markers), first + len(table))
    total = "+".join(f"parseInt(n({hex(n)}))*{factor}" for n, factor in zip(at, factors, strict=True))
    target = sum(int(marker[:-2]) * factor for marker, factor in zip(markers, factors, strict=True))
    turns = draw.number(1, len(table) - 1)
    stored = [codecs.own_base64(piece, _SWAPPED) for piece in table[-turns:] + table[:-turns]]
    data = {"items": draw.strings(stored), "first": hex(first), "alphabet": draw.string(_SWAPPED)}
    parts = (_TABLE, _GET_BASE64, draw.fill(_ROTATE_CHECKED, sum=total, target=hex(target)))
    return listed(draw, entries, _looked_up(draw, places, first), *parts, **data)


ALL = variants(
    "list",
    "javascript",
    (
        *(char_codes, char_codes_offset, char_codes_delta, code_arrays, typed_array, typed_array_xor),
        *(buffer_of_numbers, items_base64, items_hex, items_xor_by_place, items_called_one_by_one),
        *(split_by_concatenation, split_by_template, split_by_join, interleaved, alphabet_by_index, numbers_base36),
        *(string_table, string_table_encoded),
    ),
)
