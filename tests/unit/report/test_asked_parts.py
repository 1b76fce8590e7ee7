"""What a tool asks is said in every report, and what nothing varied stands under what was not examined."""

from __future__ import annotations

import json
from dataclasses import replace

from countermark.model.probes import ProbeReport, Traced
from countermark.model.verdict import Asked, Audit
from countermark.report.asked_parts import unexamined
from countermark.report.formats import html, terminal
from countermark.report.formats import json as json_format
from unit.report import samples

PROBE, SYSTEM = "node-environment", "system-calls"
ASKED = (
    Asked(
        kind="foreign-file", name="/etc/os-release", found_by=("system-calls",), varied_by=("os-release",), at="node"
    ),
    Asked(kind="process", name="x" * 90, found_by=(SYSTEM,), varied_by=(), at="node"),
    *(Asked(kind="variable", name=f"V{n:02}", found_by=(PROBE,), varied_by=(), at="at a.js:1") for n in range(12)),
    Asked(kind="variable", name="READ_ONLY", found_by=("program text",), varied_by=()),
    Asked(kind="variable", name="<b>V\x1b[2J", found_by=(PROBE,), varied_by=(), at="at a.js:2"),
)


def audit(*asked: Asked) -> Audit:
    sample = samples.covert()
    return replace(sample, coverage=replace(sample.coverage, asked=asked))


def test_what_was_seen_and_never_varied_is_named_by_kind() -> None:
    said = dict(text.split(": ", 1) for _, text in unexamined(audit(*ASKED)))
    assert said["13 variables"].startswith("V00, V01, V02")
    assert said["13 variables"].endswith("and 5 more")
    assert said["1 program or process"] == "x" * 60 + "…"
    assert "READ_ONLY" not in str(said)
    assert "os-release" not in str(said)


def test_what_is_asked_in_code_alone_that_did_not_run_is_named() -> None:
    idle = Asked(kind="variable", name="IDLE", found_by=("program text",), varied_by=("timezone",), ran="no")
    known = replace(idle, name="RUNNING", ran="yes")
    assert unexamined(audit(idle, known)) == (("asked for in code alone that did not run", "1 variable: IDLE"),)
    assert [one["ran"] for one in json.loads(json_format.render(audit(idle, known)))["coverage"]["asked"]] == [
        False,
        True,
    ]
    assert "asked for in code alone that did not run" in html.render(audit(idle))


def test_the_terminal_counts_what_was_varied() -> None:
    text = " ".join(terminal.render(audit(*ASKED)).split())
    assert "1 of 16 known questions to the surroundings varied (15 seen by probes)" in text
    assert "seen to be asked for, never varied: 13 variables: V00" in text
    assert "questions to the surroundings" not in " ".join(terminal.render(audit()).split())


def test_the_document_holds_every_question() -> None:
    found = json.loads(json_format.render(audit(*ASKED)))["coverage"]["asked"]
    assert [one["name"] for one in found] == [one.name for one in ASKED]
    assert found[0] == {
        "kind": "foreign-file",
        "name": "/etc/os-release",
        "found_by": ["system-calls"],
        "varied_by": ["os-release"],
        "at": "node",
        "ran": None,
    }


def test_a_name_from_a_tool_commands_neither_terminal_nor_page() -> None:
    assert "\x1b[2J" not in terminal.render(audit(*ASKED))
    page = html.render(audit(*ASKED))
    assert "<b>V" not in page
    assert "&lt;b&gt;V" in page
    assert "READ_ONLY" in page


def test_a_probe_whose_log_was_cut_is_named() -> None:
    sample = audit()
    traced = Traced(canaries=(), comparisons=(), cut=(SYSTEM,))
    cut = replace(sample, traced=traced, probes=(ProbeReport(probe=SYSTEM, accepted=True),))
    assert "probe system-calls: what it wrote of the tool was too long" in " ".join(terminal.render(cut).split())
    (found,) = json.loads(json_format.render(cut))["probes"]
    assert found == {"id": SYSTEM, "accepted": True, "reason": "", "cut": True}


def test_how_much_of_the_program_was_read() -> None:
    sample = samples.covert()
    assert sample.traced is not None
    counted = replace(sample, traced=replace(sample.traced, reads_ran=(0, 2, 3), reads_idle=(1,)))
    found = json.loads(json_format.render(counted))["coverage"]["static"]
    assert found == {
        "files": 3,
        "bytes_parsed": 2900,
        "bytes_total": 4000,
        "reads_found": 4,
        "reads_varied": 2,
        "reads_ran": 3,
        "reads_idle": 1,
    }
    assert "3 of them ran and 1 stand in code that did not" in " ".join(terminal.render(counted).split())
