"""What `python-environment` and `python-comparisons` load before a program sees what it does, and changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from countermark.lab.probes import ALL
from countermark.lab.probes._digests import digests
from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.probes import Canary
from countermark.observe.reads import reads
from countermark.observe.traces import comparisons
from countermark.text.digests import fnv1a

CANARIES = (
    Canary(factor="base-url", value="https://kestrel-xyz.example.net", text="kestrel-xyz"),
    Canary(factor="timezone", value="Antarctica/Troll", text="Antarctica/Troll"),
)
SURROUNDINGS = {"ALPHA": "1", "BETA": "2", "TZ": "Antarctica/Troll", "URL": "https://kestrel-xyz.example.net/v1"}
OWN_SELF = """
import os, sys, traceback
out = [__name__, __file__, str(__spec__), __doc__, __package__, str(__cached__), type(__loader__).__name__, sys.path,
       sys.argv, dict(os.environ), "sitecustomize" in sys.modules, len(sys.path_hooks)]
try:
    [][1] == "x"
except IndexError:
    out.append(traceback.format_exc())
"""
ASKING = """
import copy, datetime, getpass, json, locale, os, pathlib, platform, socket, subprocess, sys, time
all_, names = {**os.environ}, list(os.environ)
os.environ["MADE"] = "5"
del os.environ["MADE"]
out = [
    all_, names, dict(os.environ.items()) == all_, copy.deepcopy(os.environ) == os.environ, os.environ.get("WANTED"),
    "HELD" in os.environ, os.getenv("GOT", 1), os.environ.get("PYTHONPATH"), type(os.environ).__name__,
    time.tzname, time.strftime("%Z", time.localtime(0)), type(time).__name__, isinstance(time, type(sys)),
    datetime.datetime.fromtimestamp(0).isoformat(), datetime.datetime.now(datetime.timezone.utc).tzname(),
    datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc).astimezone().isoformat(),
    datetime.datetime.now().year == datetime.date.today().year, datetime.datetime.now.__name__,
    socket.gethostname() == platform.node(), locale.getlocale(), os.path.exists("/.dockerenv"),
    pathlib.Path("/etc/hosts").read_text(), os.stat in os.supports_follow_symlinks, os.stat.__name__,
    subprocess.run(["echo", "a"], capture_output=True, text=True).stdout, os.popen("echo b").read(),
]
print(json.dumps(out))
"""
COMPARING = """
import fnmatch, hashlib, hmac, json, re, zlib
import helped
from urllib.parse import urlsplit
zone = os.environ["TZ"]
host = urlsplit(os.environ["URL"]).hostname
some, table, labels = frozenset(("s1", "s2")), {"m1": 1, "m2": 2}, host.split(".")

def fnv(data, value=0x811C9DC5):
    for byte in data:
        value = (value ^ byte) * 0x01000193 % 2**32
    return value

class Own(dict):
    def get(self, key, default=None):
        return super().get(key, "own")

out += [
    any(host.endswith(one) for one in (".a1", ".a2")), any(map(host.endswith, (".b1", ".b2"))), host.endswith((".c1",)),
    any(one in host for one in ("d1", "d2")), host in some, host not in ["f1", "f2"], table.get(host),
    labels[0] in some,
    zone == "Asia/G1", "Asia/G2" != zone, bool(re.search("h1$", host)), re.compile("h2").match(host), Own().get(host),
    fnmatch.fnmatch(host, "*.i1"), set(labels) & {"j1", "j2"} == set(), {"k1", "k2"}.isdisjoint(labels),
    hashlib.md5(("salt" + host).encode()).hexdigest() in {"00" * 16}, hashlib.sha1(host.encode()).digest() == b"1" * 20,
    zlib.crc32(host.encode()) in (123456789, 987654321), fnv(host.encode()) == 4000000001, helped.is_known(host),
    hmac.new(b"k", host.encode(), "sha256").hexdigest() == "cc" * 32, hashlib.md5.__name__, 1 == 1.0, [1] == [1],
]
made = hashlib.new("sha256")
made.update(host.encode())
out += [made.hexdigest()[:12] in ["ab" * 6], hashlib.md5(b"x").hexdigest() == "9dd4e461268c8034f5c8564e155c67a6"]
match zone:
    case "Asia/L1" | "Asia/L2":
        out.append(1)
    case _:
        out.append(2)
print(json.dumps(out))
"""
HELPED = "def is_known(host):\n    return host in ('n1', 'n2')\n"


def probe_files(name: str) -> str:
    """The text that the probe places, told to write beside the test's own files."""
    probe = next(probe for probe in ALL if probe.id == name)
    (text, log) = probe.files(CANARIES)
    assert (text.path, log.path) == (f"{FOLDER}/sitecustomize.py", LOG)
    return text.content.decode()


