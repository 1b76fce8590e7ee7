"""Inventories are read row by row: which hosts have which tools, whom a ban affects, and what is no inventory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from countermark.errors import UsageError
from countermark.register.affected import affected
from countermark.register.bans import bans
from countermark.register.folder import Register, read_register
from countermark.register.inventory import Sighting, sightings
from unit.register.sample_register import AT, BAN_FILE, edited, written

COMMAND = Path(sys.executable).parent / "countermark"
HEADER = "host_display_name,type,name,identifier,version\n"
SEEN = (Sighting(host="desk-1", tool="quick-agent", version="2.1.91"),)


def read(folder: Path) -> Register:
    register, problems = read_register(folder)
    assert register
    assert not problems
    return register


ROW = {"host_name": "desk-1", "name": "Anything", "identifier": "quick-agent", "version": "2.1.91"}
PARTS = [{"name": "x", "components": [{"name": "a", "version": "2.1.91", "purl": "pkg:npm/%40quick/agent@2.1.91"}]}]
BOM = {"bomFormat": "CycloneDX", "metadata": {"component": {"name": "desk-1"}}, "components": PARTS}


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "desk-1,agents,Anything,quick-agent,2.1.91\ndesk-1,agents,quick-agents,quick-agents,1\n",
        json.dumps([ROW, ROW | {"identifier": "other"}]),
        json.dumps(
            {"results": [{"host_name": "desk-1", "columns": {k: v for k, v in ROW.items() if k != "host_name"}}]}
        ),
        json.dumps(BOM),
    ],
    ids=["csv", "rows", "report", "cyclonedx"],
)
def test_each_form_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "inventory").write_text(text)
    assert sightings(read(written(tmp_path / "register")), [tmp_path / "inventory"]) == SEEN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,version\nx,1\n", "line 1"),
        (HEADER + 'a,"b"c,d\n', "line 2 is not CSV"),
        ('{\n"a": }', "line 2 is not JSON"),
        ('{"a": 1}', "neither"),
        ('[{"name": "x"}]', "first row"),
        ('{"bomFormat": "CycloneDX"}', "metadata.component.name"),
    ],
)
def test_what_is_no_inventory_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "inventory").write_text(text)
    with pytest.raises(UsageError, match=said):
        sightings(read(written(tmp_path / "register")), [tmp_path / "inventory"])


def test_a_ban_of_versions_meets_those_and_the_unknown(tmp_path: Path) -> None:
    register = read(edited(tmp_path, BAN_FILE, "status =", 'versions = ["2.1.91"]\nstatus ='))
    seen = tuple(Sighting(host=f"h{v}", tool="quick-agent", version=v) for v in ("2.1.91", "2.1.198", ""))
    (one,) = affected(bans(register, AT), seen)
    assert one.hosts == ("h", "h2.1.91")


def test_ten_thousand_hosts_are_told_before_the_ban_takes_effect(tmp_path: Path) -> None:
    folder = written(tmp_path / "register")
    rows = [f"desk-{n},agents,x,{'quick-agent' if n % 4 else 'open-agent'},1.0\n" for n in range(10_000)]
    (tmp_path / "tools.csv").write_text(HEADER + "".join(rows) + "lab-7,agents,x,quick-agent,1.0\n")
    command = [COMMAND, "register", "import", folder, tmp_path / "tools.csv", "--at", "2026-11-20T12:00:00Z"]
    done = subprocess.run([*command, "--out", tmp_path / "out"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Open Agent: 2,500 hosts have it" in done.stdout
    assert "7,500 hosts are affected, 1 exempt" in done.stdout
    assert len((tmp_path / "out" / "quick-agent-2026-12-01.txt").read_text().splitlines()) == 7_500
