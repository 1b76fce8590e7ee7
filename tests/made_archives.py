"""Archives made in memory, honest and hostile, for the tests of `acquire`."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass

BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a tar; `claims` is the size in its header where that is a lie."""

    name: str
    content: bytes = b""
    type: str = "0"
    mode: int = 0o644
    link: str = ""
    claims: int = -1


def header(item: Item, *, raw_size: bytes = b"") -> bytes:
    size = item.claims if item.claims >= 0 else len(item.content)
    block = bytearray(BLOCK)
    block[0:100] = item.name.encode("utf-8", "surrogateescape")[:100].ljust(100, b"\0")
    block[100:108] = b"%07o\0" % item.mode
    block[108:124] = b"0000000\0" * 2
    block[124:136] = raw_size or b"%011o\0" % size
    block[136:148] = b"%011o\0" % 0
    block[148:156] = b" " * 8
    block[156:157] = item.type.encode("latin-1")
    block[157:257] = item.link.encode("utf-8", "surrogateescape")[:100].ljust(100, b"\0")
    block[257:265] = b"ustar\x0000"
    return summed(block)


def summed(block: bytearray) -> bytes:
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def tar(*items: Item, end: bytes = bytes(2 * BLOCK)) -> bytes:
    return b"".join(header(item) + padded(item.content) for item in items) + end


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % BLOCK)


def pax(**records: str) -> Item:
    """An extended header for the entry after it."""
    lines = b""
    for key, value in records.items():
        body = f" {key.replace('_', '.')}={value}\n".encode("utf-8", "surrogateescape")
        length = len(body) + 1
        while len(str(length)) + len(body) != length:
            length += 1
        lines += str(length).encode() + body
    return Item(name="PaxHeader", type="x", content=lines)


def tgz(*items: Item, end: bytes = bytes(2 * BLOCK)) -> bytes:
    return gzip.compress(tar(*items, end=end), mtime=0)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def zipped_with_mode(name: str, content: bytes, mode: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        info.create_system = 3
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return out.getvalue()


def npm_package(manifest: dict[str, object], **files: str) -> bytes:
    contents = {"package.json": json.dumps(manifest), **{name.replace("__", "."): text for name, text in files.items()}}
    return tgz(*(Item(name=f"package/{name}", content=text.encode()) for name, text in contents.items()))


def wheel(name: str, version: str, files: dict[str, str], requires: tuple[str, ...] = ()) -> bytes:
    info = f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    meta = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    return zipped(*((path, text.encode()) for path, text in {**files, **meta}.items()))


def sri(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
