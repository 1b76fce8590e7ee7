"""The audit directory: everything an audit saw, safe against a kill at any moment, and sealed at its end.

::

    audit.json               what was asked, of what, with which versions and seed
    inputs/                  profile, scenario and levels as they were given; derivations.json
    static.json              what reading the artifact found, and what it suggested to try
    rounds/NNNN.json         every round that was planned
    runs/<id>/run.json       a request and what became of it
    runs/<id>/events.jsonl   its DNS questions, connections and datagrams, in order of time
    blobs/<sha256>           raw streams and outputs; the name is the digest of the whole, also where a part is kept
    spans.json               what stands where the program ran otherwise with a signal, where that was observed
    end.json                 why the audit stopped short, if it did, and how long it took
    SHA256SUMS               written last: its digest is the evidence id

Reports are no part of it: they are rebuilt from it.
"""

from __future__ import annotations

import dataclasses
import fcntl
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from countermark.errors import AuditDirectoryError, LabError, UsageError
from countermark.model.branches import SpanText
from countermark.model.inputs import AuditInputs
from countermark.model.provenance import End
from countermark.model.run import Blob, Round, SettledRun
from countermark.store import records
from countermark.store.blobs import BlobFolder
from countermark.store.codec import decode, encode
from countermark.store.files import (
    PARTIAL,
    entries,
    naming,
    plain_files,
    read_plain,
    sync_folder,
    write_synced,
    write_whole,
)
from countermark.store.shapes import Keys
from countermark.store.sums import SUMS, check_sums, evidence_id, write_sums

