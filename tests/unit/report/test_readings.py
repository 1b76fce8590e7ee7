"""What was read of a program is reported in every form, the same each time, and nothing of it commands a reader."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from countermark.drive.shelf import renamed
from countermark.report.chronicle import html as history_html
from countermark.report.chronicle import json as history_json
from countermark.report.chronicle import terminal as history_terminal
from countermark.report.difference import html as diff_html
from countermark.report.difference import json as diff_json
from countermark.report.difference import sarif as diff_sarif
from countermark.report.difference import terminal as diff_terminal
from countermark.report.inspection import html, sarif, terminal
from countermark.report.inspection import json as inspect_json
from unit.report import sample_readings as samples
from unit.report.test_sarif import valid

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "schema"
INSPECTIONS = {
    "found": samples.inspection(),
    "clean": samples.clean(),
    "incomplete": samples.incomplete(),
    "hostile": samples.inspection(samples.HOSTILE),
}
DIFFERENCES = {"found": samples.difference(), "hostile": samples.difference(samples.HOSTILE)}
HISTORIES = {
    "found": samples.history(),
    "quiet": samples.quiet_history(),
    "hostile": samples.history(samples.HOSTILE),
}
CASES: dict[str, tuple[Callable[[], str], str]] = {
    **{
        f"inspect-{name}-{kind}": (lambda render=render, one=one: render(one), kind)
        for name, one in INSPECTIONS.items()
        for kind, render in (("terminal", terminal.render), ("html", html.render), ("json", inspect_json.render))
    },
    **{
        f"diff-{name}-{kind}": (lambda render=render, one=one: render(one), kind)
        for name, one in DIFFERENCES.items()
        for kind, render in (("terminal", diff_terminal.render), ("html", diff_html.render), ("json", diff_json.render))
    },
    **{
        f"history-{name}-{kind}": (lambda render=render, one=one: render(one), kind)
        for name, one in HISTORIES.items()
        for kind, render in (
            ("terminal", history_terminal.render),
            ("html", history_html.render),
            ("json", history_json.render),
        )
    },
}
SCHEMAS = {"inspect": inspect_json, "diff": diff_json, "history": history_json}


class Page(HTMLParser):
    """The elements of a page, and what could fetch or run something."""

    VOID = frozenset({"meta", "br", "rect", "link", "img"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "iframe", "object", "embed", "link", "img", "form", "b"}:
            self.foreign.append(tag)
        self.foreign += [name for name in given if name.startswith("on") or name == "src"]
        self.ids += [str(given["id"])] if "id" in given else []
        self.targets += [str(given["href"])] if "href" in given else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("case", CASES, ids=CASES)
def test_a_report_is_the_same_each_time_and_disarmed(case: str) -> None:
    render, kind = CASES[case]
    text = render()
    assert render() == text
    text.encode("utf-8")
    if kind == "json":
        assert text.isascii()
    else:
        assert not set("\x1b\u202e\u200b\ud800") & set(text)
    if kind == "html":
        page = Page()
        page.feed(text)
        page.close()
        assert page.open == []
        assert page.foreign == []
        assert len(page.ids) == len(set(page.ids))
        assert all(target.startswith("#") and target[1:] in page.ids for target in page.targets)


@pytest.mark.parametrize("name", SCHEMAS)
def test_json_is_of_the_published_form(name: str) -> None:
    published = (PUBLISHED / f"{name}-1.json").read_text("utf-8")
    assert SCHEMAS[name].schema() == published, "run tools/schemas"
    schema = json.loads(published)
    Draft202012Validator.check_schema(schema)
    for case, (render, kind) in CASES.items():
        if case.startswith(f"{name}-") and kind == "json":
            Draft202012Validator(schema).validate(json.loads(render()))


def test_an_inspection_has_the_keys_that_others_read() -> None:
    said = json.loads(inspect_json.render(samples.inspection()))
    assert {"hidden_lists", "choices", "predicates", "reads", "destinations", "flows", "coverage"} <= set(said)
    first = said["hidden_lists"][0]
    assert {"kind", "count", "entries", "decoder", "where"} <= set(first)
    assert (first["where"]["line"], first["where"]["column"]) == (12, 401)
    assert [one["compared_with"] for one in said["hidden_lists"]] == [["GATEWAY_HOST"], []]
    assert said["complete"]["ok"] is False
    assert said["coverage"]["bytes_parsed"] < said["coverage"]["bytes_total"]


def test_the_terminal_shows_what_is_hidden_first_and_whole() -> None:
    text = terminal.render(samples.inspection())
    lines = text.splitlines()
    assert lines[0] == "FOUND  2 hidden lists and 1 covert choice found, on linux-x64 only"
    assert any(line.strip().startswith("list-1") and "base64, then xor 0x2a" in line for line in lines[:16])
    flat = " ".join(text.split())
    for said in (
        "relay-0.example.com",
        "relay-13.example.com",
        "compared with: GATEWAY_HOST",
        "an opaque membership test against 31 digests",
        "U+2019 RIGHT SINGLE QUOTATION MARK",
        "decided by: known(host) ? far : near",
        "Intl.DateTimeFormat().resolvedOptions().timeZone",
        "=== Asia/Tokyo or Japan",
        "api.quill.example (3)",
        "HOME (2)",
        "evaluates text as code",
        "1 table; nothing in the program chooses by them",
        "72.5 % of 4,000 bytes of program text in 4 files",
        "linux-x64 and darwin-arm64 do not carry the same program text",
        "2.50 % of the pieces for darwin-arm64 stand in no text of it",
        "5 of its 200 pieces (2.50 %, 310 bytes) stand in no text of the other under any names",
        "keychain()",
    ):
        assert said in flat, said


def test_a_clean_result_says_what_it_rests_on() -> None:
    text = " ".join(terminal.render(samples.clean()).split())
    assert text.startswith("NOTHING-FOUND Nothing hidden was found")
    assert "100 % of 1,000 bytes" in text
    assert "carry the same program text (1,000 bytes)" in text
    assert terminal.render(samples.incomplete()).startswith("INCOMPLETE  Incomplete: nothing hidden was found in what")


def test_a_difference_names_the_mechanism_within_ten_lines() -> None:
    lines = diff_terminal.render(samples.difference()).splitlines()
    first = "\n".join(lines[:14])
    for said in ("41 of 10,040 pieces", "(0.41 %)", "14 hosts, hidden by base64", "covert choice", "Asia/Tokyo"):
        assert said in first, said
    assert any(line == "Gone" for line in lines)
    assert any("and 4 more" in line for line in lines)


def test_a_history_names_releases_days_and_gaps() -> None:
    text = " ".join(history_terminal.render(samples.history()).split())
    assert "appeared in 2.4.6 (2026-03-07); 2.4.4 does not have it; 2.4.5 between them could not be read" in text
    assert "disappeared in 2.4.12 (2026-03-13); 2.4.10 still has it" in text
    assert "2.4.0 [· · · █▒█▒█ · · · · ] 2.4.19" in history_terminal.render(samples.history())
    assert "in every release that was read" in text


@pytest.mark.parametrize(
    "text",
    [*(sarif.render(one) for one in INSPECTIONS.values()), *(diff_sarif.render(one) for one in DIFFERENCES.values())],
)
def test_sarif_is_of_the_form(text: str) -> None:
    run = valid(text)
    for result in run["results"]:
        for location in result["locations"]:
            assert "index" in location["physicalLocation"]["artifactLocation"]


def test_sarif_has_a_result_for_each_finding_and_the_way_of_a_flow() -> None:
    run = valid(sarif.render(samples.inspection()))
    assert [result["ruleId"] for result in run["results"]].count("hidden-list") == 2
    (flow,) = [result for result in run["results"] if result["ruleId"] == "flow"]
    assert len(flow["codeFlows"][0]["threadFlows"][0]["locations"]) == 2
    assert {result["level"] for result in run["results"] if result["ruleId"] == "read"} == {"none"}
    invocation = run["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 1)
    unread = [one for one in invocation["toolExecutionNotifications"] if one["descriptor"]["id"] == "not-read"]
    assert len(unread) == len(samples.inspection().uninspected)
    assert "90,000,000 bytes" in unread[0]["message"]["text"]


def test_a_finding_has_the_same_fingerprint_wherever_it_stands() -> None:
    found = samples.inspection()
    moved = renamed(found.findings, "other.js")
    said = [
        {result["partialFingerprints"]["countermark/v1"] for result in valid(sarif.render(one))["results"]}
        for one in (found, dataclasses.replace(found, findings=moved, excerpts=()))
    ]
    assert said[0] == said[1]


def test_the_verdict_names_the_builds_that_it_holds_for() -> None:
    same = terminal.render(samples.clean())
    assert same.splitlines()[0] == "NOTHING-FOUND  Nothing hidden was found, on linux-x64 and darwin-arm64 alike"
    alone = terminal.render(samples.incomplete())
    assert alone.splitlines()[0].endswith(", on linux-x64 only")
    assert "Builds for other systems were not compared with it (--platforms)." in " ".join(alone.split())
    assert "on linux-x64 only" in html.render(samples.incomplete())
    found = samples.inspection()
    assert found.platforms is not None
    renamed_only = dataclasses.replace(samples.apart(""), new_units=0, new_bytes=0, excerpts=(), failed_files=0)
    apart = dataclasses.replace(found.platforms, unread=(), apart=(renamed_only,))
    alike = terminal.render(dataclasses.replace(found, platforms=apart))
    assert alike.splitlines()[0].endswith(", on linux-x64 and darwin-arm64 alike")
    assert "all of its 200 pieces are the same, under whatever names" in " ".join(alike.split())
    everywhere = dataclasses.replace(samples.incomplete(), skipped=())
    assert "linux-x64 only" not in terminal.render(everywhere)


def test_code_that_only_names_other_pieces_is_told_as_that() -> None:
    found = samples.difference()
    code = dataclasses.replace(found.new_code[0], itself=False, names=("verify", "tell"))
    found = dataclasses.replace(found, new_code=(code, *found.new_code[1:]))
    text = " ".join(diff_terminal.render(found).split())
    assert "1 of them only name other pieces than they did" in text
    assert "as before but verify and tell stand for another piece of the file" in text
    assert "verify and tell stand for another piece of the file" in diff_html.render(found)


def test_a_history_names_the_releases_first() -> None:
    first = history_terminal.render(samples.history()).splitlines()[0]
    assert first == "FOUND  2 lists and choices found; came in 2.4.6; gone in 2.4.12"
    assert "came in 2.4.6; gone in 2.4.12" in history_html.render(samples.history())
