"""Executables made in memory, honest and hostile, each as small as its readers allow; none of them could run."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

TRAILER = b"\n---- Bun! ----\n"
SEA_MAGIC = 0x143DA20
RUNTIME = b"runtime \0" + TRAILER + b"\0 constants" * 20


@dataclass(frozen=True, kw_only=True)
class Module:
    """One module of Bun; `loader` 1 is JavaScript, 10 a native add-on."""

    name: str
    content: bytes
    encoding: int = 1
    loader: int = 1
    sourcemap: bytes = b""
    bytecode: bytes = b""


def bun_graph(*modules: Module, record: int = 52, offsets: int = 32, extra: bytes = b"", lie: int = 0) -> bytes:
    """Contents, table, offsets, trailer; `lie` is added to every content's offset."""
    out = bytearray()

    def put(data: bytes) -> tuple[int, int]:
        at = len(out)
        out.extend(data + b"\0")
        return (at, len(data)) if data else (0, 0)

    table = b""
    for each in modules:
        name, content = put(each.name.encode("utf-8", "surrogateescape")), put(each.content)
        pointers = [name, (content[0] + lie, content[1]), put(each.sourcemap), put(each.bytecode), (0, 0), (0, 0)]
        count = (record - 4) // 8
        flags = bytes([each.encoding, each.loader, 1, 0])
        table += b"".join(struct.pack("<II", *pointer) for pointer in (pointers + [(0, 0)] * 4)[:count]) + flags
    out.extend(extra)
    at = len(out)
    out.extend(table)
    head = struct.pack("<QIII", len(out), at, len(table), 0)
    return bytes(out) + (head + bytes(12) if offsets == 32 else head + bytes(4)) + TRAILER


def sea_blob(code: bytes, *, extra: int = 1, assets: dict[str, bytes] | None = None, **more: object) -> bytes:
    """A blob of Node; `extra` bytes follow the flags, and -1 leaves out the code's name as well."""

    def text(data: bytes) -> bytes:
        return struct.pack("<Q", len(data)) + data

    cache, snapshot, arguments = more.get("cache"), more.get("snapshot", False), more.get("arguments", ())
    flags = (2 if snapshot else 0) | (4 if cache else 0) | (8 if assets else 0) | (16 if arguments else 0)
    out = struct.pack("<II", SEA_MAGIC, flags) + bytes(max(extra, 0))
    out += (text(b"/home/me/app.js") if extra >= 0 else b"") + text(code)
    if isinstance(cache, bytes):
        out += text(cache)
    if assets:
        out += struct.pack("<Q", len(assets)) + b"".join(
            text(name.encode()) + text(data) for name, data in assets.items()
        )
    if isinstance(arguments, tuple) and arguments:
        out += struct.pack("<Q", len(arguments)) + b"".join(text(each.encode()) for each in arguments)
    return out


