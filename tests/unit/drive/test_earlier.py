"""What an earlier audit gives a new one, and from which audits nothing is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countermark import __version__
from countermark.drive import earlier
from countermark.errors import AuditDirectoryError, UsageError
from countermark.model.earlier import Combination, Earlier
from countermark.model.environment import Level
from countermark.model.inputs import AuditInputs
from countermark.model.provenance import End, NamedVersion
from countermark.model.verdict import TriggerFactor
from countermark.store.directory import AuditDirectory
from unit.report.samples import covert
from unit.store.audits import inputs


def pair(host: str, zone: str) -> Combination:
    return Combination(levels=(Level(factor="base-url", value=host), Level(factor="timezone", value=zone)))


TAKEN = (pair("http://gw.cn", "Asia/Shanghai"),)
INPUTS_NOW = replace(inputs(), versions=(NamedVersion(name="countermark", version=__version__),))


def subject(of: AuditInputs) -> earlier.Subject:
    return earlier.Subject(target=of.target, profile=of.profile, scenario=of.scenario)


def sealed(path: Path, of: AuditInputs = INPUTS_NOW) -> str:
    return AuditDirectory.create(path, of).seal(End(made_a_difference=TAKEN))


def test_an_audit_of_the_same_is_learned_from_alone_or_among_others(tmp_path: Path) -> None:
    evidence = sealed(tmp_path / "one")
    (tmp_path / "no-audit").mkdir()
    for folders in ([tmp_path], [tmp_path / "one"], [tmp_path, tmp_path / "one"]):
        (found,) = earlier.learn(folders, subject(INPUTS_NOW))
        assert (found.evidence_id, found.combinations) == (evidence, TAKEN)


def test_nothing_is_learned_from_an_audit_of_something_else(tmp_path: Path) -> None:
    sealed(tmp_path / "one")
    other = replace(INPUTS_NOW.target.artifacts[0], sha256="0" * 64)
    strangers = (
        replace(INPUTS_NOW, target=replace(INPUTS_NOW.target, artifacts=(other,))),
        replace(INPUTS_NOW, target=replace(INPUTS_NOW.target, platform="plan9-mips")),
        replace(INPUTS_NOW, profile=replace(INPUTS_NOW.profile, sha256="0" * 64)),
        replace(INPUTS_NOW, scenario=replace(INPUTS_NOW.scenario, sha256="0" * 64)),
    )
    assert [earlier.learn([tmp_path], subject(stranger)) for stranger in strangers] == [()] * 4
    sealed(tmp_path / "old", replace(INPUTS_NOW, versions=(NamedVersion(name="countermark", version="0.0.0"),)))
    assert len(earlier.learn([tmp_path], subject(INPUTS_NOW))) == 1


def test_an_audit_that_did_not_end_is_passed_over_and_one_that_was_changed_is_refused(tmp_path: Path) -> None:
    AuditDirectory.create(tmp_path / "open", INPUTS_NOW).close()
    assert earlier.learn([tmp_path], subject(INPUTS_NOW)) == ()
    sealed(tmp_path / "one")
    (tmp_path / "one" / "end.json").write_text((tmp_path / "one" / "end.json").read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(AuditDirectoryError):
        earlier.learn([tmp_path], subject(INPUTS_NOW))
    with pytest.raises(UsageError):
        earlier.learn([tmp_path / "nowhere"], subject(INPUTS_NOW))


def test_the_triggers_of_covert_signals_come_first_and_no_signal_takes_all_the_room() -> None:
    audit = covert()
    zones = tuple(f"Zone/{number}" for number in range(9))
    trigger = (
        TriggerFactor(factor="base-url", levels=("http://gw.cn",)),
        TriggerFactor(factor="timezone", levels=zones),
    )
    signal = replace(audit.signals[0], trigger=trigger)
    opened = [replace(signal, trigger=(TriggerFactor(factor=f"f{n}", levels=("a", "b")),)) for n in range(20)]
    said = earlier.told(replace(audit, signals=(signal,), functional=tuple(opened), overt=()))
    assert said[:4] == tuple(pair("http://gw.cn", zone) for zone in zones[:4])
    assert [one.levels[0].factor for one in said[4:]] == [f"f{n}" for n in range(8)]


def test_only_what_can_be_varied_is_tried_and_only_levels_that_there_are() -> None:
    odd = pair("http://gw.cn", "Nowhere/At-All")
    audits = (Earlier(evidence_id="sha256:1", created="2026-11-21", combinations=(*TAKEN, odd)),) * 2
    assert earlier.first(audits, frozenset(("base-url", "timezone"))) == TAKEN
    assert earlier.first(audits, frozenset(("timezone",))) == ()
    assert {hint.level for hint in earlier.hints(audits)} == set(TAKEN[0].levels)
    assert all("sha256:1" in hint.reason for hint in earlier.hints(audits))
