"""What stands in which file of an audit directory, as bytes.

``audit.json`` and ``run.json`` hold the very types that travel, with the bulky lists empty: those have files of
their own, and are put back when they are read.
"""

from __future__ import annotations

import dataclasses
import heapq
import re
from collections.abc import Iterator

from countermark.errors import AuditDirectoryError
from countermark.model.branches import SpanText
from countermark.model.environment import Derivation, Hint
from countermark.model.inputs import AuditInputs
from countermark.model.probes import Traced
from countermark.model.provenance import End
from countermark.model.run import Blob, Capture, Connection, Datagram, DnsQuery, LabFailed, SettledRun
from countermark.model.static_evidence import ListCheck, StaticEvidence
from countermark.store.codec import decode_any, encode, parse
from countermark.store.shapes import Keys

FORM = "countermark.audit-directory"
MAJOR = 1
MINOR = 1

Event = DnsQuery | Connection | Datagram


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AuditFile:
    """``audit.json``: what was asked, of what, by whom; hints, derivations and canaries have files of their own."""

    schema: str
    inputs: AuditInputs


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """``static.json``: what reading the artifact found, and what it suggested to try."""

    hints: tuple[Hint, ...]
    static: StaticEvidence | None = None
    checks: tuple[ListCheck, ...] = ()
    traced: Traced | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DerivationsFile:
    """``inputs/derivations.json``: what a reader may plainly derive from each level, and the planted secrets."""

    derivations: tuple[Derivation, ...]
    canaries: tuple[Derivation, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SpansFile:
    """``spans.json``: what stands at places of the program that ran otherwise with a signal than without it."""

    spans: tuple[SpanText, ...] = ()


FILES: dict[str, object] = {
    "audit": AuditFile,
    "static": StaticFile,
    "derivations": DerivationsFile,
    "spans": SpansFile,
    "end": End,
    "run": SettledRun,
    "event": Event,
}
"""What is published in the JSON Schema, beside ``round``."""


def keys_of(audit_json: bytes, origin: str) -> Keys:
    """How strictly a directory is read: one that a newer minor version wrote may have more keys.

    Raises:
        AuditDirectoryError: another major version wrote it, or something else.
    """
    try:
        written = parse(audit_json)
    except (ValueError, RecursionError) as error:
        raise AuditDirectoryError(f"{origin} is not of its form", why=str(error)) from error
    schema = written.get("schema") if isinstance(written, dict) else None
    match = re.fullmatch(rf"{re.escape(FORM)}/(\d{{1,6}})\.(\d{{1,6}})", schema if isinstance(schema, str) else "")
    if match is None:
        raise AuditDirectoryError(
            f"{origin} does not belong to an audit directory", why=f"its schema is not {FORM}/{MAJOR}.{MINOR}"
        )
    major, minor = int(match[1]), int(match[2])
    if major != MAJOR:
        raise AuditDirectoryError(
            f"{origin} is of version {major}.{minor}",
            why=f"this Countermark reads version {MAJOR} of audit directories",
            hint="use a newer Countermark" if major > MAJOR else "use the Countermark that its versions name",
        )
    return Keys.ANY if minor > MINOR else Keys.KNOWN


def run_files(run: SettledRun) -> tuple[bytes, bytes]:
    """``run.json`` and ``events.jsonl`` of a settled run."""
    if isinstance(run.settled, LabFailed):
        return encode(run, indent=2), b""
    capture = run.settled.capture
    bare = dataclasses.replace(capture, connections=(), dns=(), datagrams=())
    head = dataclasses.replace(run, settled=dataclasses.replace(run.settled, capture=bare))
    return encode(head, indent=2), b"".join(encode(event, Event) for event in _in_time(capture))


def _in_time(capture: Capture) -> Iterator[Event]:
    """All events, by time; those of one kind keep their order, so that nothing is lost where clocks tie."""
    kinds: tuple[tuple[Event, ...], ...] = (capture.dns, capture.connections, capture.datagrams)
    yield from heapq.merge(*kinds, key=_time_s)


def _time_s(event: Event) -> float:
    return event.opened_s if isinstance(event, Connection) else event.at_s


def run_of(run_json: bytes, events: bytes, origin: str, keys: Keys) -> SettledRun:
    """The settled run that its two files hold; ``origin`` names their folder."""
    run: SettledRun = decode_any(SettledRun, run_json, f"{origin}/run.json", keys=keys)
    found = [
        decode_any(Event, line, f"{origin}/events.jsonl line {number}", keys=keys)
        for number, line in enumerate(events.splitlines(), 1)
    ]
    if isinstance(run.settled, LabFailed):
        return run
    capture = dataclasses.replace(
        run.settled.capture,
        connections=tuple(event for event in found if isinstance(event, Connection)),
        dns=tuple(event for event in found if isinstance(event, DnsQuery)),
        datagrams=tuple(event for event in found if isinstance(event, Datagram)),
    )
    return dataclasses.replace(run, settled=dataclasses.replace(run.settled, capture=capture))


def blobs_of(run: SettledRun) -> frozenset[Blob]:
    """Every stored piece of bytes that a run speaks of."""
    if isinstance(run.settled, LabFailed):
        return frozenset()
    capture = run.settled.capture
    return frozenset(
        (
            *(blob for item in capture.sessions for blob in (item.stdout, item.stderr)),
            *(blob for item in capture.connections for blob in (item.client, item.server)),
            *(item.payload for item in capture.datagrams),
            *capture.traces,
        )
    )
