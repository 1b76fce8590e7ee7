"""Drafts of audits are borne out by them, and no lie that is made from one passes."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from evals.disclosure_lies import Lie, lies, outcome

from countermark.cli import main
from countermark.disclosure.drafting import draft
from countermark.disclosure.verifying import verify
from countermark.drive.disclose import contacted, disclose
from countermark.drive.replay import replay
from countermark.errors import UsageError
from countermark.model.disclosure import Answer, Contacted, Disclosure
from countermark.model.verdict import Audit, Verdict
from countermark.store.directory import AuditDirectory
from countermark.store.disclosures import disclosure_text, parse_disclosure
from simulated import Levels, Requests, Tool, sealed
from unit.observe.recorded import API, post


def asks(system: str) -> tuple[str, bytes]:
    body = {"model": "m", "system": system, "messages": [{"role": "user", "content": "say ok"}]}
    return API, post("/v1/messages", body)


def tells(host: str, path: str, **body: str) -> tuple[str, bytes]:
    return host, post(path, body, host=host)


def telemetry(levels: Levels) -> Requests:
    """The zone in the prompt, the host name hashed, the user name in clear; no updates in CI."""
    device = hashlib.sha256(levels["hostname"].encode()).hexdigest()
    said = [asks(f"You are in {levels['timezone']}."), tells("t.example.com", "/v1", d=device, u=levels["username"])]
    return said if levels["ci"] == "github-actions" else [*said, tells("updates.example.com", "/check", v="1.2.3")]


def covert(levels: Levels) -> Requests:
    """Another apostrophe in one zone, another host in CI, and the user name encoded."""
    mark = "\u2019" if levels["timezone"] == "Asia/Tokyo" else "'"
    user = base64.b64encode(f"user={levels['username']}".encode()).decode()
    said = [asks(f"Today{mark}s task is small."), tells("t.example.com", "/v2", x=user)]
    return [*said, tells("ci.example.com", "/seen", v="1")] if levels["ci"] == "github-actions" else said


def twice(levels: Levels) -> Requests:
    """Two values in two fields and two forms each."""
    digest = hashlib.md5(levels["hostname"].encode(), usedforsecurity=False).hexdigest()
    return [
        asks("Do it."),
        tells("a.example.com", "/a", h=levels["hostname"], k=digest),
        tells("b.example.com", "/b", u=levels["username"], n=f"{levels['username']} was here"),
    ]


TOOLS: dict[str, Tool] = {"telemetry": telemetry, "covert": covert, "twice": twice}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sealed audit, what it says, and the disclosure that is true of it."""

    directory: Path
    audit: Audit
    runs: tuple[Contacted, ...]
    true: Disclosure

    def lies(self) -> Iterator[Lie]:
        return lies(self.true, self.runs)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    found = {}
    for name, tool in TOOLS.items():
        directory = sealed(tmp_path_factory.mktemp("audits") / name, tool)
        runs = contacted(AuditDirectory.open_sealed(directory).settled_runs())
        audit = replay(directory)
        found[name] = Case(directory=directory, audit=audit, runs=runs, true=draft(audit, runs))
    return found


def test_the_specimens_do_what_they_are_for(cases: dict[str, Case]) -> None:
    assert {name: case.audit.verdict for name, case in cases.items()} == {
        "telemetry": Verdict.NOTHING_COVERT_FOUND,
        "covert": Verdict.COVERT,
        "twice": Verdict.NOTHING_COVERT_FOUND,
    }
    assert all(not case.audit.incomplete_because for case in cases.values())
    assert {(one.factor, one.forms) for one in cases["telemetry"].true.sent} >= {
        ("hostname", ("sha256",)),
        ("timezone", ("clear",)),
    }
    assert [one.level for one in cases["telemetry"].true.opt_outs] == ["ci=github-actions"]


