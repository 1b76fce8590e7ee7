"""Every form of report says what the audit says, the same each time, and nothing of the target's commands a reader."""

from __future__ import annotations

import dataclasses
import json as json_module
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from countermark.model.observation import Address
from countermark.model.verdict import Audit, Kind
from countermark.report import pen
from countermark.report.formats import ALL, html, json, terminal
from countermark.report.group_views import anchors, kind_views
from countermark.report.matrix import MatrixRow, columns, matrix
from unit.report import sample_crowd, sample_signals, samples

AUDITS = {
    "covert": samples.covert(),
    "clean": samples.clean(),
    "incomplete": samples.incomplete(),
    "hostile": samples.hostile(),
    "crowded": sample_crowd.crowded(),
}
SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "schema" / "audit-1.json"
PUBLISHED = SCHEMA.read_text("utf-8")
TESTS = Path(__file__).resolve().parents[2]

each_audit = pytest.mark.parametrize("audit", AUDITS.values(), ids=AUDITS)


def test_there_are_five_forms() -> None:
    assert [form.id for form in ALL] == ["terminal", "json", "html", "sarif", "cyclonedx"]


@each_audit
@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_a_report_is_the_same_each_time_and_holds_no_broken_text(form: object, audit: Audit) -> None:
    assert form.render(audit) == form.render(audit)
    form.render(audit).encode("utf-8")


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from unit.report import samples; from countermark.report.formats import ALL\n"
        "for form in ALL: print(hashlib.sha256(form.render(samples.covert()).encode()).hexdigest())"
    )

    def run(seed: str, zone: str) -> str:
        environment = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": f"{TESTS}:{TESTS.parent / 'src'}",
            "LC_ALL": "C",
        }
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1", "UTC") == run("2", "Asia/Tokyo")


# ------------------------------------------------------------------------------------------------------------- json


def test_the_schema_is_published_as_it_is() -> None:
    assert json.schema() == PUBLISHED, "run tools/schemas"


@each_audit
def test_json_is_of_the_published_form(audit: Audit) -> None:
    schema = json_module.loads(PUBLISHED)
    Draft202012Validator.check_schema(schema)
    written = json.render(audit)
    assert written.isascii()
    Draft202012Validator(schema).validate(json_module.loads(written))


def test_json_has_the_keys_that_others_read() -> None:
    found = json_module.loads(json.render(samples.covert()))
    named = """schema created target profile scope verdict complete signals hidden_lists choices comparisons probes
        listeners behaviour overt functional collections opaque destinations noise coverage earlier sealing skipped
        evidence_id timing versions"""
    assert list(found) == named.split()
    assert set(found["target"]) >= {"purl", "platform", "artifacts"}
    assert set(found["target"]["artifacts"][0]) >= {"name", "sha256"}
    assert set(found["scope"]) == {"mode", "endpoint", "platform"}
    signal = found["signals"][0]
    named = "id fingerprint channel where trigger table bits confidence evidence"
    assert set(signal) >= set(named.split())
    assert set(signal["where"]) == {"role", "part", "pointer", "name"}
    assert signal["trigger"]["factors"][1] == {"factor": "timezone", "levels": ["Asia/Tokyo", "Japan"]}
    assert set(signal["confidence"]) == {"p_adjusted", "tests", "runs_with", "runs_without"}
    assert set(signal["evidence"][0]) == {"run", "blob", "offset", "length"}
    assert set(found["collections"][0]) >= {"factor", "form", "host", "where"}
    assert set(found["destinations"][0]) >= {"host", "port", "when", "purpose", "bytes_sent", "decoded"}
    assert set(found["noise"][0]) == {"where", "reason", "residual_bits"}
    assert set(found["coverage"]) >= {"factors", "strength", "combinations_covered", "runs", "failed_runs"}
    assert found["timing"]["lab"] == 148.9
    assert found["versions"]["node"] == "20.19.2"


