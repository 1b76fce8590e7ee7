"""JavaScript lists told apart by what holds them, and by how the decoder is reached."""

# ruff: noqa: E501 -- program text that is planted is not wrapped

from __future__ import annotations

import json
import re

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from evals.planting import codecs, words
from evals.planting.drawing import Draw
from evals.planting.frames import array_test, framed, listed
from evals.planting.snippets import Snippet, variants


def _hidden(draw: Draw) -> tuple[tuple[str, ...], dict[str, object]]:
    """A list in base64 xor one byte, ready for a decoder."""
    entries, cut, key = draw.entries(), draw.separator(), draw.number(1, 255)
    text = codecs.b64(codecs.xor(cut.join(entries), bytes([key])))
    return entries, {"text": draw.string(text), "cut": draw.string(cut), "key": draw.integer(key)}


def object_keys(draw: Draw) -> Snippet:
    """The keys of an object, in base64; what is asked is encoded too."""
    entries = draw.entries()
    keys = ",".join(f"{json.dumps(codecs.b64(entry))}:1" for entry in entries)
    test = draw.pick(
        (
            "function §test(e){return btoa(e)in §set}",
            'function §test(e){return Object.hasOwn(§set,Buffer.from(e).toString("base64"))}',
            "const §test=e=>§set[btoa(e)]===1;",
        )
    )
    return framed(draw, entries, draw.fill("var §set={¤keys};", keys=keys), draw.fill(test))


def map_keys(draw: Draw) -> Snippet:
    """The keys of a Map, in hexadecimal; what is asked is encoded too."""
    entries = draw.entries()
    items = ",".join(f"[{draw.string(entry.encode().hex())},{draw.number(0, 3)}]" for entry in entries)
    test = 'function §test(e){return §set.has(Buffer.from(e).toString("hex"))}'
    return framed(draw, entries, draw.fill("const §set=new Map([¤items]);", items=items), draw.fill(test))


def set_decoded(draw: Draw) -> Snippet:
    """A Set filled from base64."""
    entries, cut = draw.entries(), draw.separator()
    held = draw.fill(
        "var §set=new Set(atob(¤text).split(¤cut));",
        text=draw.string(codecs.b64(cut.join(entries))),
        cut=draw.string(cut),
    )
    return framed(draw, entries, held, draw.fill("function §test(e){return §set.has(e)}"), whole="[...§set]")


def switch_cases(draw: Draw) -> Snippet:
    """The cases of a switch, in base64; what is asked is encoded too."""
    entries = draw.entries()
    cases = "".join(f"case{draw.string(codecs.b64(entry))}:" for entry in entries)
    test = "function §test(e){switch(btoa(e)){¤cases return!0;default:return!1}}"
    return framed(draw, entries, draw.fill(test, cases=cases))


def regex_decoded(draw: Draw) -> Snippet:
    """A regular expression built from decoded text, with the entries as alternatives."""
    entries = draw.entries()
    pattern = f"^(?:{'|'.join(map(re.escape, entries))})$".replace("\\-", "-")
    held = draw.fill("const §set=new RegExp(atob(¤text));", text=draw.string(codecs.b64(pattern)))
    return framed(draw, entries, held, draw.fill("function §test(e){return §set.test(e)}"))


def regex_escaped(draw: Draw) -> Snippet:
    """A regular expression whose every character is escaped, with the entries as alternatives."""
    entries = draw.entries()
    pattern = "|".join("".join(f"\\x{ord(char):02x}" for char in entry) for entry in entries)
    return framed(draw, entries, draw.fill("var §set=/^(?:¤p)$/;function §test(e){return §set.test(e)}", p=pattern))


def trie_of_letters(draw: Draw) -> Snippet:
    """A trie: objects in objects, one for each letter."""
    entries = draw.entries("hosts", "words")
    tree: dict[str, object] = {}
    for entry in entries:
        node = tree
        for char in entry:
            node = node.setdefault(char, {})
        node["$"] = 1
    walk = "function §test(e){let t=§set;for(let n of e)if(!(t=t[n]))return!1;return t.$===1}"
    return framed(
        draw, entries, draw.fill("var §set=¤tree;", tree=json.dumps(tree, separators=(",", ":"))), draw.fill(walk)
    )


def decoder_arrow(draw: Draw) -> Snippet:
    """The decoder is an arrow function with reduce()."""
    entries, data = _hidden(draw)
    decode = "const §decode=e=>[...atob(e)].reduce((t,n)=>t+String.fromCharCode(n.charCodeAt(0)^¤key),``);"
    return listed(draw, entries, "§decode(¤text).split(¤cut)", decode, **data)


