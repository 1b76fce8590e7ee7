"""The site shows what the register holds, as text and never as markup, with the same bytes for the same moment."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

from countermark.register.checking import check
from countermark.register.events import week_of
from countermark.register.folder import read_register
from countermark.register.site import pages
from unit.register.sample_register import AGENT_FILE, AT, BAN, edited, written

COMMAND = Path(sys.executable).parent / "countermark"


class Read(HTMLParser):
    """The elements of a page, its attributes that fetch or link, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def site(folder: Path, days: int = 0) -> dict[str, str]:
    register, problems = read_register(folder)
    assert register
    assert not problems
    at = AT + timedelta(days=days)
    return dict(pages(register, at, check(register, at)))


def test_every_tool_has_its_page_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    made = site(written(tmp_path))
    assert set(made) == {"index.html", "calendar.html", "tools/quick-agent.html", "tools/open-agent.html"}
    for name, page in made.items():
        for link in Read(page).links:
            path, _, anchor = link.partition("#")
            target = str((Path("/") / Path(name).parent / path).resolve().relative_to("/")) if path else name
            assert target in made, (name, link)
            assert not anchor or f'id="{anchor}"' in made[target], (name, link)


def test_the_page_of_a_tool_says_what_holds_what_comes_and_what_was_found(tmp_path: Path) -> None:
    before = Read(site(written(tmp_path))["tools/quick-agent.html"]).text
    assert "Not decided" in before
    assert "Banned from 2026-12-01 00:00 +01:00" in " ".join(before.split())
    assert "another apostrophe" in before
    after = site(tmp_path, days=30)["tools/quick-agent.html"]
    assert '<h2 id="status">Banned</h2>' in after
    assert "lab-7" in after


def test_the_week_begins_on_monday_and_shows_what_changes_in_it(tmp_path: Path) -> None:
    assert [day.isoformat() for day in week_of(AT.date())] == ["2026-11-16", "2026-11-23"]
    week = "from now on"
    assert week not in site(written(tmp_path))["index.html"]
    assert week in site(tmp_path, days=10)["index.html"]


def test_what_was_put_aside_before_it_began_is_in_no_calendar(tmp_path: Path) -> None:
    text = (
        BAN.replace('"banned"', '"high-risk"').replace("2026-11-10", "2026-11-11").replace("2026-12-01", "2026-12-02")
    )
    (written(tmp_path) / "decisions" / "second.toml").write_text(
        text.replace("tool =", 'supersedes = ["2026-quick-agent-ban"]\ntool =')
    )
    calendar = site(tmp_path)["calendar.html"]
    assert "high-risk from now on" in calendar
    assert "banned from now on" not in calendar


def test_what_came_from_a_tool_is_text_and_never_markup(tmp_path: Path) -> None:
    hostile = r"<script>alert(1)</script><img src=x onerror=y>\"'\u202e\u200b{{ 7*7 }}"
    edited(tmp_path, AGENT_FILE, "the date is written with", hostile)
    edited_page = site(tmp_path)["tools/quick-agent.html"]
    read = Read(edited_page)
    assert not {"script", "img", "iframe", "object", "link"} & read.tags
    assert "<script>alert(1)</script>" in read.text
    assert "{{ 7*7 }}" in read.text
    assert "\u202e" not in edited_page
    assert "\u200b" not in edited_page
    assert "default-src 'none'" in edited_page


def test_what_is_overdue_is_shown(tmp_path: Path) -> None:
    assert "Overdue" in site(written(tmp_path), days=100)["index.html"]
    assert "Overdue" not in site(tmp_path)["index.html"]


def build(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "register", "build", folder, "--out", out, "--at", "2026-11-20T12:00:00Z"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_writes_the_same_bytes_again_and_takes_pages_away_that_are_gone(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "register"), tmp_path / "site"
    assert build(folder, out).returncode == 0
    first = {path.name: path.read_bytes() for path in out.rglob("*.html")}
    (out / "tools" / "gone.html").write_text("")
    assert build(folder, out).returncode == 0
    assert {path.name: path.read_bytes() for path in out.rglob("*.html")} == first


def test_the_command_writes_over_nothing_and_makes_nothing_of_what_is_not_sound(tmp_path: Path) -> None:
    folder = written(tmp_path / "register")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("mine")
    assert build(folder, tmp_path / "mine").returncode == 2
    assert (tmp_path / "mine" / "index.html").read_text() == "mine"
    (folder / "decisions" / "2026-open-agent.toml").write_text("")
    done = build(folder, tmp_path / "site")
    assert done.returncode == 2
    assert "decisions/2026-open-agent.toml, line 1" in done.stderr
    assert not (tmp_path / "site").exists()
