"""Streams are hashed whole and kept to their caps; limits on the network stop a run; messages carry only outcomes."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.lab import messages
from countermark.lab.certificates import CertificateAuthority
from countermark.lab.journal import Journal
from countermark.lab.run import Kept, Outcome
from countermark.model.run import Blob, Capture, Captured, Chunk, Connection, Direction, LabFailed
from countermark.sandbox.limits import Limits


@given(pieces=st.lists(st.binary(max_size=30), max_size=20), cap=st.integers(0, 100))
def test_a_stream_is_hashed_whole_and_kept_from_its_start(pieces: list[bytes], cap: int) -> None:
    stream = Journal(Limits(kept_bytes=cap), lambda _reason: None).stream()
    for piece in pieces:
        stream.add(piece)
    whole = b"".join(pieces)
    blob = stream.blob()
    assert (blob.sha256, blob.size_bytes) == (hashlib.sha256(whole).hexdigest(), len(whole))
    assert whole.startswith(stream.kept)
    assert len(stream.kept) == blob.kept_bytes == min(cap, len(whole))
    assert blob.truncated == (len(whole) > cap)


def test_all_streams_together_keep_no_more_than_the_run_may() -> None:
    journal = Journal(Limits(kept_total_bytes=10), lambda _reason: None)
    first, second = journal.stream(), journal.stream()
    first.add(b"1234567")
    second.add(b"1234567")
    first.add(b"89")
    assert (first.kept, second.kept) == (b"1234567", b"123")


def test_nothing_is_kept_behind_a_gap() -> None:
    journal = Journal(Limits(kept_total_bytes=4), lambda _reason: None)
    one = journal.stream()
    one.add(b"123456")
    one.add(b"")
    one.add(b"7")
    assert one.kept == b"1234"


def test_limits_stop_the_run_with_their_reason() -> None:
    reasons: list[str] = []
    journal = Journal(Limits(connections=2, traffic_bytes=5000), reasons.append)
    for _ in range(3):
        record = journal.open("192.0.2.1", 80, "a.example")
    assert reasons == ["more than 2 connections"]
    journal.piece(record, Direction.CLIENT, b"x" * 5000)
    assert reasons[1:] == ["more than 5000 bytes over the network"]


def outcome() -> Outcome:
    blob = Blob(sha256="0" * 64, size_bytes=1, kept_bytes=1)
    connection = Connection(
        id=0,
        opened_s=0.1,
        address="a",
        port=1,
        host="h",
        tls=True,
        server_name="h",
        alpn="",
        proxy="",
        transport="h2",
        client=blob,
        server=blob,
        chunks=(Chunk(at_s=0.0, direction=Direction.SERVER, length_bytes=1),),
    )
    capture = Capture(
        run="r",
        started="",
        clock="",
        sessions=(),
        connections=(connection,),
        dns=(),
        datagrams=(),
        files=(),
        lab_s=0.0,
    )
    return Outcome(settled=Captured(capture=capture), kept=(Kept(sha256="0" * 64, data=b"x"),))


def test_an_outcome_comes_back_as_it_was_however_it_is_cut() -> None:
    packed, buffer = messages.pack(outcome()), bytearray()
    for number, byte in enumerate(packed):
        assert messages.whole(buffer) is None, number
        buffer.append(byte)
    message = messages.whole(buffer)
    assert message is not None
    assert messages.read_outcome(message) == outcome()
    assert not buffer


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("a worker was believed",)


@pytest.mark.parametrize("value", [Evil(), Limits(), LabFailed(reason="x"), (Path("/"),)])
def test_a_worker_is_not_believed_anything_else(value: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(pickle.UnpicklingError):
        messages.read_outcome(pickle.dumps(value))
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="compared with OpenSSL's own command")
def test_the_name_hash_is_openssl_s(tmp_path: Path) -> None:
    authority = CertificateAuthority.create()
    (tmp_path / "ca.pem").write_bytes(authority.certificate_pem)
    said = subprocess.run(
        ["openssl", "x509", "-noout", "-subject_hash", "-in", str(tmp_path / "ca.pem")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert authority.subject_hash == said.stdout.strip()


def test_two_authorities_share_no_key() -> None:
    first, second = CertificateAuthority.create(), CertificateAuthority.create()
    assert first.key_pem != second.key_pem
    assert first.leaf_key_pem not in {second.leaf_key_pem, first.key_pem}