def test_json_maps_states_to_bytes() -> None:
    row = json_module.loads(json.render(samples.covert()))["signals"][0]["table"][-1]
    assert row["when"]["timezone"] == ["Asia/Tokyo", "Japan"]
    assert bytes.fromhex(row["hex"]).decode() == row["text"]
    assert "ca b9".replace(" ", "") in row["hex"]
    absent = json_module.loads(json.render(samples.covert()))["functional"][0]["table"][0]
    assert (absent["text"], absent["hex"]) == (None, None)


def test_json_keeps_bytes_that_are_no_text() -> None:
    row = json_module.loads(json.render(samples.hostile()))["signals"][0]["table"][0]
    assert bytes.fromhex(row["hex"]).endswith(b"\xed\xa0\x80\xff\r\n{{ 7*7 }}\xe2\x80\x8b&amp;\"'")


# --------------------------------------------------------------------------------------------------------- terminal


def test_the_verdict_comes_first() -> None:
    assert terminal.render(AUDITS["covert"]).startswith("COVERT  2 covert signals found\n")
    assert terminal.render(AUDITS["clean"]).startswith("NOTHING-COVERT-FOUND  Nothing covert found\n")
    assert terminal.render(AUDITS["incomplete"]).startswith("INCOMPLETE  Incomplete: no verdict\n")


def test_a_clean_verdict_claims_no_more_than_its_coverage() -> None:
    text = " ".join(terminal.render(AUDITS["clean"]).split())
    assert "In 112 runs that varied 16 factors (59 levels)" in text
    assert "it does not prove that there is nothing" in text
    assert "factor clock: the native build cannot be given a false clock" in text


def test_the_terminal_shows_a_signal_whole() -> None:
    text = " ".join(terminal.render(AUDITS["covert"]).split())
    for said in (
        "covert-1 Look-alike and date-format",
        "where: body /messages/1/content/0/text of openai-chat:create#1",
        "together with timezone Asia/Tokyo or Japan",
        "U+02BC MODIFIER LETTER APOSTROPHE",
        "U+200B ZERO WIDTH SPACE",
        "p = 0.0043, corrected for 5 tests",
        "bytes 18204 to 18287",
        "base-url → telemetry.quillpad.example (in the lab: https://api.relay.example), in clear: events/0/endpoint",
        "encrypted (2,048 bytes in 3 runs",
        "countermark replay",
        samples.covert().evidence_id,
    ):
        assert said in text


def test_the_terminal_joins_states_of_one_text() -> None:
    text = " ".join(terminal.render(AUDITS["covert"]).split())
    assert text.count("quillpad-cli/4.2.0 (linux; x64) when installed-software is none or docker") == 1
    twice = dataclasses.replace(
        sample_signals.invisible_signal(),
        table=(
            sample_signals.row("one", base_url=("",), timezone=("UTC",)),
            sample_signals.row("two", base_url=("",), timezone=("Japan",)),
            sample_signals.row("one", base_url=("https://llm.internal.example",), timezone=("Asia/Tokyo",)),
        ),
    )
    text = " ".join(terminal.render(dataclasses.replace(samples.covert(), signals=(twice,))).split())
    assert (
        "⟦one⟧ when base-url is unset, together with timezone UTC "
        "or base-url is https://llm.internal.example, together with timezone Asia/Tokyo ⟦two⟧ when" in text
    )


def test_a_real_size_of_telemetry_stays_readable() -> None:
    lines = terminal.render(sample_crowd.crowded()).splitlines()
    assert len(lines) <= 110
    text = " ".join(" ".join(lines).split())
    for said in (
        "ci (github-actions), in POST {api}/events: env/runner_os in 41 events",
        "49 fields of events[warning]",
        "120 fields of 12 tools (tool-01, tool-02, tool-03 and 9 more)",
        "ci → api.quillpad.example (in the lab: github-actions), in clear: env/runner_os in 41 events of POST {api}/",
        "40 other hosts, model calls, each when base-url names it",
        "POST {api}/events: 1,000 places; could hold most: env/id in 100 events (256 bits)",
    ):
        assert said in text


