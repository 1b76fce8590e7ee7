"""This machine's own levels: the first place speaks, credentials stay behind, and nothing else is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark import factors
from countermark.cli import main
from countermark.drive.environments import parse_level
from countermark.drive.here import (
    LOCALE_VARIABLES,
    PROXY_VARIABLES,
    RESOLVER,
    ZONE_FILES,
    Surroundings,
    bare_url,
    base_url_variables,
    levels_here,
)
from countermark.store.levels import levels_text, parse_levels

FOLDER = Path("/home/anna/work/project")
CONFIG = FOLDER / ".git" / "config"
SECRET = "s3cret"
REMOTES = f"""\
[core]
    url = https://not-a-remote.example
[remote "origin"]
    url = https://anna:{SECRET}@Git.Corp.example/team/{SECRET}.git
    pushurl = git@code.example.org:team/project.git
[remote "fork"]
    url = ssh://anna@git.corp.example:2222/~{SECRET}/project.git
[branch "main"]
    url = https://not-a-remote.example
"""


def found(
    variables: Mapping[str, str] | None = None,
    files: Mapping[Path, str] | None = None,
    links: Mapping[Path, str] | None = None,
    asked: list[Path] | None = None,
) -> list[tuple[str, str | None, str]]:
    asked = [] if asked is None else asked

    def looked_up(path: Path, where: Mapping[Path, str] | None) -> str:
        asked.append(path)
        return (where or {}).get(path, "")

    around = Surroundings(
        variables=variables or {},
        folder=FOLDER,
        read=lambda path: looked_up(path, files),
        link=lambda path: looked_up(path, links),
    )
    return [(one.factor, one.level.value if one.level else None, one.source) for one in levels_here(around)]


def test_the_zone_is_what_programs_see() -> None:
    name, link = ZONE_FILES
    files, links = {name: "Europe/Oslo\n"}, {link: "/usr/share/zoneinfo/Asia/Tokyo"}
    assert found({"TZ": ":Europe/Berlin"}, files, links) == [("timezone", "Europe/Berlin", "TZ")]
    assert found({}, files, links) == [("timezone", "Asia/Tokyo", "/etc/localtime")]
    assert found({}, files) == [("timezone", "Europe/Oslo", "/etc/timezone")]
    assert found() == []


def test_what_is_no_level_is_said_without_being_shown() -> None:
    assert found({"TZ": "<+03>-3", "LANG": "tlh"}) == [("timezone", None, "TZ"), ("locale", None, "LANG")]


def test_the_first_variable_of_a_language_speaks_and_every_proxy_does() -> None:
    variables = {"LC_ALL": "de_DE.UTF-8", "LANG": "ja_JP.UTF-8"}
    assert found(variables) == [("locale", "de_DE.UTF-8", "LC_ALL")]
    proxies = {"HTTPS_PROXY": "proxy.corp.example:3128", "http_proxy": "http://proxy.corp.example:3128/"}
    assert found(proxies) == [("https-proxy", "http://proxy.corp.example:3128", "HTTPS_PROXY")]
    assert found({"ALL_PROXY": "socks5://127.0.0.1:1080"}) == [("https-proxy", None, "ALL_PROXY")]


def test_hosts_of_remotes_without_their_repositories() -> None:
    assert found(files={CONFIG: REMOTES}) == [
        ("git-remote", "https://git.corp.example/example/project.git", ".git/config"),
        ("git-remote", "git@code.example.org:example/project.git", ".git/config"),
        ("git-remote", "ssh://git.corp.example:2222/example/project.git", ".git/config"),
    ]
    outer = FOLDER.parent / ".git" / "config"
    assert len(found(files={outer: REMOTES})) == 3
    assert found(files={CONFIG: '[remote "here"]\n url = /srv/git/project\n'}) == [("git-remote", None, ".git/config")]


def test_search_domains_stand_behind_the_first_server() -> None:
    text = "# nameserver 9.9.9.9\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nsearch old.example\n"
    text += "search Corp.example. b.example\n"
    assert found(files={RESOLVER: text}) == [
        ("dns", "10.0.0.2 corp.example", str(RESOLVER)),
        ("dns", "10.0.0.2 b.example", str(RESOLVER)),
    ]
    assert found(files={RESOLVER: "nameserver 10.0.0.2\n"}) == [("dns", "10.0.0.2", str(RESOLVER))]
    assert found(files={RESOLVER: "search corp.example\n"}) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://anna:pw@gw.example/v1?key=1#x", "https://gw.example/v1"),
        ("https://token@gw.example:8443/api/anthropic/", "https://gw.example:8443/api/anthropic"),
        ("https://gw.example/v1/team-key", "https://gw.example"),
        ("http://[::1]:4000", "http://[::1]:4000"),
        ("https://gw.example:99999", ""),
        ("nonsense", ""),
    ],
)
def test_a_url_keeps_nothing_that_lets_somebody_in(given: str, kept: str) -> None:
    assert bare_url(given) == kept


PRINTED = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/?#")


@given(st.text(PRINTED, max_size=12), st.sampled_from("up?#/"))
def test_no_secret_stays_wherever_it_stands(noise: str, place: str) -> None:
    secret = f"S3CRET{noise}"
    url = {
        "u": f"https://{secret}@gw.example/v1",
        "p": f"https://user:{secret}@gw.example/v1",
        "?": f"https://gw.example/v1?{secret}",
        "#": f"https://gw.example/v1#{secret}",
        "/": f"https://gw.example/v1/{secret}",
    }[place]
    variables = dict.fromkeys((*base_url_variables(), *PROXY_VARIABLES), url)
    files = {CONFIG: f'[remote "origin"]\nurl = {url}\n'}
    assert not [one for one in found(variables, files) if "S3CRET" in (one[1] or "").upper()]
    assert not [one for one in found(variables, files) if one[1] and "@" in one[1]]


def test_what_is_found_is_a_level_file_that_an_audit_reads() -> None:
    variables = {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "HTTPS_PROXY": "http://proxy.corp.example:3128"}
    rows = found(variables, {CONFIG: REMOTES, RESOLVER: "nameserver 10.0.0.2\nsearch corp.example\n"})
    levels = [parse_level(f"{factor}={value}") for factor, value, _ in rows]
    assert len(levels) == 7
    text = levels_text([(level, "somewhere\nelse") for level in levels], ["a note"])
    assert parse_levels(text.encode(), "here.toml") == tuple(levels)


def test_nothing_is_asked_for_but_what_is_documented() -> None:
    asked: list[Path] = []
    found({}, asked=asked)
    configs = {folder / ".git" / "config" for folder in (FOLDER, *FOLDER.parents)}
    assert set(asked) == {*ZONE_FILES, RESOLVER, *configs}
    page = (Path(__file__).parents[3] / "docs" / "commands" / "levels.md").read_text("utf-8")
    places = (*map(str, ZONE_FILES), str(RESOLVER), ".git/config", "TZ", *LOCALE_VARIABLES, *base_url_variables())
    assert [name for name in places if f"`{name}`" not in page] == []


WATCHED = """
import sys
from countermark.drive.here import levels_here, this_machine
levels_here(this_machine())  # what is loaded once is loaded by now
opened = []
sys.addaudithook(lambda name, given: opened.append(str(given[0])) if name in ("open", "os.listdir") else None)
levels_here(this_machine())
print("\\n".join(path for path in opened if isinstance(path, str)))
"""


def test_no_other_file_of_the_machine_is_opened(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(REMOTES, "utf-8")
    for decoy in (".netrc", ".gitconfig", ".env", ".git-credentials"):
        (tmp_path / decoy).write_text(SECRET, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    own = (str(Path(factors.__file__).parents[1]), sys.prefix, sys.base_prefix, "/usr/share/zoneinfo")
    foreign = {path for path in done.stdout.splitlines() if path and not path.startswith(own)}
    assert str(tmp_path / ".git" / "config") in foreign
    assert foreign <= {*map(str, ZONE_FILES), str(RESOLVER), str(tmp_path / ".git" / "config")}


def test_the_command_writes_and_checks_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "tlh")
    assert main(["levels", "--here", "--out", "here.toml", "--json", "here.json"]) == 0
    text = (tmp_path / "here.toml").read_text("utf-8")
    assert "# LC_ALL: what stands there is no level of locale" in text
    assert "tlh" not in text
    assert json.loads((tmp_path / "here.json").read_text("utf-8"))["levels"]["timezone"] == ["Asia/Tokyo"]
    capsys.readouterr()
    assert main(["levels", "here.toml"]) == 0
    assert "timezone=Asia/Tokyo\n" in capsys.readouterr().out
    (tmp_path / "bad.toml").write_text(text.replace("Asia/Tokyo", "Middle/Earth"), "utf-8")
    assert main(["levels", "bad.toml"]) == 2
    assert main(["levels"]) == 2
    assert main(["levels", "here.toml", "--here"]) == 2