_STAGING = "staging"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file as the user or the package gave it: ``profile.toml``, ``scenario.toml``, ``levels.toml``."""

    name: str
    content: bytes


class AuditDirectory:
    """An audit directory, either being written (by one process at a time) or sealed (and then only read).

    Use ``create``, ``open`` or ``open_sealed``; leave it as a context to let another process have it.
    """

    def __init__(self, path: Path, inputs: AuditInputs, keys: Keys, lock: int | None) -> None:
        self.path = path
        self.inputs = inputs
        self._keys = keys
        self._lock = lock
        self._blobs = BlobFolder(path / "blobs")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets another process write here."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @classmethod
    def create(cls, path: Path, inputs: AuditInputs, verbatim: Iterable[InputFile] = ()) -> Self:
        """A new directory at ``path``, which must not exist or be empty.

        Raises:
            UsageError: something stands there.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise UsageError(f"{path} is not empty", hint=f"name another folder, or go on with it: --resume {path}")
        except OSError as error:
            raise UsageError(f"cannot make the folder {path}", why=error.strerror or str(error)) from error
        made = cls(path, inputs, Keys.KNOWN, _locked(path))
        try:
            made._write_inputs(verbatim)
        except BaseException:
            made.close()
            shutil.rmtree(path, ignore_errors=True)
            raise
        return made

    def _write_inputs(self, verbatim: Iterable[InputFile]) -> None:
        for name in ("inputs", "rounds", "runs", "blobs"):
            with naming(self.path / name, "make"):
                (self.path / name).mkdir()
        for file in verbatim:
            write_whole(self.path / "inputs" / _checked(file.name), file.content)
        inputs = self.inputs
        bare = dataclasses.replace(inputs, hints=(), derivations=(), canaries=(), static=None, checks=(), traced=None)
        head = records.AuditFile(schema=f"{records.FORM}/{records.MAJOR}.{records.MINOR}", inputs=bare)
        derived = records.DerivationsFile(derivations=inputs.derivations, canaries=inputs.canaries)
        write_whole(self.path / "inputs" / "derivations.json", encode(derived, indent=1))
        static = records.StaticFile(
            hints=inputs.hints, static=inputs.static, checks=inputs.checks, traced=inputs.traced
        )
        write_whole(self.path / "static.json", encode(static, indent=1))
        # Last, because a folder with it is an audit that can go on.
        write_whole(self.path / "audit.json", encode(head, indent=2))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The directory at ``path``: checked against its sums where it is sealed, ready to go on where it is not.

        Raises:
            AuditDirectoryError: it is none, was changed after it was sealed, or another process is writing it.
        """
        if not os.path.isfile(path / "audit.json"):  # noqa: PTH113 -- is false, not an error, where we may not look
            raise AuditDirectoryError(f"{path} is not an audit directory", why="there is no audit.json in it")
        sealed = (path / SUMS).exists()
        if sealed:
            check_sums(path)
        lock = None if sealed else _locked(path)
        try:
            opened = cls._read(path, lock)
            if not sealed:
                opened.sweep()
        except BaseException:
            if lock is not None:
                os.close(lock)
            raise
        return opened

    @classmethod
    def open_sealed(cls, path: Path) -> Self:
        """The sealed directory at ``path``, every byte of which is as it was sealed.

        Raises:
            AuditDirectoryError: it is not sealed, or it was changed.
        """
        opened = cls.open(path)
        if not opened.sealed:
            opened.close()
            raise AuditDirectoryError(
                f"{path} is not sealed",
                why="the audit did not come to its end",
                hint=f"countermark audit --resume {path}",
            )
        return opened

    @classmethod
    def _read(cls, path: Path, lock: int | None) -> Self:
        audit_json = read_plain(path / "audit.json")
        keys = records.keys_of(audit_json, str(path / "audit.json"))
        head = decode(records.AuditFile, audit_json, str(path / "audit.json"), keys=keys)
        name = path / "inputs" / "derivations.json"
        derived = decode(records.DerivationsFile, read_plain(name), str(name), keys=keys)
        name = path / "static.json"
        static = decode(records.StaticFile, read_plain(name), str(name), keys=keys)
        inputs = dataclasses.replace(
            head.inputs,
            hints=static.hints,
            derivations=derived.derivations,
            canaries=derived.canaries,
            static=static.static,
            checks=static.checks,
            traced=static.traced,
        )
        return cls(path, inputs, keys, lock)

    @classmethod
    def peek(cls, path: Path) -> AuditInputs:
        """What the audit at ``path`` says that it is of, unchecked: enough to pass it over.

        Raises:
            AuditDirectoryError: that cannot be read.
        """
        name = path / "audit.json"
        content = read_plain(name)
        return decode(records.AuditFile, content, str(name), keys=records.keys_of(content, str(name))).inputs

    @property
    def sealed(self) -> bool:
        """Whether ``SHA256SUMS`` was written."""
        return (self.path / SUMS).exists()

    @property
    def evidence_id(self) -> str:
        """``sha256:`` and the digest of ``SHA256SUMS``; empty while it is not sealed."""
        return evidence_id(read_plain(self.path / SUMS)) if self.sealed else ""

    def verify(self) -> str:
        """The evidence id, every byte being as it was sealed.

        Raises:
            AuditDirectoryError: a file was changed, is missing or was added; it names the file.
        """
        return check_sums(self.path)

    def input_file(self, name: str) -> bytes:
        """A file of ``inputs/`` as it was given."""
        return read_plain(self.path / "inputs" / _checked(name))

    def write_round(self, planned: Round) -> None:
        """Keeps a round; writing the same one again does nothing.

        Raises:
            AuditDirectoryError: another round of this number was planned before.
        """
        self._still_open()
        name = self.path / "rounds" / f"{planned.number:04d}.json"
        data = encode(planned, indent=1)
        if name.exists():
            if read_plain(name) != data:
                raise AuditDirectoryError(
                    f"{name} is not the round that is planned now",
                    why="the evidence up to here was recorded under another plan",
                    hint="go on with the Countermark that began this audit, or begin anew",
                )
            return
        write_whole(name, data)

    def rounds(self) -> tuple[Round, ...]:
        """All planned rounds, in their order."""
        names = [path for path in entries(self.path / "rounds") if path.suffix == ".json"]
        return tuple(decode(Round, read_plain(name), str(name), keys=self._keys) for name in names)

    def staging(self, run: str) -> Path:
        """An empty folder on the same disk, into which the lab puts the ``<sha256>`` files of one run."""
        self._still_open()
        folder = self.path / _STAGING / _checked(run)
        with naming(folder, "make"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return folder

    def adopt_run(self, run: SettledRun, staging: Path | None = None) -> None:
        """Keeps a settled run with the bytes that the lab staged for it; before the last step it does not exist.

        Raises:
            LabError: bytes that the run speaks of were not staged.
            AuditDirectoryError: the run was settled before.
        """
        self._still_open()
        name = _checked(run.request.id)
        if staging is not None:
            self._blobs.adopt(staging)
            shutil.rmtree(staging, ignore_errors=True)
        for blob in sorted(records.blobs_of(run)):
            if not self._blobs.holds(blob):
                raise LabError(f"run {name} lacks bytes that it speaks of", why=f"blob {blob.sha256}")
        folder = self.staging(name)
        run_json, events = records.run_files(run)
        write_synced(folder / "events.jsonl", events)
        write_synced(folder / "run.json", run_json)
        with naming(self.path / "runs" / name, "write"):
            folder.rename(self.path / "runs" / name)
        sync_folder(self.path / "runs")

    def settled_runs(self) -> tuple[SettledRun, ...]:
        """Every run that was adopted, sorted by id.

        Raises:
            AuditDirectoryError: a file of it is damaged; it names the file.
        """
        return tuple(self._run(path) for path in entries(self.path / "runs"))

    def _run(self, folder: Path) -> SettledRun:
        run_json, events = read_plain(folder / "run.json"), read_plain(folder / "events.jsonl")
        run = records.run_of(run_json, events, str(folder), self._keys)
        if run.request.id != folder.name:
            raise AuditDirectoryError(f"{folder}/run.json speaks of another run", why=f"of {run.request.id[:80]!r}")
        return run

    def blob(self, blob: Blob) -> bytes:
        """The bytes that were kept of a stream.

        Raises:
            AuditDirectoryError: they are not there.
        """
        return self._blobs.read(blob)

    def write_spans(self, spans: tuple[SpanText, ...]) -> None:
        """Keeps what stands at places of the program."""
        self._still_open()
        write_whole(self.path / "spans.json", encode(records.SpansFile(spans=spans), indent=1))

    @property
    def spans(self) -> tuple[SpanText, ...]:
        """What stands at places of the program, as it was kept; nothing where nothing was."""
        name = self.path / "spans.json"
        if not name.exists():
            return ()
        return decode(records.SpansFile, read_plain(name), str(name), keys=self._keys).spans

    @property
    def end(self) -> End:
        """How the audit ended, as it was sealed."""
        name = self.path / "end.json"
        return decode(End, read_plain(name), str(name), keys=self._keys)

    def seal(self, end: End) -> str:
        """Takes out what no run speaks of, writes the sums, and returns the evidence id; nothing is written after."""
        self._still_open()
        runs = self.sweep()
        self._blobs.remove_all_but(blob for run in runs for blob in records.blobs_of(run))
        write_whole(self.path / "end.json", encode(end, indent=2))
        sealed = write_sums(self.path)
        self.close()
        return sealed

    def sweep(self) -> tuple[SettledRun, ...]:
        """Removes what a kill left half done, and returns the settled runs.

        Raises:
            AuditDirectoryError: bytes of a settled run did not reach the disk; it names the file.
        """
        shutil.rmtree(self.path / _STAGING, ignore_errors=True)
        for name in [name for name in plain_files(self.path) if name.endswith(PARTIAL)]:
            (self.path / name).unlink()
        runs = self.settled_runs()
        for run in runs:
            for blob in sorted(records.blobs_of(run)):
                if not self._blobs.is_sound(blob):
                    raise AuditDirectoryError(
                        f"{self.path / 'blobs' / blob.sha256} is damaged",
                        why=f"run {run.request.id} speaks of it",
                        hint=f"remove {self.path / 'runs' / run.request.id} to have the run done again",
                    )
        return runs

    def _still_open(self) -> None:
        if self.sealed:
            raise AuditDirectoryError(f"{self.path} is sealed", why="nothing can be added to sealed evidence")


def _checked(name: str) -> str:
    """A name that is safe as a file's on every system, and in ``SHA256SUMS``."""
    if not _NAME.fullmatch(name) or name.endswith(PARTIAL):
        raise AuditDirectoryError(f"{name[:80]!r} cannot name a file of an audit directory")
    return name


def _locked(path: Path) -> int:
    """Holds ``path`` for this process; the kernel lets go of it when the process ends, however it ends."""
    with naming(path, "open"):
        number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(number)
        raise AuditDirectoryError(f"another process is writing {path}", hint="wait for it, or end it") from error
    return number