def decoder_closure(draw: Draw) -> Snippet:
    """The decoder comes from a function that keeps the key."""
    entries, data = _hidden(draw)
    make = "function §make(e){return function(t){return Array.from(atob(t),n=>String.fromCharCode(n.charCodeAt(0)^e)).join(``)}}"
    return listed(draw, entries, "§decode(¤text).split(¤cut)", make, "var §decode=§make(¤key);", **data)


def decoder_static_method(draw: Draw) -> Snippet:
    """The decoder is a static method of a class, the key a static field."""
    entries, data = _hidden(draw)
    held = (
        "class §class{static k=¤key;static d(e){let t=Buffer.from(e,`base64`);"
        "for(let n=0;n<t.length;n++)t[n]^=this.k;return t.toString()}}"
    )
    return listed(draw, entries, "§class.d(¤text).split(¤cut)", held, **data)


def decoder_instance(draw: Draw) -> Snippet:
    """The decoder is a method of an object that was built with the key."""
    entries, data = _hidden(draw)
    held = (
        "class §class{#k;constructor(e){this.#k=e}open(e){return Array.from(Buffer.from(e,`base64`),"
        "t=>String.fromCharCode(t^this.#k)).join(``)}}"
    )
    return listed(draw, entries, "new §class(¤key).open(¤text).split(¤cut)", held, **data)


def decoder_alias(draw: Draw) -> Snippet:
    """The decoder is reached by other names and as a property."""
    entries, cut = draw.entries(), draw.separator()
    before = "const §alias=atob;var §box={¤prop:§alias,n:¤n};"
    data = {"prop": draw.pick(("d", "x", "get", "fmt")), "n": draw.number(1, 99), "cut": draw.string(cut)}
    whole = draw.pick(("§box.¤prop(¤text).split(¤cut)", '§box["¤prop"](¤text).split(¤cut)'))
    return listed(draw, entries, whole, before, text=draw.string(codecs.b64(cut.join(entries))), **data)


def decoder_computed_name(draw: Draw) -> Snippet:
    """The decoder's name is put together."""
    entries, cut = draw.entries(), draw.separator()
    name = draw.pick(('"at"+"ob"', '["a","t","o","b"].join("")', '"bota".split("").reverse().join("")'))
    data = {"text": draw.string(codecs.b64(cut.join(entries))), "cut": draw.string(cut)}
    return listed(draw, entries, f"globalThis[{name}](¤text).split(¤cut)", **data)


def decoder_sequence(draw: Draw) -> Snippet:
    """The decoder is called through a bundler's (0, x.y)(...)."""
    entries, data = _hidden(draw)
    before = "var §box={};§box.open=function(e){return Buffer.from(e,`base64`).map(t=>t^¤key).toString()};"
    return listed(draw, entries, "(0,§box.open)(¤text).split(¤cut)", before, **data)


def decoder_immediately_called(draw: Draw) -> Snippet:
    """The list comes from a function that is called where it stands."""
    entries, data = _hidden(draw)
    whole = (
        "(()=>{let e=Buffer.from(¤text,`base64`),t=[],n=``;for(let r of e){let o=String.fromCharCode(r^¤key);"
        "o===¤cut?(t.push(n),n=``):n+=o}return n&&t.push(n),t})()"
    )
    return listed(draw, entries, whole, **data)


def decoder_recursive(draw: Draw) -> Snippet:
    """The decoder calls itself."""
    entries = tuple(words.entries(draw.random, "words"))
    draw.kind = "words"
    cut, key = draw.separator(), draw.number(1, 255)
    hidden = codecs.xor(cut.join(entries), bytes([key])).hex()
    decode = (
        "function §decode(e,t=0){return t>=e.length?``:"
        "String.fromCharCode(parseInt(e.slice(t,t+2),16)^¤key)+§decode(e,t+2)}"
    )
    data = {"text": draw.string(hidden), "cut": draw.string(cut), "key": draw.integer(key)}
    return listed(draw, entries, "§decode(¤text).split(¤cut)", decode, **data)


