"""Each specimen does in the lab what its file says: without the planner, by single runs of its on and off levels."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from countermark import factors
from countermark.lab import CertificateAuthority, Limits, Pool, RunSpec
from countermark.model.environment import Environment, Level, Setup
from countermark.model.run import Captured, Settled, ToolFailed
from countermark.store.profiles import read_profile
from countermark.store.scenarios import load_scenario
from specimens.specimen import Influence, Specimen, load

SPECIMENS = load()
BY_ID = {specimen.id: specimen for specimen in SPECIMENS}
SCENARIO = load_scenario("one-prompt").value
FACTORS = {factor.id: factor for factor in factors.ALL}
STEADY = [specimen for specimen in SPECIMENS if not specimen.expected.noisy and not specimen.expected.failing]

Sent = tuple[tuple[str, ...], ...]
Run = Callable[[Specimen, list[dict[str, str]]], list[Settled]]


def test_there_are_enough_of_each_kind() -> None:
    assert len(SPECIMENS) >= 14
    kinds = {influence.kind for specimen in SPECIMENS for influence in specimen.expected.influences}
    assert kinds == {"covert", "overt", "functional"}
    runs = {specimen.profile.read_text("utf-8").partition('run = ["')[2].partition('"')[0] for specimen in SPECIMENS}
    assert runs == {"node", "python3"}


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.id)
def test_the_profile_and_the_levels_are_of_their_form(specimen: Specimen) -> None:
    profile = read_profile(specimen.profile.read_bytes(), str(specimen.profile))
    assert profile.id == f"specimen-{specimen.id}"
    for influence in specimen.expected.influences:
        assert all(set(levels) <= set(influence.factors) for levels in influence.on)
        assert "base-url" not in influence.factors or profile.takes_base_url
        for factor, value in [pair for levels in (*influence.on, *influence.off) for pair in levels.items()]:
            assert value in (*FACTORS[factor].levels, *FACTORS[factor].contrasts)
        # Something in the covering array fires it, or the planner would have to be told.
        assert any(all(value in FACTORS[name].levels for name, value in levels.items()) for levels in influence.on)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs a specimen once for each of some environments, given as levels over the baseline."""
    authority = CertificateAuthority.create()
    top = tmp_path_factory.mktemp("specimens")
    for part in list(top.parents)[:2]:
        part.chmod(0o755)
    top.chmod(0o755)
    with Pool(2) as pool:
        yield lambda specimen, environments: [
            finished.settled  # they come as they end
            for finished in sorted(pool.run(specs(specimen, environments, authority, top)), key=lambda one: one.id)
        ]


def specs(
    specimen: Specimen, environments: list[dict[str, str]], authority: CertificateAuthority, top: Path
) -> Iterator[RunSpec]:
    artifact = top / specimen.id
    if not artifact.exists():
        shutil.copytree(specimen.folder, artifact)
    profile = read_profile(specimen.profile.read_bytes(), str(specimen.profile))
    for number, levels in enumerate(environments):
        yield RunSpec(
            id=f"{number:04}",
            artifact=str(artifact),
            profile=profile,
            scenario=SCENARIO,
            setup=setup(levels),
            authority=authority,
            blobs=str(top / "blobs"),
            limits=Limits(time_s=profile.timeout_s),
        )


def setup(levels: dict[str, str]) -> Setup:
    environment = Environment(
        levels=tuple(Level(factor=name, value=factor.levels[0]) for name, factor in FACTORS.items())
    ).merged(*(Level(factor=name, value=value) for name, value in levels.items()))
    merged = Setup()
    for level in environment.levels:
        merged = merged.merged(FACTORS[level.factor].setup(level.value))
    return merged


def sent(settled: Settled, blobs: Path, *, with_hosts: bool) -> Sent:
    """What left the machine: headers in order and body of every request, and names looked up but not contacted."""
    assert isinstance(settled, Captured), settled
    capture = settled.capture
    requests = []
    for connection in capture.connections:
        head, _, body = (blobs / connection.client.sha256).read_bytes().decode().partition("\r\n\r\n")
        lines = [line for line in head.split("\r\n")[1:] if not line.lower().startswith(("host:", "content-length:"))]
        requests.append((connection.host if with_hosts else "", *lines, body))
    contacted = {connection.host for connection in capture.connections}
    asked = sorted({query.name.rstrip(".") for query in capture.dns} - contacted)
    return (*requests, tuple(asked))