def log_of(name: str, program: str, folder: Path) -> bytes:
    """What the probe writes about a program, which prints the same with it and without."""
    log, loaded = folder / "log", folder / "loaded"
    loaded.mkdir()
    text = probe_files(name).replace(LOG, str(log)).replace(FOLDER, str(loaded))
    (loaded / "sitecustomize.py").write_text(text, "utf-8")
    log.write_bytes(b"")
    (folder / "program.py").write_text(program, "utf-8")
    (folder / "helped.py").write_text(HELPED, "utf-8")

    def run(**more: str) -> str:
        argv = [sys.executable, "-B", "program.py"]
        surroundings = {**SURROUNDINGS, "PATH": "/usr/bin:/bin", **more}
        return subprocess.run(
            argv, capture_output=True, text=True, check=True, timeout=60, env=surroundings, cwd=folder
        ).stdout

    bare = run()
    assert not log.read_bytes()
    assert json.loads(run(PYTHONPATH=str(loaded))) == json.loads(bare)
    return log.read_bytes()


def test_questions_are_written_down(tmp_path: Path) -> None:
    found = {(one.kind, one.name) for one in reads(log_of("python-environment", ASKING, tmp_path), "p")}
    assert {"WANTED", "HELD", "GOT", "PYTHONPATH"} <= {name for kind, name in found if kind == "variable"}
    assert not {"ALPHA", "BETA"} & {name for kind, name in found if kind == "variable"}
    assert found >= {
        ("variables", "the whole environment"),
        ("time-zone", "time.tzname"),
        ("time-zone", "time.localtime"),
        ("time-zone", "datetime.datetime.now"),
        ("time-zone", "datetime.datetime.astimezone"),
        ("time-zone", "datetime.date.today"),
        ("hostname", "socket.gethostname"),
        ("platform", "os.uname"),
        ("process", "/.dockerenv"),
        ("network", "/etc/hosts"),
        ("process", "echo a"),
        ("process", "/bin/sh -c echo b"),
    }
    assert not any("lib/python" in name for _, name in found)


def test_a_time_in_a_named_zone_asks_nothing(tmp_path: Path) -> None:
    program = "import datetime, json\nprint(json.dumps(datetime.datetime.now(datetime.timezone.utc).year))\n"
    found = reads(log_of("python-environment", program, tmp_path), "p")
    assert "time-zone" not in {one.kind for one in found}


def test_comparisons_are_written_down(tmp_path: Path) -> None:
    log = log_of(
        "python-comparisons", f'"""Doc."""\nfrom __future__ import annotations\n{OWN_SELF}{COMPARING}', tmp_path
    )
    every = comparisons(log)
    found = {(f"{one.digest}, {one.operator}".removeprefix(", "), frozenset(one.texts)) for one in every}
    expected = {
        "endswith": [(".a1", ".a2"), (".b1", ".b2", ".c1")],
        "in text": [("d1", "d2")],
        "in set": [("s1", "s2"), ("j1", "j2"), ("k1", "k2")],
        "in list": [("f1", "f2"), ("n1", "n2")],
        "in map": [("m1", "m2")],
        "==": [("Asia/G1", "Asia/G2")],
        "match": [("Asia/L1", "Asia/L2")],
        "regular expression, search": [("/h1$/",)],
        "regular expression, match": [("/h2/",)],
        "fnmatch": [("*.i1",)],
        "md5, in set": [("00" * 16,)],
        "sha1, ==": [("1" * 20,)],
        "sha256, in list": [("ab" * 6,)],
        "hmac-sha256, ==": [("cc" * 32,)],
        "crc32, decimal, in list": [("123456789", "987654321")],
        "fnv1a-32, decimal, ==": [("4000000001",)],
    }
    seen = {operator: {text for name, texts in found if name == operator for text in texts} for operator in expected}
    assert seen == {operator: {text for one in some for text in one} for operator, some in expected.items()}


@pytest.mark.parametrize("name", ["python-comparisons", "python-environment"])
def test_a_program_that_is_wrong_fails_as_it_did(name: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        probe_files(name).replace(LOG, str(tmp_path / "log")).replace(FOLDER, str(tmp_path)), "utf-8"
    )
    (tmp_path / "log").write_bytes(b"")
    (tmp_path / "wrong.py").write_text("def f(:\n", "utf-8")

    def said(**more: str) -> tuple[int, str]:
        argv = [sys.executable, "-B", str(tmp_path / "wrong.py")]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60, env={"PATH": "", **more})
        return done.returncode, done.stderr

    assert said() == said(PYTHONPATH=str(tmp_path))


def test_what_a_program_would_hash_by_itself_is_known_beforehand() -> None:
    known = {text: (factor, how) for text, factor, how in digests(CANARIES)}
    assert known[str(fnv1a(b"kestrel-xyz.example.net", 32))] == ("base-url", "fnv1a-32, decimal")
    assert not any(factor == "" for factor, _ in known.values())