@each_audit
def test_nothing_commands_the_terminal(audit: Audit) -> None:
    plain = terminal.render(audit)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", plain)
    coloured = terminal.render(audit, colour=True)
    assert set(re.findall(r"\x1b[^m]*m", coloured)) <= {
        f"\x1b[{code}m" for code in ("0", "1", "2", "7", "1;31", "1;32", "1;33")
    }
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", coloured).replace("⟦", "").replace("⟧", "").split()
        == plain.replace("⟦", "").replace("⟧", "").split()
    )


def test_the_terminal_keeps_to_its_width_where_words_allow() -> None:
    lines = terminal.render(AUDITS["covert"]).splitlines()
    assert all(len(line) <= 2 * pen.WIDTH for line in lines)


# ------------------------------------------------------------------------------------------------------------- html


class Reader(HTMLParser):
    """What a browser would make of a page: elements in balance, attributes, text."""

    VOID = frozenset({"meta", "line", "rect", "br", "link", "img"})
    BLOCKS = frozenset({"details", "div", "dl", "ul", "table", "p", "section", "pre"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        assert tag not in self.BLOCKS or "p" not in self.open, f"<{tag}> ends the paragraph that it stands in"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


@each_audit
def test_the_page_is_whole_and_fetches_and_runs_nothing(audit: Audit) -> None:
    page = Reader(html.render(audit))
    assert page.open == []
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "video", "audio"}
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "srcset", "action", "style"})
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in html.render(audit)
    assert "@import" not in html.render(audit)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


@each_audit
def test_ids_on_the_page_are_unique_and_every_link_has_its_end(audit: Audit) -> None:
    page = Reader(html.render(audit))
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in page.attributes if name == "href"} <= set(ids)


@each_audit
def test_nothing_hides_on_the_page(audit: Audit) -> None:
    page = html.render(audit)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)


def test_a_hostile_text_is_shown_as_text() -> None:
    page = Reader(html.render(samples.hostile()))
    assert "</script><script>alert(1)</script>⟨U+001B⟩]0;pwned⟨U+0007⟩" in "".join(page.text)
    assert "{{ 7*7 }}" in "".join(page.text)


def test_the_page_shows_before_and_after_and_every_code_point() -> None:
    text = " ".join("".join(Reader(html.render(samples.covert())).text).split())
    for said in (
        "2 covert signals found",
        "At 2 places, one of these 4 characters",
        "RIGHT SINGLE QUOTATION MARK",
        "ZWSP",
        "e2 80 99 · 2f",
        "up to 2.81 bits a request",
        "sha256sum --check --quiet SHA256SUMS",
        "99.9 % of all 2-way combinations of levels were run",
    ):
        assert said in text


@pytest.mark.parametrize("audit", [samples.covert(), sample_crowd.crowded()], ids=["covert", "crowded"])
def test_the_page_leaves_nothing_out(audit: Audit) -> None:
    page = Reader(html.render(audit))
    text = "".join(page.text)
    ids = [value for name, value in page.attributes if name == "id"]
    signals = (*audit.signals, *audit.overt, *audit.functional)
    for signal in signals:
        assert ids.count(signal.id) == 1
        assert signal.fingerprint in text
        assert all(item.blob in text for item in signal.evidence)
    places = [address for signal in signals for address in (signal.where, *signal.also)]
    places += [item.where for item in (*audit.collections, *audit.noise)]
    assert all(place.pointer in text and place.name in text and place.role in text for place in places)
    assert all(item.host in text and f"{item.bytes_sent:,}" in text for item in audit.destinations)
    assert all((level or "unset") in text for factor in audit.coverage.factors for level in factor.levels)


