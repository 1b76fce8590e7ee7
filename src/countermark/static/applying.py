"""Applies rules to one parsed text: of a large one, in two processes that share what was parsed.

Which process does what depends on the machine; what is found, and in which order, does not.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from countermark.model.static import Finding, HiddenList, Predicate, Unfinished, Where
from countermark.sandbox.namespaces import die_with_parent
from countermark.static.rules.record import Part, Rule, Subject

_SHARED_BYTES = 1 << 20
"""Smaller texts are read in less time than a second process is worth."""

_HEADER = struct.Struct("<HI")
_STANDARD = 3
_MOST_PARTS = 256

Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What the rules found, in their order; ``peak_bytes``: what two processes took together (0: there was one)."""

    findings: tuple[Finding, ...]
    peak_bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """One part of one rule."""

    rule: Rule
    part: Part


def apply_rules(rules: Sequence[Rule], subject: Subject, notice: Notice, *, processes: int | None = None) -> Applied:
    """What every rule finds; a rule that fails takes nothing from the others.

    Late rules are told what all others found. ``notice`` hears which rule has begun. ``processes``: 1 or 2; else as
    many as the text is large for.
    """
    early = _round([rule for rule in rules if not rule.is_late], subject, notice, processes)
    earlier = tuple(finding for found in early.values() for finding in found.findings)
    after = replace(subject, earlier=(*subject.earlier, *earlier))
    every = early | _round([rule for rule in rules if rule.is_late], after, notice, processes)
    return Applied(
        findings=_compared(tuple(finding for rule in rules for finding in every[rule.id].findings)),
        peak_bytes=max((found.peak_bytes for found in every.values()), default=0),
    )


def _round(rules: Sequence[Rule], subject: Subject, notice: Notice, processes: int | None) -> dict[str, Applied]:
    """What each of some rules finds, by its id."""
    jobs = [_Job(rule, part) for rule in rules for part in rule.all_parts]
    wanted = processes or (2 if len(subject.program.source) >= _SHARED_BYTES and _cores() > 1 else 1)
    peak_bytes = 0
    if wanted > 1 and 1 < len(jobs) < _MOST_PARTS:
        results, peak_bytes = _in_two(jobs, subject, notice)
    else:
        results = {index: _done(job, subject, notice) for index, job in enumerate(jobs)}
    found: dict[str, Applied] = {}
    place = 0
    for rule in rules:
        own = [results[index] for index in range(place, place + len(rule.all_parts))]
        place += len(rule.all_parts)
        joined = _guarded(rule, subject, lambda rule=rule, own=own: rule.join(subject, own))  # type: ignore[misc]
        found[rule.id] = Applied(findings=joined, peak_bytes=peak_bytes)
    return found


