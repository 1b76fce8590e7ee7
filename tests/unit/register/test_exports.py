"""Every export is read by the tool that it is for, or by the published grammar, and does what it says."""

from __future__ import annotations

import json
import plistlib
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from countermark.register.bans import Bans, bans
from countermark.register.exports import ALL
from countermark.register.exports.record import Exported
from countermark.register.folder import read_register
from unit.register.sample_register import AT, BAN_FILE, edited, written

COMMAND = Path(sys.executable).parent / "countermark"
LATER = AT + timedelta(days=30)


def found(folder: Path, at: object = LATER) -> Bans:
    register, problems = read_register(folder)
    assert register
    assert not problems
    return bans(register, at)  # type: ignore[arg-type]


def exported(name: str, folder: Path, at: object = LATER) -> Exported:
    (export,) = (one for one in ALL if one.id == name)
    return export.render(found(folder, at))


def texts(done: Exported) -> dict[str, str]:
    return {piece.name: piece.text for piece in done.pieces}


def program(name: str) -> str:
    path = shutil.which(name, path="/usr/bin:/usr/sbin:/bin:/sbin:/usr/local/bin")
    assert path, f"{name} is missing: tools/setup dev installs it"
    return path


# Columns as osquery's specifications name them: https://osquery.io/schema (read 2026-11).
TABLES = """
create table npm_packages (name text, version text, path text, directory text);
create table python_packages (name text, version text, path text, directory text);
create table users (uid, gid, username text, directory text);
create table file (path text, directory text, filename text);
insert into users values (501, 20, 'ada', '/home/ada');
"""


@pytest.fixture
def host() -> sqlite3.Connection:
    """Osquery's SQL is SQLite's; the tables have the columns of its specifications."""
    base = sqlite3.connect(":memory:")
    base.executescript(TABLES)
    return base


PLANTED = (
    (
        "insert into npm_packages values ('@quick/agent', '2.1.91', '/usr/local/lib/node_modules/@quick/agent', '')",
        "npm",
    ),
    ("insert into file values ('/home/ada/.quick-agent', '', '')", "files"),
    ("insert into npm_packages values ('@quick/agents', '2.1.91', '', '')", ""),
    ("insert into file values ('/home/ada/.quick-agents', '', '')", ""),
)


@pytest.mark.parametrize(("planted", "by"), PLANTED)
def test_osquery_finds_what_is_there(tmp_path: Path, host: sqlite3.Connection, planted: str, by: str) -> None:
    pack = json.loads(texts(exported("osquery", written(tmp_path), AT))["countermark.pack.json"])
    host.execute(planted)
    hits = [name for name, query in pack["queries"].items() if host.execute(query["query"]).fetchall()]
    assert len(pack["queries"]) == 2
    assert len(hits) == bool(by)
    assert all(by in name for name in hits)


@pytest.mark.parametrize(("planted", "by"), PLANTED)
def test_a_host_passes_fleets_policy_where_the_tool_is_not(
    tmp_path: Path, host: sqlite3.Connection, planted: str, by: str
) -> None:
    (policy,) = yaml.safe_load(texts(exported("fleet", written(tmp_path)))["countermark.policies.yml"])
    assert set(policy) == {"name", "description", "resolution", "query", "platform", "critical"}
    assert host.execute(policy["query"]).fetchall() == [(1,)]
    host.execute(planted)
    assert host.execute(policy["query"]).fetchall() == ([] if by else [(1,)])


def test_a_ban_of_versions_is_asked_for_by_version_and_blocks_nothing(tmp_path: Path, host: sqlite3.Connection) -> None:
    edited(tmp_path, BAN_FILE, "status =", 'versions = ["2.1.91"]\nstatus =')
    (policy,) = yaml.safe_load(texts(exported("fleet", tmp_path))["countermark.policies.yml"])
    host.execute("insert into npm_packages values ('@quick/agent', '2.1.198', '', '')")
    assert host.execute(policy["query"]).fetchall() == [(1,)]
    host.execute("insert into npm_packages values ('@quick/agent', '2.1.91', '', '')")
    assert host.execute(policy["query"]).fetchall() == []
    for name in ("santa", "rpz", "squid", "removal"):
        done = exported(name, tmp_path)
        assert "quick.example" not in "".join(texts(done).values())
        assert "told apart" in done.notes[0]


