"""A planned run, what became of it, and what it left as raw evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from countermark.model.environment import Environment


class Purpose(StrEnum):
    """Why a run was asked for; p-values come from ``CONFIRM`` and ``PAIR`` alone.

    ``FIRST`` tries what made a difference in earlier audits; ``LIST`` puts hidden lists to the proof, ``PAIR`` what may
    follow a level by chance only; ``PROBE`` tries what is put beside a tool to see inside of it.
    """

    BASELINE = "baseline"
    FIRST = "first"
    COVER = "cover"
    MINIMISE = "minimise"
    CONTRAST = "contrast"
    CONFIRM = "confirm"
    LIST = "list"
    PAIR = "pair"
    PROBE = "probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One execution of the scenario under one environment; ``id`` sorts in the order of asking.

    ``probe`` is the id of the probe that is put beside the tool, and empty in every run that a verdict rests on.
    """

    id: str
    environment: Environment
    purpose: Purpose
    why: str
    probe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What the planner wants settled before it thinks again.

    ``most_runs``: to so many runs in all the time would last, when it was asked; ``None``: it did not count.
    """

    number: int
    requests: tuple[RunRequest, ...]
    why: str
    most_runs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Blob:
    """Stored bytes: the digest is of the whole, ``kept_bytes`` of which are on disk (from the start)."""

    sha256: str
    size_bytes: int
    kept_bytes: int

    @property
    def truncated(self) -> bool:
        """Whether bytes were cut, which counts against completeness."""
        return self.kept_bytes < self.size_bytes


class Direction(StrEnum):
    """Who sent a piece of a stream."""

    CLIENT = "client"
    SERVER = "server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a stream as it was read or written: seconds since the run began, and its length."""

    at_s: float
    direction: Direction
    length_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One TCP connection of the tool, decrypted, both directions as they came.

    ``host`` is the name that the tool used where one is known: CONNECT target, SNI, or the name that the
    lab's DNS had answered with this address; else the address. ``proxy`` is ``host:port`` of the proxy
    through which it came, or empty. ``transport`` is what was spoken: ``http/1.1``, ``h2``, ``unknown``,
    ``tls-failed`` (the tool refused our certificate, or its handshake was not TLS), ``tls-cut`` (it ended the
    connection before the handshake was over, without a word of refusal, as programs do that come to their end).
    """

    id: int
    opened_s: float
    address: str
    port: int
    host: str
    tls: bool
    server_name: str
    alpn: str
    proxy: str
    transport: str
    client: Blob
    server: Blob
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsQuery:
    """A question that the tool asked of a name server; ``server`` is the address that it asked."""

    at_s: float
    server: str
    name: str
    type: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Datagram:
    """A UDP datagram that was not DNS; recorded, not answered."""

    at_s: float
    address: str
    port: int
    payload: Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLeft:
    """A file that stood in the home or the working folder when the run ended and was not placed there.

    ``link_to`` is where a symbolic link leads, whose digest is empty.
    """

    path: str
    size_bytes: int
    sha256: str
    link_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One start of the tool within a run; ``exit_code`` is negative for a signal.

    ``hung_up``: at its end the terminal was closed, as a user closes a window, and the tool with it. What stood on the
    terminal is ``stdout``.
    """

    argv: tuple[str, ...]
    exit_code: int
    timed_out: bool
    stopped_by: str
    wall_s: float
    cpu_s: float
    stdout: Blob
    stderr: Blob
    hung_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The raw evidence of one run.

    ``started`` is the true UTC instant; ``clock`` the instant that the tool was shown (the same where
    its clock was not moved), both ISO 8601 with seconds. ``traces`` is what a probe wrote, where one was at work.
    """

    run: str
    started: str
    clock: str
    sessions: tuple[Session, ...]
    connections: tuple[Connection, ...]
    dns: tuple[DnsQuery, ...]
    datagrams: tuple[Datagram, ...]
    files: tuple[FileLeft, ...]
    lab_s: float
    traces: tuple[Blob, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """The tool ran to its end, and this is what it did."""

    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFailed:
    """The tool misbehaved (hung, flooded, crashed at once); what it had done by then is kept."""

    reason: str
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class LabFailed:
    """Our lab failed; nothing follows about the tool."""

    reason: str


Settled = Captured | ToolFailed | LabFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRun:
    """A request and what became of it."""

    request: RunRequest
    settled: Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What was not examined, and why; it reaches the report."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCheck:
    """One way out that the sealing self-test tried; ``answered_by`` says who answered, if anyone."""

    id: str
    title: str
    sealed: bool
    answered_by: str
    detail: str