def _compared(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Hidden lists with what is compared with them."""
    reads: dict[Where, dict[str, None]] = {}
    for one in findings:
        if isinstance(one, Predicate) and one.list_where is not None:
            reads.setdefault(one.list_where, {})[one.read.name or one.read.kind] = None
    return tuple(
        replace(one, compared_with=tuple(reads[one.where]))
        if isinstance(one, HiddenList) and one.where in reads
        else one
        for one in findings
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _done(job: _Job, subject: Subject, notice: Notice) -> tuple[Finding, ...]:
    notice(f"applying {job.rule.id}")
    return _guarded(job.rule, subject, lambda: job.part(subject))


def _guarded(rule: Rule, subject: Subject, find: Callable[[], Iterator[Finding]]) -> tuple[Finding, ...]:
    try:
        return tuple(find())
    except MemoryError:
        return (_unfinished(rule, "it needed more memory than it was given", subject),)
    except RecursionError:
        return (_unfinished(rule, "the text is nested too deeply for it", subject),)
    except Exception as error:  # noqa: BLE001 -- hostile text found a mistake of ours: it is said, and the rest goes on
        return (_unfinished(rule, f"it failed: {type(error).__name__}", subject),)


def _unfinished(rule: Rule, reason: str, subject: Subject) -> Unfinished:
    return Unfinished(rule=rule.id, reason=reason, where=subject.where(0, 0))


# ------------------------------------------------------------------------------------------------- two processes


def _in_two(jobs: list[_Job], subject: Subject, notice: Notice) -> tuple[dict[int, tuple[Finding, ...]], int]:
    """What each job comes to, by its place; the first is done here, where an interpreter may be warm."""
    program = subject.program
    _ = program.bindings, program.literals()  # made once, before there are two who need them
    queue, filled = os.pipe()
    os.write(filled, bytes(sorted(range(1, len(jobs)), key=lambda index: not jobs[index].rule.takes_long)))
    os.close(filled)
    answers = os.memfd_create("findings", os.MFD_CLOEXEC)
    try:
        with _halved_memory():
            child = _forked(jobs, subject, queue, answers)
            if not child:  # the machine has no room for a second process
                return {index: _done(job, subject, notice) for index, job in enumerate(jobs)}, 0
            try:
                results = {0: _done(jobs[0], subject, notice)}
                results.update((index, _done(jobs[index], subject, notice)) for index in _taken(queue))
                notice("applying rules in a second process")
                status = _ended(child)
                child = 0
            finally:
                if child:
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
        told, others = _told(answers)
    finally:
        os.close(queue)
        os.close(answers)
    for index, job in enumerate(jobs):
        if index not in results:
            lost = (_unfinished(job.rule, _cause(status), subject),)
            results[index] = told.get(index, lost)
    return results, others + _kib("/proc/self/status", "VmRSS")


def _forked(jobs: list[_Job], subject: Subject, queue: int, answers: int) -> int:
    """The second process's id, or 0 if there is none. It never returns from here."""
    gc.collect()
    gc.freeze()  # else its collector would write to, and so copy, all that is shared
    try:
        child = os.fork()
    except OSError:
        return 0
    finally:
        gc.unfreeze()
    if child:
        return child
    code = 1
    try:
        gc.freeze()
        die_with_parent()
        _close_others(queue, answers)
        for index in _taken(queue):
            _tell(answers, index, pickle.dumps(_done(jobs[index], subject, lambda _: None)))
        _tell(answers, _MOST_PARTS, pickle.dumps(_own_bytes()))
        code = 0
    finally:
        os._exit(code)


def _close_others(*kept: int) -> None:
    """Pipes of the reader and of its interpreter are its own: whoever holds them too keeps them from ending."""
    before = _STANDARD
    for descriptor in (*sorted(kept), os.sysconf("SC_OPEN_MAX")):
        os.closerange(before, descriptor)
        before = descriptor + 1


def _taken(queue: int) -> Iterator[int]:
    """Places of jobs that nobody else has taken."""
    while taken := os.read(queue, 1):
        yield taken[0]


def _tell(answers: int, index: int, data: bytes) -> None:
    left = memoryview(_HEADER.pack(index, len(data)) + data)
    while left:
        left = left[os.write(answers, left) :]


def _told(answers: int) -> tuple[dict[int, tuple[Finding, ...]], int]:
    """What the second process wrote down before it ended, however it did."""
    size = os.fstat(answers).st_size
    data, place = os.pread(answers, size, 0) if size else b"", 0
    found: dict[int, tuple[Finding, ...]] = {}
    peak_bytes = 0
    while place + _HEADER.size <= len(data):
        index, length = _HEADER.unpack_from(data, place)
        place += _HEADER.size
        if place + length > len(data):
            break
        value = pickle.loads(data[place : place + length])  # noqa: S301 -- written by this very program
        place += length
        if index == _MOST_PARTS:
            peak_bytes = value
        else:
            found[index] = value
    return found, peak_bytes


def _ended(child: int) -> int:
    """How the second process ended; whoever waits for this one too long ends both."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _cause(status: int) -> str:
    if status == -signal.SIGXCPU:
        return "its process took more CPU time than it was given"
    if -status in {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS}:
        return "its process ran out of memory or stack"
    if -status == signal.SIGKILL:
        return "its process was killed, as a machine does that is out of memory"
    return f"its process ended ({status})"


# ---------------------------------------------------------------------------------------------------------- memory


@contextmanager
def _halved_memory() -> Iterator[None]:
    """What a process may still take is for two of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    held = _held_bytes()
    if soft != resource.RLIM_INFINITY and soft > held:
        resource.setrlimit(resource.RLIMIT_DATA, (held + (soft - held) // 2, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _held_bytes() -> int:
    """What counts against RLIMIT_DATA. Source: proc_pid_status(5), VmData."""
    return _kib("/proc/self/status", "VmData")


def _own_bytes() -> int:
    """Resident memory that is shared with nobody. Source: proc_pid_smaps(5), smaps_rollup."""
    return _kib("/proc/self/smaps_rollup", "Private_Clean") + _kib("/proc/self/smaps_rollup", "Private_Dirty")


def _kib(file: str, name: str) -> int:
    try:
        lines = Path(file).read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)
