"""Whatever ends a pool, nothing of it is left: no process, no mount, no folder."""

from __future__ import annotations

import dataclasses
import os
import pickle
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.lab import CertificateAuthority, Limits, Pool
from countermark.model.run import Captured, LabFailed
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
SLEEP = Program("import time; print('up', flush=True); time.sleep(300)", limits=Limits(time_s=300))
DRIVER = """
    import pickle, sys
    from countermark.lab import Pool
    with open(sys.argv[1], "rb") as file: specs = pickle.load(file)
    with Pool(2) as pool:
        print(pool._server.pid, pool._mount_point, flush=True)
        for finished in pool.run(specs): print(finished.settled, flush=True)
"""


def children(process: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False).stdout.split()
    return [int(number) for number in found]


def descendants(process: int) -> list[int]:
    mine = children(process)
    return mine + [other for child in mine for other in descendants(child)]


def alive(processes: list[int]) -> list[int]:
    found = []
    for process in processes:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            continue
        found += [process] if state != "Z" else []
    return found


def wait_for(condition: Callable[[], object], at_most_s: float = 8.0) -> bool:
    until = time.monotonic() + at_most_s
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_caller_ends_everything(bench: Bench, tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "specs").write_bytes(pickle.dumps([bench.spec(SLEEP), bench.spec(SLEEP)]))
    driver = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(DRIVER), str(tmp_path / "specs")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
        start_new_session=True,
    )
    assert driver.stdout is not None
    server, folder = driver.stdout.readline().split()
    # two workers, two of bubblewrap's processes each, two tools
    assert wait_for(lambda: len(descendants(int(server))) >= 8)
    everyone = [int(server), *descendants(int(server))]
    os.killpg(driver.pid, number)
    driver.wait(8)
    driver.stdout.close()
    assert wait_for(lambda: not alive(everyone)), alive(everyone)
    assert wait_for(lambda: not Path(folder).exists())


def test_a_worker_that_dies_is_our_failure_and_not_the_tool_s(authority: CertificateAuthority, tmp_path: Path) -> None:
    with Pool(1) as pool:
        bench = Bench(pool=pool, authority=authority, folder=tmp_path)
        assert pool._server is not None
        server = pool._server.pid
        results = pool.run([bench.spec(SLEEP), bench.spec(Program("print(1)"))])
        until_there = f"until found=$(pgrep -P {server}); do sleep 0.1; done; kill -9 $found"
        killer = subprocess.Popen(["sh", "-c", until_there])
        first, second = list(results)
        killer.wait()
    assert isinstance(first.settled, LabFailed)
    assert "died" in first.settled.reason
    assert isinstance(second.settled, Captured)


def test_leaving_the_loop_cancels_what_is_under_way(authority: CertificateAuthority, tmp_path: Path) -> None:
    with Pool(2) as pool:
        bench = Bench(pool=pool, authority=authority, folder=tmp_path)
        assert pool._server is not None
        server = pool._server.pid
        for _ in pool.run([bench.spec(Program("print(1)")), bench.spec(SLEEP)]):
            break
        assert wait_for(lambda: not descendants(server))
    assert not alive([server])


def test_a_pool_leaves_no_folder(authority: CertificateAuthority, tmp_path: Path) -> None:
    with Pool(1) as pool:
        assert isinstance(Bench(pool=pool, authority=authority, folder=tmp_path).settle(Program("print(1)")), Captured)
        folder = Path(pool._mount_point)
        assert folder.is_dir()
    assert not folder.exists()


def test_a_program_that_is_not_there_is_our_failure(bench: Bench) -> None:
    settled = bench.settle(Program("", argv=("no-such-program",)))
    assert isinstance(settled, LabFailed)
    assert "no-such-program" in settled.reason


def test_an_artifact_that_is_not_there_is_our_failure(bench: Bench) -> None:
    spec = bench.spec(Program("print(1)"))
    shutil.rmtree(spec.artifact)
    (finished,) = bench.pool.run([spec])
    assert isinstance(finished.settled, LabFailed)


def test_a_target_in_a_folder_that_only_its_owner_may_enter_is_run(bench: Bench) -> None:
    """As downloads are kept: below the home of root, which the tool's user cannot enter."""
    spec = bench.spec(Program("print('up')"))
    (launch,) = spec.profile.launches
    launches = (dataclasses.replace(launch, when="main.js"), dataclasses.replace(launch, when="main.py"))
    spec = dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, launches=launches))
    bench.folder.chmod(0o700)
    (finished,) = bench.pool.run([spec])
    assert isinstance(finished.settled, Captured), finished.settled
    assert bench.blob(finished.settled.capture.sessions[0].stdout) == "up\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_gets_the_same_lab(bench: Bench, tmp_path: Path) -> None:
    python = shutil.which("python3", path="/usr/bin")
    asked = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if python is None or subprocess.run([python, "-c", asked], check=False).returncode:
        pytest.skip("no interpreter of this version that every user may run")
    spec = bench.spec(Program("import os; print(os.getuid())"))
    (tmp_path / "specs").write_bytes(pickle.dumps([spec]))
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs").chmod(0o777)
    packages = next(item for item in sys.path if item.endswith("site-packages"))
    done = subprocess.run(
        [
            *("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"),
            *(python, "-c", textwrap.dedent(DRIVER), str(tmp_path / "specs")),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PYTHONPATH": f"{SOURCE}:{packages}", "PATH": os.environ["PATH"]},
    )
    assert "Captured(" in done.stdout, done.stdout + done.stderr