@pytest.mark.lab
@pytest.mark.parametrize("specimen", STEADY, ids=lambda specimen: specimen.id)
def test_levels_that_fire_do_and_those_that_do_not_do_not(
    specimen: Specimen, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blobs = tmp_path_factory.getbasetemp() / "specimens0" / "blobs"
    for influence in specimen.expected.influences:
        environments = [{}, {}, *influence.on, *influence.off]
        settled = run(specimen, environments)
        texts = [sent(each, blobs, with_hosts=influence.kind == "functional") for each in settled]
        assert texts[0] == texts[1], "the baseline is not steady"
        count = 2 + len(influence.on)
        for text, levels in zip(texts[2:count], influence.on, strict=True):
            assert text != texts[0], levels
        for text, levels in zip(texts[count:], influence.off, strict=True):
            if not shares_overt(specimen, influence, levels):
                assert text == texts[0], levels


def shares_overt(specimen: Specimen, influence: Influence, levels: dict[str, str]) -> bool:
    """Whether ``levels`` move something else of the specimen, which its file says too."""
    others = [item for item in specimen.expected.influences if item is not influence and item.kind != "functional"]
    return any(set(levels) & set(item.factors) for item in others)


@pytest.mark.lab
@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.id)
def test_the_model_is_called_and_answers_by_both_ways_in(specimen: Specimen, run: Run) -> None:
    if specimen.expected.failing or specimen.id == "no-model-call":
        return
    ways = [{}, {"base-url": "http://localhost:4000"}, {"base-url": "https://open.bigmodel.cn/api/anthropic"}]
    own = "base-url" in specimen.profile.read_text("utf-8")
    for settled in run(specimen, ways if own else ways[:1]):
        assert isinstance(settled, Captured), settled
        (session,) = settled.capture.sessions
        assert session.exit_code == 0
        assert session.stdout.size_bytes


@pytest.mark.lab
def test_the_noisy_one_is_noisy(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    blobs = tmp_path_factory.getbasetemp() / "specimens0" / "blobs"
    texts = [sent(each, blobs, with_hosts=True) for each in run(BY_ID["noisy"], [{}] * 8)]
    assert len(set(texts)) == len(texts)
    assert len({len(text) for text in texts}) > 1


@pytest.mark.lab
def test_the_one_with_low_bits_draws_the_others(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    blobs = tmp_path_factory.getbasetemp() / "specimens0" / "blobs"
    settled = run(BY_ID["low-bits-by-terminal"], [{"terminal": "vscode"}] * 4 + [{}] * 8)
    ends = [
        re.findall(r"x-request-id: [0-9a-f]*([0-9a-f])\b", str(sent(one, blobs, with_hosts=False))) for one in settled
    ]
    assert {end for (end,) in ends[:4]} == {"0"}
    assert {end for (end,) in ends[4:]} != {"0"}


@pytest.mark.lab
def test_the_one_that_crashes_does_so_sometimes(run: Run) -> None:
    outcomes = {
        settled.capture.sessions[0].exit_code for settled in run(BY_ID["crashes"], [{}] * 14) if not is_lab(settled)
    }
    assert outcomes == {0, 1}


def is_lab(settled: Settled) -> bool:
    return not isinstance(settled, Captured | ToolFailed)


@pytest.mark.lab
def test_the_one_that_hangs_is_stopped(run: Run) -> None:
    (settled,) = run(BY_ID["hangs"], [{}])
    assert isinstance(settled, ToolFailed)


@pytest.mark.lab
def test_the_one_without_a_model_sends_nothing(run: Run) -> None:
    (settled,) = run(BY_ID["no-model-call"], [{}])
    assert isinstance(settled, Captured)
    assert settled.capture.connections == ()
