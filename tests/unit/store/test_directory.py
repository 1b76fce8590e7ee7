"""An audit directory survives kills, dedupes bytes, seals what it holds, and names what was changed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from countermark.errors import AuditDirectoryError, LabError, UsageError
from countermark.model.provenance import Duration, End
from countermark.model.run import LabFailed, SettledRun, ToolFailed
from countermark.store.directory import AuditDirectory, InputFile
from unit.store import audits

END = End(stopped=("a plan too long",), timing=(Duration(step="lab", seconds=1.5),), most_runs=120)


def add(
    directory: AuditDirectory, name: str, client: bytes = b"GET / HTTP/1.1\r\n\r\n", server: bytes = b"ok"
) -> SettledRun:
    staging = directory.staging(name)
    run = audits.settled(name, audits.stage(staging, client), audits.stage(staging, server))
    directory.adopt_run(run, staging)
    return run


@pytest.fixture
def directory(tmp_path: Path) -> AuditDirectory:
    verbatim = (InputFile(name="profile.toml", content=audits.PROFILE_TOML),)
    return AuditDirectory.create(tmp_path / "an.audit", audits.inputs(), verbatim)


@pytest.fixture
def sealed(directory: AuditDirectory) -> Path:
    directory.write_round(audits.planned())
    add(directory, "0001")
    add(directory, "0002")
    directory.seal(END)
    return directory.path


def files(path: Path) -> list[str]:
    return sorted(str(item.relative_to(path)) for item in path.rglob("*") if item.is_file())


def test_everything_is_read_again(sealed: Path) -> None:
    with AuditDirectory.open_sealed(sealed) as again:
        assert again.inputs == audits.inputs()
        assert again.rounds() == (audits.planned(),)
        assert [run.request.id for run in again.settled_runs()] == ["0001", "0002"]
        run = again.settled_runs()[0]
        assert run == audits.settled("0001", audits.blob(b"GET / HTTP/1.1\r\n\r\n"), audits.blob(b"ok"))
        assert again.blob(run.settled.capture.connections[0].client) == b"GET / HTTP/1.1\r\n\r\n"
        assert again.end == END
        assert again.input_file("profile.toml") == audits.PROFILE_TOML


def test_the_layout_is_the_one_that_is_described(sealed: Path) -> None:
    ok, get = hashlib.sha256(b"ok").hexdigest(), hashlib.sha256(b"GET / HTTP/1.1\r\n\r\n").hexdigest()
    assert files(sealed) == sorted(
        [
            "SHA256SUMS",
            "audit.json",
            f"blobs/{get}",
            f"blobs/{ok}",
            "end.json",
            "inputs/derivations.json",
            "inputs/profile.toml",
            "rounds/0001.json",
            "runs/0001/events.jsonl",
            "runs/0001/run.json",
            "runs/0002/events.jsonl",
            "runs/0002/run.json",
            "static.json",
        ]
    )
    assert json.loads((sealed / "audit.json").read_bytes())["schema"] == "countermark.audit-directory/1.1"
    lines = (sealed / "runs/0001/events.jsonl").read_text().splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["dns-query", "connection", "dns-query", "datagram"]


def test_others_can_check_it_with_ordinary_tools(sealed: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=sealed, capture_output=True, check=False
    )
    assert done.returncode == 0
    digest = hashlib.sha256((sealed / "SHA256SUMS").read_bytes()).hexdigest()
    assert AuditDirectory.open_sealed(sealed).evidence_id == f"sha256:{digest}"


def test_equal_audits_have_equal_evidence(tmp_path: Path) -> None:
    def made(name: str, order: list[str]) -> str:
        directory = AuditDirectory.create(tmp_path / name, audits.inputs())
        for run in order:
            add(directory, run)
        return directory.seal(End())

    assert made("a", ["0001", "0002"]) == made("b", ["0002", "0001"])


@pytest.mark.parametrize("index", range(13))
def test_a_flipped_bit_is_named(sealed: Path, index: int) -> None:
    name = files(sealed)[index]
    data = bytearray((sealed / name).read_bytes())
    data[len(data) // 2] ^= 1
    (sealed / name).write_bytes(data)
    with pytest.raises(AuditDirectoryError) as raised:
        AuditDirectory.open(sealed)
    assert name in str(raised.value) or name == "SHA256SUMS"


def test_a_missing_file_is_named(sealed: Path) -> None:
    (sealed / "runs/0002/events.jsonl").unlink()
    with pytest.raises(AuditDirectoryError, match=r"runs/0002/events\.jsonl is missing"):
        AuditDirectory.open(sealed)


def test_an_added_file_is_named(sealed: Path) -> None:
    (sealed / "report.html").touch()
    with pytest.raises(AuditDirectoryError, match=r"report\.html is not part of the sealed evidence"):
        AuditDirectory.open(sealed)


@pytest.mark.parametrize("plant", [lambda path: path.symlink_to("/etc/hostname"), os.mkfifo])
def test_what_is_no_plain_file_is_refused(sealed: Path, plant: object) -> None:
    (sealed / "static.json").unlink()
    plant(sealed / "static.json")
    with pytest.raises(AuditDirectoryError, match=r"static\.json is neither a folder nor a plain file"):
        AuditDirectory.open(sealed)


@pytest.mark.parametrize("line", ["0" * 64 + "  ../escape\n", "zz\n", "0" * 64 + "  /etc/hostname\n"])
def test_sums_that_point_outside_are_refused(sealed: Path, line: str) -> None:
    with (sealed / "SHA256SUMS").open("a") as sums:
        sums.write(line)
    with pytest.raises(AuditDirectoryError, match="is not of its form"):
        AuditDirectory.open(sealed)


def test_sealed_evidence_takes_nothing_more(sealed: Path) -> None:
    with AuditDirectory.open(sealed) as again:
        write, seal = (lambda: again.write_round(audits.planned(2))), (lambda: again.seal(End()))
        for act in (write, lambda: again.staging("0003"), seal):
            with pytest.raises(AuditDirectoryError, match="is sealed"):
                act()


def test_a_stream_is_kept_once_and_its_longest_part(directory: AuditDirectory) -> None:
    stream = b"x" * 100
    staging = directory.staging("0001")
    cut = audits.settled("0001", audits.stage(staging, stream, 10), audits.stage(staging, b"ok"))
    directory.adopt_run(cut, staging)
    whole = add(directory, "0002", client=stream)
    staging = directory.staging("0003")
    again = audits.settled("0003", audits.stage(staging, stream, 20), audits.stage(staging, b"ok"))
    directory.adopt_run(again, staging)
    kept = {run.request.id: directory.blob(run.settled.capture.connections[0].client) for run in (cut, whole, again)}
    assert kept == {"0001": stream[:10], "0002": stream, "0003": stream[:20]}
    assert len(list((directory.path / "blobs").iterdir())) == 2
    directory.seal(End())


def test_a_run_without_its_bytes_is_our_failure(directory: AuditDirectory) -> None:
    run = audits.settled("0001", audits.blob(b"never staged"), audits.blob(b""))
    with pytest.raises(LabError, match="0001 lacks bytes"):
        directory.adopt_run(run, directory.staging("0001"))
    assert directory.settled_runs() == ()


@pytest.mark.parametrize("name", ["../evil", "", ".", "a/b", "a\nb", "x.partial", "é"])
def test_names_that_leave_the_folder_are_refused(directory: AuditDirectory, name: str) -> None:
    with pytest.raises(AuditDirectoryError, match="cannot name a file"):
        directory.staging(name)


def test_a_run_is_settled_once(directory: AuditDirectory) -> None:
    add(directory, "0001")
    with pytest.raises(AuditDirectoryError, match="runs/0001"):
        add(directory, "0001")


def test_failed_runs_are_kept_as_what_they_are(directory: AuditDirectory) -> None:
    lab = SettledRun(request=audits.request("0001"), settled=LabFailed(reason="no nftables"))
    directory.adopt_run(lab)
    captured = audits.settled("0002", audits.blob(b""), audits.blob(b"")).settled
    tool = SettledRun(request=audits.request("0002"), settled=ToolFailed(reason="hung", capture=captured.capture))
    directory.adopt_run(tool, directory.staging("0002"))
    assert directory.settled_runs() == (lab, tool)


def test_a_round_is_planned_once(directory: AuditDirectory) -> None:
    directory.write_round(audits.planned())
    directory.write_round(audits.planned())
    with pytest.raises(AuditDirectoryError, match=r"rounds/0001\.json is not the round that is planned now"):
        directory.write_round(dataclasses.replace(audits.planned(), why="another"))


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        AuditDirectory.create(tmp_path, audits.inputs())
    assert files(tmp_path) == ["note"]


def test_a_start_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(AuditDirectoryError):
        AuditDirectory.create(tmp_path / "a", audits.inputs(), (InputFile(name="../x", content=b""),))
    assert not (tmp_path / "a").exists()


def test_one_process_writes_at_a_time(directory: AuditDirectory) -> None:
    with pytest.raises(AuditDirectoryError, match="another process"):
        AuditDirectory.open(directory.path)
    directory.close()
    AuditDirectory.open(directory.path).close()


def test_an_unsealed_directory_is_not_replayed(directory: AuditDirectory) -> None:
    directory.close()
    with pytest.raises(AuditDirectoryError, match="is not sealed"):
        AuditDirectory.open_sealed(directory.path)
    AuditDirectory.open(directory.path).close()


def test_what_is_no_audit_directory_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(AuditDirectoryError, match="is not an audit directory"):
            AuditDirectory.open(path)


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ("countermark.audit-directory/2.0", "is of version 2.0"),
        ("countermark.audit-directory/0.9", "is of version 0.9"),
        ("countermark.audit/1", "does not belong to an audit directory"),
        (7, "does not belong to an audit directory"),
    ],
)
def test_another_major_version_is_refused_in_words(directory: AuditDirectory, schema: object, says: str) -> None:
    rewrite(directory, {"schema": schema})
    with pytest.raises(AuditDirectoryError, match=says):
        AuditDirectory.open(directory.path)


def test_a_newer_minor_version_may_add(directory: AuditDirectory) -> None:
    rewrite(directory, {"schema": "countermark.audit-directory/1.7", "added": "later"})
    with AuditDirectory.open(directory.path) as newer:
        assert newer.inputs == audits.inputs()
    rewrite(directory, {"schema": "countermark.audit-directory/1.0"})
    with pytest.raises(AuditDirectoryError, match=r"audit\.json is not of its form"):
        AuditDirectory.open(directory.path)


def rewrite(directory: AuditDirectory, changed: dict[str, object]) -> None:
    directory.close()
    name = directory.path / "audit.json"
    name.write_text(json.dumps(json.loads(name.read_bytes()) | changed))


def test_empty_folders_may_get_lost_on_the_way(sealed: Path, tmp_path: Path) -> None:
    empty = AuditDirectory.create(tmp_path / "empty", audits.inputs())
    empty.seal(End())
    for name in ("runs", "rounds", "blobs"):
        (empty.path / name).rmdir()
    with AuditDirectory.open_sealed(empty.path) as again:
        assert (again.settled_runs(), again.rounds()) == ((), ())
    assert sealed.exists()


def test_bytes_that_a_power_cut_ate_are_named_before_going_on(directory: AuditDirectory) -> None:
    run = add(directory, "0001")
    name = directory.path / "blobs" / run.settled.capture.connections[0].client.sha256
    name.write_bytes(b"\0" * name.stat().st_size)
    directory.close()
    with pytest.raises(AuditDirectoryError, match="is damaged") as raised:
        AuditDirectory.open(directory.path)
    assert "runs/0001" in raised.value.hint
    shutil.rmtree(directory.path / "runs" / "0001")
    with AuditDirectory.open(directory.path) as again:
        assert again.settled_runs() == ()
        add(again, "0001")
        again.seal(End())


def _killed_at(path: Path, step: int) -> None:
    """Adds runs and seals, and dies without a word at the ``step``-th change of the disk."""
    left = step

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in ("os.rename", "os.mkdir", "os.remove", "shutil.rmtree", "open"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    with AuditDirectory.open(path) as directory:
        import sys  # noqa: PLC0415 -- the hook must count nothing before this

        sys.addaudithook(hook)
        directory.write_round(audits.planned())
        add(directory, "0001")
        add(directory, "0002", client=b"another")
        directory.seal(End())
    os._exit(0)


def test_killed_at_any_step_it_goes_on_to_the_same_evidence(tmp_path: Path) -> None:
    def fresh(name: str) -> Path:
        made = AuditDirectory.create(tmp_path / name, audits.inputs())
        made.close()
        return made.path

    def finish(path: Path) -> str:
        with AuditDirectory.open(path) as directory:
            if directory.sealed:
                return directory.evidence_id
            directory.write_round(audits.planned())
            done = {run.request.id for run in directory.settled_runs()}
            for name, client in (("0001", b"GET / HTTP/1.1\r\n\r\n"), ("0002", b"another")):
                if name not in done:
                    add(directory, name, client=client)
            return directory.seal(End())

    expected = finish(fresh("whole"))
    context = multiprocessing.get_context("fork")
    killed = 0
    for step in range(0, 90, 3):
        path = fresh(f"killed-{step}")
        child = context.Process(target=_killed_at, args=(path, step))
        child.start()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        assert finish(path) == expected, step
    assert killed > 10