@pytest.mark.parametrize("name", TOOLS)
def test_a_draft_is_borne_out_whole_by_its_own_audit(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    found = verify(case.true, case.audit, case.runs)
    assert [(one.subject, one.answer, one.why) for one in found.checks if one.answer != "confirmed"] == []
    assert len(found.checks) >= 5


@pytest.mark.parametrize("name", TOOLS)
def test_a_draft_reads_as_it_was_written(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    assert parse_disclosure(disclosure_text(case.true).encode(), "it") == case.true
    assert disclose(case.directory) == case.true


def test_of_the_lies_none_passes_and_nearly_all_are_contradicted(cases: dict[str, Case]) -> None:
    answers: Counter[Answer] = Counter()
    kinds: set[str] = set()
    for case in cases.values():
        for lie in case.lies():
            answers[outcome(lie.said, case.audit, case.runs)] += 1
            kinds.add(lie.kind)
    assert answers.total() >= 40
    assert len(kinds) >= 10
    assert answers["confirmed"] == 0
    assert answers["contradicted"] >= 0.95 * answers.total(), answers


def test_the_contradiction_names_what_was_lied_about(cases: dict[str, Case]) -> None:
    case = cases["telemetry"]
    for lie in case.lies():
        if lie.kind in {"a destination left out", "a value left out", "a factor not told"}:
            subjects = " ".join(one.subject for one in verify(lie.said, case.audit, case.runs).having("contradicted"))
            assert all(word in subjects for word in lie.about.split() if word != "to"), lie.about


def test_the_commands_draft_and_verify(cases: dict[str, Case], tmp_path: Path) -> None:
    directory, draft_file, checks = str(cases["telemetry"].directory), tmp_path / "d.toml", tmp_path / "c.json"
    assert main(["disclose", "--from", directory, "--out", str(draft_file)]) == 0
    assert main(["verify-disclosure", str(draft_file), "--against", directory, "--json", str(checks)]) == 0
    assert '"contradicted"' not in checks.read_text()
    false = draft_file.read_text().replace('forms = ["sha256"]', 'forms = ["clear"]')
    assert false != draft_file.read_text()
    draft_file.write_text(false)
    assert main(["verify-disclosure", str(draft_file), "--against", directory]) == 1


def test_a_disclosure_of_something_else_is_refused(cases: dict[str, Case], tmp_path: Path) -> None:
    case = cases["telemetry"]
    for was, now in (("agent@1.2.3", "agent@1.2.4"), ("ab" * 32, "cd" * 32)):
        file = tmp_path / "d.toml"
        file.write_text(disclosure_text(case.true).replace(was, now))
        assert main(["verify-disclosure", str(file), "--against", str(case.directory)]) == 2


REFUSED = {
    "twice": ('[[reads]]\nkind = "hostname"\nnames = ["a"]\n' * 2, "reads"),
    "misspelt": ("[[destination]]\nhots = 'x'\n", "hots"),
    "no-kind": ("[[influence]]\nfactors = ['ci']\nkind = 'hidden'\nfields = ['x']\n", "line 7"),
    "no-fields": ("[[value]]\nfactor = 'ci'\nhost = 'x'\nforms = ['clear']\n", "fields"),
    "no-toml": ("[[value]\n", "not TOML"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_of_the_form_is_refused_with_its_place(name: str) -> None:
    head = f'schema = "countermark.disclosure/1"\n[tool]\npurl = "pkg:npm/a@1"\nsha256 = ["{"ab" * 32}"]\n'
    more, said = REFUSED[name]
    with pytest.raises(UsageError) as refused:
        parse_disclosure((head + more).encode(), "d.toml")
    assert said in str(refused.value)


def test_the_example_of_the_reference_is_of_the_form() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "reference" / "disclosures.md"
    example = page.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    said = parse_disclosure(example.encode(), "the example")
    assert (len(said.contacts), len(said.sent), len(said.opt_outs)) == (1, 1, 1)