def test_what_is_alike_is_summed_up_before_it_is_told_in_full() -> None:
    text = " ".join("".join(Reader(html.render(sample_crowd.crowded())).text).split())
    for said in (
        "env/runner_os in 41 events",
        "120 fields of 12 tools",
        "169 influences in full",
        "41 places in full, with the run that shows each",
        "each of the 40 hosts that base-url names",
        "env/id in 100 events 256 bits",
    ):
        assert said in text
    assert text.index("120 fields of 12 tools") < text.index("169 influences in full")


def test_the_matrix_has_covert_places_and_counts_the_others_by_request() -> None:
    first = matrix_of(samples.covert())[0]
    assert (first.where.part, first.where.role) == ("body /messages/1/content/0/text", "openai-chat:create#1")
    (many,) = [row for row in matrix_of(sample_crowd.crowded()) if row.where.part == "openai-chat:create"]
    assert [(dot.kind, dot.letter, dot.places) for cell in many.cells for dot in cell] == [("functional", "F", 120)]


def matrix_of(audit: Audit) -> tuple[MatrixRow, ...]:
    return matrix(audit, columns(audit), anchors(kind_views(audit)))


TEXT = st.text(st.characters(), max_size=30)


@given(TEXT, TEXT, TEXT)
def test_any_text_can_be_reported(one: str, other: str, name: str) -> None:
    factor = sample_signals.trigger(base_url=(name,))
    signal = sample_signals.open_signal(
        "covert-1", Kind.COVERT, Address(role=name, part="body", pointer=one), factor, one, other
    )
    audit = dataclasses.replace(samples.covert(), signals=(signal,))
    for form in ALL:
        form.render(audit).encode("utf-8")
    Reader(html.render(audit))


def test_a_signal_names_what_it_comes_from_in_the_program() -> None:
    found = json_module.loads(json.render(samples.covert()))
    told = found["signals"][0]["explanation"]
    assert (told["choices"], told["hidden_lists"]) == ([1], [1])
    assert told["slice"]["steps"][0]["where"]["start"] == 400
    assert found["signals"][1]["explanation"] is None
    text = " ".join(terminal.render(samples.covert()).split())
    assert "looked up in: hidden list 1: 14 hosts, hidden by base64, then xor 0x2a" in text
    assert "dist/cli.js, bytes 400 to 420" in text
    page = " ".join("".join(Reader(html.render(samples.covert())).text).split())
    assert "Where it comes from in the program" in page


def test_what_the_lab_showed_of_each_list() -> None:
    first, second = json_module.loads(json.render(samples.covert()))["hidden_lists"]
    assert first["confirmed"] is True
    assert (first["confirmation"]["tried"], first["confirmation"]["moved"]) == (14, 14)
    assert first["confirmation"]["signal"] == "covert-1"
    assert (second["opaque"], second["confirmed"], second["confirmation"]) == (True, None, None)
    text = " ".join(terminal.render(samples.covert()).split())
    assert "confirmed: tried as base-url, 14 of 14 entries and 0 of 2 near misses moved" in text
    assert "not tried" in text


def test_an_audit_from_before_programs_were_read_says_nothing_of_them() -> None:
    old = dataclasses.replace(samples.covert(), static=None, lists=())
    found = json_module.loads(json.render(old))
    assert (found["hidden_lists"], found["choices"], found["coverage"]["static"]) == ([], [], None)
    assert "In the program text" not in html.render(old)


def test_what_was_seen_inside_of_the_tool() -> None:
    found = json_module.loads(json.render(samples.covert()))
    assert [one["operator"] for one in found["comparisons"]] == ["endsWith", "in set"]
    assert [one["accepted"] for one in found["probes"]] == [False, True]
    text = " ".join(terminal.render(samples.covert()).split())
    assert "bun-comparisons: not accepted: with it 2 fields changed" in text
    assert "and 6 more at dist/cli.js:12:401" in text
    page = " ".join("".join(Reader(html.render(samples.covert())).text).split())
    assert "Seen inside of the tool" in page
    untraced = dataclasses.replace(samples.covert(), traced=None, probes=())
    assert "Seen inside of the tool" not in html.render(untraced)