def elf(*, sections: dict[str, bytes] | None = None, notes: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A 64-bit little-endian ELF with named sections and one segment of notes."""
    body = bytearray(bytes(64 + 56) + RUNTIME)
    note_at = len(body)
    for name, data in notes:
        raw = name.encode() + b"\0"
        body += struct.pack("<III", len(raw), len(data), 0) + padded(raw) + padded(data)
    note_bytes = len(body) - note_at
    names, headers = b"\0", [bytes(64)]
    for name, data in (sections or {}).items():
        headers.append(struct.pack("<IIQQQQIIQQ", len(names), 1, 0, 0, len(body), len(data), 0, 0, 1, 0))
        names += name.encode() + b"\0"
        body += data
    headers.append(struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, len(body), len(names), 0, 0, 1, 0))
    body += names
    table_at = len(body)
    body += b"".join(headers)
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    body[:64] = ident + struct.pack(
        "<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, table_at, 0, 64, 56, 1, 64, len(headers), len(headers) - 1
    )
    body[64:120] = struct.pack("<IIQQQQQQ", 4, 4, note_at, 0, 0, note_bytes, note_bytes, 4)
    return bytes(body)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def sized(graph: bytes, width: int = 8) -> bytes:
    """What stands in Bun's section: the graph behind its length."""
    return len(graph).to_bytes(width, "little") + graph


def elf_led_by_address(graph: bytes) -> bytes:
    """An ELF whose section holds only an address, at which a segment is loaded that lies at the end."""
    address = 0x600000
    body = bytearray(elf(sections={".bun": address.to_bytes(8, "little")}))
    at = len(body)
    body += sized(graph) + bytes(100)
    body[64:120] = struct.pack("<IIQQQQQQ", 1, 4, at, address, address, len(body) - at, len(body) - at, 4096)
    return bytes(body)


def macho(segment: str, section: str, data: bytes) -> bytes:
    """A thin 64-bit Mach-O with the runtime's constants in one section, and something in another."""
    commands, body, start = b"", b"", 32 + 2 * 152
    for name, part, content in (("__TEXT", "__const", RUNTIME), (segment, section, data)):
        at = start + len(body)
        commands += struct.pack(
            "<II16sQQQQIIII", 0x19, 152, name.encode(), 0, len(content), at, len(content), 1, 1, 1, 0
        )
        commands += struct.pack("<16s16sQQI28x", part.encode(), name.encode(), 0, len(content), at)
        body += content
    return struct.pack("<IIIIIIII", 0xFEEDFACF, 0x100000C, 0, 2, 2, len(commands), 0, 0) + commands + body


def fat(*thin: bytes) -> bytes:
    """A universal Mach-O of several."""
    at, heads, body = 8 + 20 * len(thin), b"", b""
    for each in thin:
        heads += struct.pack(">IIIII", 7, 3, at + len(body), len(each), 0)
        body += each
    return struct.pack(">II", 0xCAFEBABE, len(thin)) + heads + body


def pe(*, sections: dict[str, bytes] | None = None, resources: dict[str, bytes] | None = None) -> bytes:
    """A PE of 64 bits with named sections, and raw data as named resources."""
    parts = dict(sections or {})
    if resources:
        parts[".rsrc"] = b""
    optional, at = 112 + 16 * 8, 0x80
    start = at + 24 + optional + 40 * len(parts)
    heads, body, address, table = b"", RUNTIME, 0x1000, (0, 0)
    for name, content in parts.items():
        data = resource_tree(resources, address) if name == ".rsrc" and resources else content
        if name == ".rsrc":
            table = (address, len(data))
        heads += struct.pack(
            "<8sIIIIIIHHI", name.encode(), len(data), address, len(data), start + len(body), 0, 0, 0, 0, 0
        )
        body += data
        address += (len(data) // 4096 + 1) * 4096
    directories = bytes(16) + struct.pack("<II", *table) + bytes(8 * 13)
    header = struct.pack("<HHIIIHH", 0x8664, len(parts), 0, 0, 0, optional, 2)
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", at)
    return (
        dos.ljust(at, b"\0")
        + b"PE\0\0"
        + header
        + struct.pack("<H", 0x20B).ljust(112, b"\0")
        + directories
        + heads
        + body
    )


def resource_tree(resources: dict[str, bytes], address: int) -> bytes:
    """Three levels for each name: raw data, the name, one language."""
    count = len(resources)
    names_at = 16 + 8 + 16 + 8 * count
    leaves_at = names_at + (16 + 8) * count
    data_at = leaves_at + 16 * count
    texts, contents = b"", b""
    texts_at = data_at
    root = struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, 10, 0x80000000 | 24)
    middle = struct.pack("<IIHHHH", 0, 0, 0, 0, count, 0)
    languages = leaves = b""
    texts_bytes = sum(2 + 2 * len(name) for name in resources)
    for index, (name, data) in enumerate(resources.items()):
        middle += struct.pack("<II", 0x80000000 | (texts_at + len(texts)), 0x80000000 | (names_at + 24 * index))
        languages += struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, 1033, leaves_at + 16 * index)
        leaves += struct.pack("<IIII", address + data_at + texts_bytes + len(contents), len(data), 0, 0)
        texts += struct.pack("<H", len(name)) + name.encode("utf-16-le")
        contents += data
    return root + middle + languages + leaves + texts + contents


def asar(files: dict[str, object], content: bytes = b"") -> bytes:
    """An Electron archive with any directory, so that it can lie."""
    raw = json.dumps({"files": files}).encode()
    length = len(raw) + 4 + -len(raw) % 4
    return struct.pack("<IIII", 4, length + 4, length, len(raw)) + padded(raw) + content


def asar_of(**files: bytes) -> bytes:
    """An honest one; two underscores stand for a dot."""
    entries: dict[str, object] = {}
    content = b""
    for name, data in files.items():
        entries[name.replace("__", ".")] = {"offset": str(len(content)), "size": len(data)}
        content += data
    return asar(entries, content)
