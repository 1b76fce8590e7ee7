"""JavaScript lists that cannot be read out of the program: it holds digests only."""

from __future__ import annotations

import hashlib
import hmac

from evals.planting import codecs
from evals.planting.drawing import Draw
from evals.planting.frames import framed
from evals.planting.snippets import Snippet, variants

_FNV = "function §hash(e,t=2166136261){for(let n=0;n<e.length;n++)t=Math.imul(t^e.charCodeAt(n),16777619);return t>>>0}"


def sha256_set(draw: Draw) -> Snippet:
    """A Set of SHA-256 digests."""
    entries = draw.entries()
    digests = draw.strings([hashlib.sha256(entry.encode()).hexdigest() for entry in entries])
    held = draw.pick(("var §set=new Set([¤digests]);", "const §set=[¤digests];"))
    has = "has" if "Set" in held else "includes"
    test = 'function §test(e){return §set.¤has(¤make("sha256").update(e).digest("hex"))}'
    make = draw.built_in("crypto", "createHash")
    return framed(draw, entries, draw.fill(held, digests=digests), draw.fill(test, has=has, make=make))


def sha1_prefixes(draw: Draw) -> Snippet:
    """The first characters of SHA-1 digests, as an object's keys or in one string."""
    entries = draw.entries()
    size = draw.pick((8, 10, 12))
    digests = [hashlib.sha1(entry.encode(), usedforsecurity=False).hexdigest()[:size] for entry in entries]
    make = draw.built_in("crypto", "createHash")
    digest = f"{make}('sha1').update(e).digest('hex').slice(0,{size})"
    if draw.coin():
        held = f"var §set={{{','.join(f'{draw.string(item)}:1' for item in digests)}}};".replace("`", '"')
        return framed(draw, entries, draw.fill(held), draw.fill(f"const §test=e=>!!§set[{digest}];"))
    held = f"const §set={draw.string(' '.join(digests))}.split(' ');"
    return framed(draw, entries, draw.fill(held), draw.fill(f"function §test(e){{return §set.includes({digest})}}"))


def fnv1a_numbers(draw: Draw) -> Snippet:
    """Numbers that are 32-bit hashes, by a function of the program's own."""
    entries = draw.entries()
    numbers = ",".join(draw.integer(codecs.fnv1a(entry)) for entry in entries)
    held = draw.pick(("var §set=new Set([¤numbers]);", "var §set=[¤numbers];"))
    has = "has" if "Set" in held else "includes"
    test = "function §test(e){return §set.¤has(§hash(e))}"
    return framed(draw, entries, draw.fill(_FNV), draw.fill(held, numbers=numbers), draw.fill(test, has=has))


def hash_switch(draw: Draw) -> Snippet:
    """The cases of a switch over a 32-bit hash."""
    entries = draw.entries()
    cases = "".join(f"case {codecs.fnv1a(entry)}:" for entry in entries)
    test = "function §test(e){switch(§hash(e)){¤cases return!0}return!1}"
    return framed(draw, entries, draw.fill(_FNV), draw.fill(test, cases=cases))


def hmac_set(draw: Draw) -> Snippet:
    """A list of keyed digests, with the key."""
    entries = draw.entries()
    key = draw.random.randbytes(12).hex()
    digests = [codecs.b64(hmac.digest(key.encode(), entry.encode(), "sha256")) for entry in entries]
    data = {"make": draw.built_in("crypto", "createHmac"), "key": draw.string(key), "digests": draw.strings(digests)}
    test = 'function §test(e){let t=¤make("sha256",¤key).update(e).digest("base64");return §set.some(n=>n===t)}'
    return framed(draw, entries, draw.fill("const §set=[¤digests];", **data), draw.fill(test, **data))


def bloom_filter(draw: Draw) -> Snippet:
    """A Bloom filter in base64."""
    entries, hashes = draw.entries(), draw.number(4, 6)
    size = 64 * len(entries)
    bits = bytearray(size // 8)
    for entry in entries:
        for n in range(hashes):
            at = codecs.fnv1a(entry, n + 1) % size
            bits[at >> 3] |= 1 << (at & 7)
    held = 'var §set=Buffer.from(¤text,"base64");'
    test = (
        "function §test(e){for(let t=1;t<=¤hashes;t++){let n=§hash(e,t)%¤size;"
        "if(!(§set[n>>3]&1<<(n&7)))return!1}return!0}"
    )
    data = {"text": draw.string(codecs.b64(bytes(bits))), "hashes": hashes, "size": size}
    return framed(draw, entries, draw.fill(_FNV), draw.fill(held, **data), draw.fill(test, **data))


ALL = variants(
    "list",
    "javascript",
    (sha256_set, sha1_prefixes, fnv1a_numbers, hash_switch, hmac_set, bloom_filter),
    "opaque",
)