def test_santa_blocks_by_signature_and_digest_and_not_all_of_a_vendor(tmp_path: Path) -> None:
    profile = plistlib.loads(texts(exported("santa", written(tmp_path)))["countermark-santa.mobileconfig"].encode())
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.northpolesec.santa"
    assert [(rule["rule_type"], rule["policy"], rule["identifier"]) for rule in payload["StaticRules"]] == [
        ("SIGNINGID", "BLOCKLIST", "ABCDE12345:example.quick.agent"),
        ("BINARY", "BLOCKLIST", "d" * 64),
    ]
    assert "Open Agent" in payload["StaticRules"][0]["custom_msg"]


def test_bind_loads_the_zone(tmp_path: Path) -> None:
    zone = written(tmp_path / "register").parent / "zone"
    zone.write_text(texts(exported("rpz", tmp_path / "register"))["countermark.rpz"])
    command = [program("named-checkzone"), "-i", "none", "-D", "rpz.example.org", zone]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("api.quick.example", "*.api.quick.example", "quick-agent.example"):
        lines = [line.split() for line in done.stdout.splitlines()]
        assert [f"{name}.rpz.example.org.", "300", "IN", "CNAME", "."] in lines
    zone.write_text(zone.read_text() + "api.quick.example IN CNAME a.\n")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_squid_is_given_no_domain_below_another(tmp_path: Path) -> None:
    edited(tmp_path, "tools/quick-agent.toml", '"api.quick.example"', '"api.quick.example", "eu.api.quick.example"')
    made = texts(exported("squid", tmp_path))
    assert made["countermark-banned.domains"] == ".api.quick.example\n.quick-agent.example\n"
    assert "http_access deny countermark_banned" in made["countermark-banned.conf"]


def test_nothing_is_blocked_before_its_time(tmp_path: Path) -> None:
    written(tmp_path)
    for name in ("santa", "rpz", "squid"):
        done = exported(name, tmp_path, AT)
        assert "quick" not in "".join(texts(done).values()).replace("countermark", "")
        assert "takes effect at 2026-12-01T00:00:00+01:00 only" in done.notes[0]


def test_the_message_says_when_why_what_instead_and_how(tmp_path: Path) -> None:
    ((name, text),) = texts(exported("message", written(tmp_path), AT)).items()
    assert name == "quick-agent-2026-12-01.txt"
    for said in ("2026-12-01 00:00 +01:00", "unseen", "Open Agent", "npm uninstall", "security@example.org", "lab-7"):
        assert said in text


PLACES = (
    "home/ada/.quick-agent/settings.json",
    "home/ada/.local/bin/quick-agent",
    "home/ada/.nvm/versions/node/v22/lib/node_modules/@quick/agent/cli.js",
    "Users/grace hopper/.quick-agent/x",
    "usr/local/lib/node_modules/@quick/agent/cli.js",
    "usr/local/bin/quick-agent",
)
OTHERS = ("home/ada/.quick-agents/x", "usr/local/lib/node_modules/@quick/other/x", "etc/bin/quick-agent")


def planted(root: Path) -> dict[str, str]:
    for name in (*PLACES, *OTHERS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "home" / "eve").mkdir()  # whose link would lead root to files of the system
    (root / "home" / "eve" / ".local").symlink_to(root / "etc")
    return files(root)