def rc4_keyed(draw: Draw) -> Snippet:
    """RC4 with its key, by a function of the program's own."""
    entries, cut = draw.entries(), draw.separator()
    key = words.word(draw.random, 3, 4)
    hidden = codecs.b64(codecs.rc4(cut.join(entries).encode(), key.encode()))
    decode = (
        "function §decode(e,t){let n=[],r=0,o,i=``;e=atob(e);for(let s=0;s<256;s++)n[s]=s;"
        "for(let s=0;s<256;s++)r=(r+n[s]+t.charCodeAt(s%t.length))%256,o=n[s],n[s]=n[r],n[r]=o;let s=0;r=0;"
        "for(let a=0;a<e.length;a++)s=(s+1)%256,r=(r+n[s])%256,o=n[s],n[s]=n[r],n[r]=o,"
        "i+=String.fromCharCode(e.charCodeAt(a)^n[(n[s]+n[r])%256]);return i}"
    )
    data = {"text": draw.string(hidden), "cut": draw.string(cut), "key": draw.string(key)}
    return listed(draw, entries, "§decode(¤text,¤key).split(¤cut)", decode, **data)


def lazily_decoded(draw: Draw) -> Snippet:
    """The list is decoded when it is first asked for."""
    entries, data = _hidden(draw)
    decode = "function §decode(e){return Buffer.from(e,`base64`).map(t=>t^¤key).toString()}"
    get = draw.pick(
        (
            "let §list;function §get(){return §list??=§decode(¤text).split(¤cut)}",
            "var §list=null;function §get(){if(!§list)§list=§decode(¤text).split(¤cut);return §list}",
            "let §list;const §get=()=>§list||(§list=§decode(¤text).split(¤cut));",
        )
    )
    parts = (draw.fill(decode, **data), draw.fill(get, **data), array_test(draw, "§get()"))
    return framed(draw, entries, *parts, whole="§get()")


def list_beside(draw: Draw) -> Snippet:
    """The list lies in a JSON file beside the program, encoded."""
    entries, key = draw.entries(), draw.number(1, 255)
    file = f"{words.word(draw.random)}.json"
    hidden = codecs.b64(codecs.xor("\n".join(entries), bytes([key])))
    beside = json.dumps({"version": draw.number(1, 9), "data": hidden})
    if draw.module:
        read = draw.built_in("fs", "readFileSync")
        whole = f'JSON.parse({read}(new URL("./¤file",import.meta.url),"utf8")).data'
    else:
        whole = 'require("./¤file").data'
    decode = "const §decode=e=>Buffer.from(e,`base64`).map(t=>t^¤key).toString().split(`\\n`);"
    made = listed(draw, entries, f"§decode({whole})", decode, file=file, key=draw.integer(key))
    return Snippet(parts=made.parts, heads=made.heads, names=made.names, entries=entries, beside=((file, beside),))


def aes_with_key(draw: Draw) -> Snippet:
    """AES-CBC with key and initial vector beside it."""
    entries, cut = draw.entries(), draw.separator()
    size = draw.pick((16, 32))
    key, start = codecs.some_bytes(draw.random, size), codecs.some_bytes(draw.random, 16)
    padder = padding.PKCS7(128).padder()
    padded = padder.update(cut.join(entries).encode()) + padder.finalize()
    sealer = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    data = {
        "make": draw.built_in("crypto", "createDecipheriv"),
        "bits": size * 8,
        "key": draw.string(key.hex()),
        "start": draw.string(start.hex()),
        "text": draw.string(codecs.b64(sealer.update(padded) + sealer.finalize())),
        "cut": draw.string(cut),
    }
    decode = (
        "function §decode(e){let t=¤make('aes-¤bits-cbc',Buffer.from(¤key,'hex'),Buffer.from(¤start,'hex'));"
        "return t.update(e,'base64','utf8')+t.final('utf8')}"
    )
    return listed(draw, entries, "§decode(¤text).split(¤cut)", decode, **data)


def regex_in_clear(draw: Draw) -> Snippet:
    """A regular expression in clear, with the entries as alternatives."""
    entries = draw.entries("hosts", "words")
    pattern = "|".join(entry.replace(".", "\\.") for entry in entries)
    return framed(draw, entries, draw.fill("var §set=/^(?:¤p)$/i;function §test(e){return §set.test(e)}", p=pattern))


ALL = (
    *variants(
        "list",
        "javascript",
        (
            *(object_keys, map_keys, set_decoded, switch_cases, regex_decoded, regex_escaped, trie_of_letters),
            *(decoder_arrow, decoder_closure, decoder_static_method, decoder_instance, decoder_alias),
            *(decoder_computed_name, decoder_sequence, decoder_immediately_called, decoder_recursive, rc4_keyed),
            *(lazily_decoded, list_beside),
        ),
    ),
    *variants("list", "javascript", (aes_with_key,), "either"),
    *variants("list", "javascript", (regex_in_clear,), "clear"),
)
