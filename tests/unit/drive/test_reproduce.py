"""What is fetched again is what was audited, was swapped, or is not to be had; and which outcome decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.drive.reproduce import compare, worst
from countermark.model.outcome import REPEATED_EXIT_CODES
from countermark.model.target import Artifact, Target


def artifact(name: str, digest: str) -> Artifact:
    return Artifact(name=name, sha256=digest * 64, size_bytes=1)


AUDITED = Target(
    purl="pkg:npm/agent@1.0.0",
    name="agent",
    version="1.0.0",
    platform="linux-x64",
    artifacts=(artifact("agent-1.0.0.tgz", "a"), artifact("needed-2.0.0.tgz", "b")),
)


def found(*artifacts: Artifact) -> Target:
    return replace(AUDITED, artifacts=artifacts)


def test_equal_digests_are_the_same_whatever_files_are_called() -> None:
    assert compare(AUDITED, AUDITED) == ("reproduced", "")
    assert compare(AUDITED, found(artifact("copy.tgz", "a"), artifact("other.tgz", "b"))) == ("reproduced", "")


@pytest.mark.parametrize(
    ("now", "named"),
    [
        ((artifact("agent-1.0.0.tgz", "c"), artifact("needed-2.0.0.tgz", "b")), "agent-1.0.0.tgz"),
        ((artifact("copy.tgz", "c"), artifact("needed-2.0.0.tgz", "b")), "agent-1.0.0.tgz"),
        ((artifact("agent-1.0.0.tgz", "a"), artifact("needed-2.0.0.tgz", "c")), "needed-2.0.0.tgz"),
        ((artifact("needed-2.0.0.tgz", "b"),), "agent-1.0.0.tgz"),
    ],
)
def test_another_digest_is_a_swap(now: tuple[Artifact, ...], named: str) -> None:
    outcome, why = compare(AUDITED, found(*now))
    assert outcome == "not-reproduced"
    assert why.startswith(f"{named} is not what was audited")


def test_what_it_needs_in_another_version_could_not_be_run() -> None:
    now = found(artifact("agent-1.0.0.tgz", "a"), artifact("needed-2.1.0.tgz", "c"))
    outcome, why = compare(AUDITED, now)
    assert (outcome, "needed-2.1.0.tgz" in why) == ("could-not-run", True)
    assert compare(AUDITED, found(artifact("agent-1.0.0.tgz", "a")))[0] == "could-not-run"


def test_another_platform_could_not_be_run() -> None:
    assert compare(AUDITED, replace(AUDITED, platform="linux-arm64"))[0] == "could-not-run"


def test_one_that_is_gone_beats_one_that_could_not_be_run() -> None:
    assert worst(("reproduced", "could-not-run", "not-reproduced")) == "not-reproduced"
    assert worst(("reproduced", "could-not-run")) == "could-not-run"
    assert worst(("reproduced", "reproduced")) == "reproduced"
    assert REPEATED_EXIT_CODES == {"reproduced": 0, "not-reproduced": 1, "could-not-run": 3}