def files(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def sandboxed(script: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The script in a sandbox where nothing but ``root`` can be written."""
    seal = [program("bwrap"), "--ro-bind", "/", "/", "--dev", "/dev", "--bind", root, root, "--unshare-all"]
    seal += ["--hostname", "desk-1"]
    command = [*seal, "/bin/sh", script, "/", "desk-1", "ada", "--root", root, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    # The clock of the machine is what the script asks: a ban long past holds on every clock.
    edited(tmp_path / "register", BAN_FILE, "2026-12-01T", "2001-01-01T")
    for name, text in texts(exported("removal", tmp_path / "register")).items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_shellcheck_has_nothing_to_say(scripts: Path) -> None:
    made = sorted(scripts.glob("*.sh"))
    assert [path.name for path in made] == [f"quick-agent-{mode}.sh" for mode in ("dry-run", "remove", "undo")]
    done = subprocess.run([program("shellcheck"), *made], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.lab
def test_the_removal_has_a_dry_run_and_an_undo(scripts: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    before = planted(root)
    done = sandboxed(scripts / "quick-agent-dry-run.sh", root)
    assert (done.returncode, done.stdout.count("would move"), files(root)) == (0, 6, before), done.stderr
    done = sandboxed(scripts / "quick-agent-remove.sh", root)
    assert (done.returncode, done.stdout.count("moved: ")) == (0, 6), done.stderr
    assert "a link leads out" in done.stdout
    after = files(root)
    assert {name for name in before if name not in after} == set(PLACES)
    done = sandboxed(scripts / "quick-agent-undo.sh", root)
    assert (done.returncode, files(root)) == (0, before), done.stderr
    assert not (root / "var" / "countermark-removed" / "quick-agent").exists()


@pytest.mark.lab
def test_an_undo_writes_over_nothing(scripts: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    planted(root)
    assert sandboxed(scripts / "quick-agent-remove.sh", root).returncode == 0
    (root / "usr/local/bin/quick-agent").write_text("new")
    assert sandboxed(scripts / "quick-agent-undo.sh", root).returncode == 1
    assert (root / "usr/local/bin/quick-agent").read_text() == "new"
    assert (root / "home/ada/.quick-agent/settings.json").exists()


@pytest.mark.lab
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("2026-12-01T", "2999-01-01T", "not banned yet"), ("lab-7", "desk-1", "this host is exempt")],
)
def test_nothing_is_removed_before_the_day_or_where_there_is_an_exception(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    edited(tmp_path / "register", BAN_FILE, old, new)
    text = (tmp_path / "register" / BAN_FILE).read_text().replace("2027-01-31", "3000-01-31")
    text = text.replace("2026-12-01T", "2001-01-01T")
    (tmp_path / "register" / BAN_FILE).write_text(text)
    (tmp_path / "remove.sh").write_text(texts(exported("removal", tmp_path / "register"))["quick-agent-remove.sh"])
    before = planted(tmp_path / "root")
    done = sandboxed(tmp_path / "remove.sh", tmp_path / "root")
    assert (done.returncode, said in done.stdout, files(tmp_path / "root")) == (0, True, before), done.stderr


def test_a_text_that_looks_like_a_place_to_fill_in_stays_a_text(tmp_path: Path) -> None:
    edited(tmp_path, BAN_FILE, "unseen", "@HOME@ $(touch x) `id`")
    text = texts(exported("removal", tmp_path))["quick-agent-remove.sh"]
    assert [line for line in text.splitlines() if "$(touch x)" in line] == [text.splitlines()[1]]
    assert text.splitlines()[1].startswith("# ")


def test_the_command_writes_each_format_and_refuses_another(tmp_path: Path) -> None:
    folder = written(tmp_path / "register")
    command = [COMMAND, "register", "export", folder, "--at", "2026-12-20T00:00:00Z", "--out", tmp_path / "out", "--to"]
    done = subprocess.run([*command, "rpz"], capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "out" / "countermark.rpz").is_file()) == (0, True), done.stderr
    assert "exceptions for lab-7" in done.stderr
    done = subprocess.run([*command, "fax"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(one.id in done.stderr for one in ALL)
