"""What the system calls of a run say: which files were looked at, which programs started, and where it listened.

Source: strace(1) of strace 6.1 (2022-12) for how calls are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from countermark.model.probes import SeenRead
from countermark.model.static import ReadKind
from countermark.observe.reads import MOST_READS, of_command, of_file

_LINE = re.compile(r"(?P<process>\d+) +(?P<call>\w+)\((?P<given>.*)")
_RESUMED = re.compile(r"(?P<process>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<given>.*)")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|$)')  # one that does not end takes the rest of its line, once
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9a-f]{2}|.)")
_PLAIN = {"n": 10, "t": 9, "r": 13, "v": 11, "f": 12}
_FAILED = re.compile(r"= -1 E[A-Z]+")
_PORT = re.compile(r"port=htons\((\d+)\)")
_DESCRIPTOR = re.compile(r"(\d+)[,)]")

_TARGET = "/opt/target/"
_OF_LOADER = re.compile(
    r"/etc/ld\.so\.(?:cache|preload)|/proc/self/(?:maps|exe)|/usr/share/locale(?:/.*)?|/(?:var/)?run/nscd/socket"
)
_PROGRAMS = frozenset({"execve", "execveat"})
_MOST_NAME = 200
_MOST_PATH = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCalls:
    """What they say: ``listeners`` are addresses with ports, and paths of sockets."""

    reads: tuple[SeenRead, ...] = ()
    listeners: tuple[str, ...] = ()


def system_calls(log: bytes, probe: str) -> SystemCalls:
    """What a log says, each question and each listener once, in the order in which they came up.

    Total and deterministic; lines that are not of the form are left out. What a runtime looks at before it first
    touches the program that it is to run is its own business.
    """
    told = _Told(probe=probe)
    for line in log.decode("utf-8", "replace").splitlines():
        told.take(line)
    found = {key: read for key, (at, read) in told.reads.items() if at >= max(0, told.began)}
    return SystemCalls(reads=tuple(found.values())[:MOST_READS], listeners=tuple(told.listeners))


@dataclass(slots=True)
class _Told:
    probe: str
    reads: dict[tuple[ReadKind, str], tuple[int, SeenRead]] = field(default_factory=dict)
    listeners: dict[str, None] = field(default_factory=dict)
    began: int = -1
    _at: int = 0
    _first: str = ""
    _programs: dict[str, str] = field(default_factory=dict)
    _starting: dict[str, str] = field(default_factory=dict)
    _bound: dict[str, str] = field(default_factory=dict)

    def take(self, line: str) -> None:
        self._at += 1
        resumed = _RESUMED.match(line)
        if resumed is not None:
            if resumed["call"] in _PROGRAMS and not _FAILED.search(resumed["given"]):
                self._started(resumed["process"], self._starting.pop(resumed["process"], ""))
            return
        called = _LINE.match(line)
        if called is None:
            return
        process, call, given = called["process"], called["call"], called["given"]
        if call in _PROGRAMS:
            if "<unfinished" in given:
                self._starting[process] = given
            elif not _FAILED.search(given):
                self._started(process, given)
        elif call in {"bind", "listen"}:
            self._listens(call, given)
        elif call != "connect" or "AF_UNIX" in given:
            self._looked(process, call, given)

    def _started(self, process: str, given: str) -> None:
        texts = [_decoded(text) for text in _TEXT.findall(given)]
        if not texts:
            return
        self._touched(texts[0])
        self._programs[process] = texts[0].rpartition("/")[2]
        if not self._first:  # the program itself
            self._first = self._programs[process]
            return
        command = " ".join(texts[1:] or texts)[:_MOST_NAME]
        self._note(of_command(command), command, process, "started")

    def _looked(self, process: str, call: str, given: str) -> None:
        path = next((_decoded(text) for text in _TEXT.findall(given)), "")
        self._touched(path)
        if not path.startswith("/") or len(path) > _MOST_PATH or "O_WRONLY" in given or _OF_LOADER.fullmatch(path):
            return
        told = of_file(path)
        if told is not None:
            self._note(*told, process, call)

    def _touched(self, path: str) -> None:
        if self.began < 0 and path.startswith(_TARGET):
            self.began = self._at

    def _note(self, kind: ReadKind, name: str, process: str, call: str) -> None:
        at = f"{self._programs.get(process, self._first)} ({call})"
        known = self.reads.get((kind, name))
        if known is None or known[0] < self.began <= self._at:
            self.reads[kind, name] = (self._at, SeenRead(kind=kind, name=name, at=at, probe=self.probe))

    def _listens(self, call: str, given: str) -> None:
        descriptor = _DESCRIPTOR.match(given)
        if descriptor is None or _FAILED.search(given):
            return
        if call == "listen":
            self.listeners[self._bound.get(descriptor[1], "any free port")] = None
        else:
            self._bound[descriptor[1]] = _address(given)


def _address(given: str) -> str:
    host = next((_decoded(text) for text in _TEXT.findall(given)), "")
    if "AF_UNIX" in given:
        return f"@{host}" if '=@"' in given else host
    port = _PORT.search(given)
    named = "any free port" if port is None or port[1] == "0" else f"port {port[1]}"
    return f"{host} {named}".strip()


def _decoded(text: str) -> str:
    """A text as strace escapes it: bytes in octal or hexadecimal."""
    return b"".join(_bytes(text)).decode("utf-8", "replace")


def _bytes(text: str) -> Iterator[bytes]:
    at = 0
    for escape in _ESCAPE.finditer(text):
        yield text[at : escape.start()].encode("utf-8", "surrogatepass")
        said = escape[1]
        if said[0] == "x" and len(said) > 1:
            yield bytes([int(said[1:], 16)])
        elif said[0] in "01234567":
            yield bytes([int(said, 8) & 0xFF])
        else:
            yield bytes([_PLAIN[said]]) if said in _PLAIN else said.encode("utf-8", "surrogatepass")
        at = escape.end()
    yield text[at:].encode("utf-8", "surrogatepass")
