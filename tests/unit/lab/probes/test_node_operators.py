"""What `node-operators` loads before a rewritten program finds what a canary, or its digest, is compared with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from countermark.lab.probes import node_operators
from countermark.lab.probes.record import FOLDER, Rewritten
from countermark.model.probes import Canary, Comparison
from countermark.observe.traces import comparisons
from countermark.static.javascript.rewriting import SYMBOL, rewritten

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="its text runs on Node")

CANARIES = (
    Canary(factor="base-url", value="https://kestrel-xyz.example.net", text="kestrel-xyz"),
    Canary(factor="timezone", value="Antarctica/Troll", text="Antarctica/Troll"),
)
MAIN = """
import { createHash, createHmac, webcrypto } from "node:crypto";
import other from "./other.cjs";
const host = new URL("https://kestrel-xyz.example.net/v1").hostname, zone = "Antarctica/Troll";
const hosts = { "a.test": 1, "b.test": 2 }, deep = { table: { "c.test": 1 } };
const digest = (name, text, form) => createHash(name).update(text).digest(form);
const fnv = (text) => [...text].reduce((sum, one) => Math.imul(sum ^ one.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
const rank = (one) => { switch (one) { case "d.test": return 1; case "e.test": return 2; default: return 3; } };
const subtle = Buffer.from(await webcrypto.subtle.digest("SHA-384", Buffer.from(`${host}~`))).toString("hex");
console.log(JSON.stringify([
  host === "f.test", "Asia/Tokyo" != zone, rank(host), host in hosts, hosts[host], deep.table[host], other(zone),
  digest("sha256", host, "hex") === "00".repeat(32), digest("md5", zone, "base64") === "abcd", fnv(host) === 1234567890,
  new Set([123456789, 987654321]).has(fnv(host)), digest("sha1", `salt ${host}`, "hex").slice(0, 12) === "0123456789ab",
  createHmac("sha512", "key").update(host).digest("hex") === "11".repeat(64), subtle === "22".repeat(48),
  digest("sha256", "of nobody", "hex") === "33".repeat(32), process.env.NODE_OPTIONS, Object.keys(globalThis).length,
  digest("sha224", zone).equals(Buffer.alloc(28)), import.meta.url.endsWith("main.mjs"),
]));
"""
OTHER = '"use strict";\nmodule.exports = (zone) => [zone === "Asia/Dhaka", this === undefined, __filename.length];\n'


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, tuple[Comparison, ...]]:
    folder = tmp_path_factory.mktemp("operators")
    texts = []
    for name, text in (("main.mjs", MAIN), ("other.cjs", OTHER)):
        (folder / name).write_text(text, "utf-8")
        again = rewritten(text.encode())
        assert again is not None
        texts.append(Rewritten(path=str(folder / name), text=again))
    box = folder / "box"
    for file in node_operators.serving(tuple(texts)).files(CANARIES):
        path = Path(file.path.replace(FOLDER, str(box)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content.replace(FOLDER.encode(), str(box).encode()))

    def run(options: str) -> str:
        surroundings = {**os.environ, "NODE_OPTIONS": options}
        argv = ["node", str(folder / "main.mjs")]
        return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60, env=surroundings).stdout

    bare = json.loads(run(""))
    bare[15] = None  # where nothing is loaded, nothing takes the variable away
    return json.dumps(bare), run(f"--require {box}/operators.cjs"), comparisons((box / "log").read_bytes())


def test_both_are_called_by_one_name() -> None:
    assert node_operators.SYMBOL == SYMBOL


def test_a_program_does_what_it_did(ran: tuple[str, str, tuple[Comparison, ...]]) -> None:
    assert json.loads(ran[1]) == json.loads(ran[0])


def test_what_a_canary_meets_at_an_operator_is_seen(ran: tuple[str, str, tuple[Comparison, ...]]) -> None:
    plain = {(one.factor, one.operator, one.texts) for one in ran[2] if not one.digest}
    assert plain == {
        ("base-url", "===", ("f.test",)),
        ("timezone", "!=", ("Asia/Tokyo",)),
        ("base-url", "switch", ("d.test", "e.test")),
        ("base-url", "in", ("a.test", "b.test")),
        ("base-url", "key of object", ("a.test", "b.test")),
        ("base-url", "key of object", ("c.test",)),
        ("timezone", "===", ("Asia/Dhaka",)),
    }


def test_what_its_digest_meets_is_seen_as_such(ran: tuple[str, str, tuple[Comparison, ...]]) -> None:
    found = {(one.factor, one.operator, one.digest, one.texts) for one in ran[2] if one.operator != "hashed"}
    assert found >= {
        ("base-url", "===", "sha256", ("00" * 32,)),
        ("timezone", "===", "md5, base64", ("abcd",)),
        ("base-url", "===", "fnv1a-32, decimal", ("1234567890",)),
        ("base-url", "===", "sha1", ("0123456789ab",)),
        ("base-url", "===", "sha512", ("11" * 64,)),
        ("base-url", "===", "sha384", ("22" * 48,)),
        ("timezone", "equals", "sha224", ("00" * 28,)),
    }
    assert not any("33" * 32 in text for one in ran[2] for text in one.texts)


def test_that_a_canary_is_hashed_is_seen(ran: tuple[str, str, tuple[Comparison, ...]]) -> None:
    hashed = {(one.factor, one.digest) for one in ran[2] if one.operator == "hashed"}
    assert hashed >= {("base-url", "sha256"), ("timezone", "md5"), ("base-url", "sha1"), ("base-url", "sha384")}


def test_the_place_is_a_byte_of_the_text_as_it_was_shipped(ran: tuple[str, str, tuple[Comparison, ...]]) -> None:
    (first,) = [one for one in ran[2] if one.texts == ("f.test",)]
    assert first.at.endswith(f"main.mjs, byte {MAIN.index('=== ' + json.dumps('f.test'))}")
    (second,) = [one for one in ran[2] if one.texts == ("Asia/Dhaka",)]
    assert second.at.endswith(f"other.cjs, byte {OTHER.index('===')})")
