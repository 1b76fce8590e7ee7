"""Profile and set-up become variables, files, a command and ports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countermark.errors import LabError
from countermark.lab import environment
from countermark.lab.certificates import CertificateAuthority
from countermark.lab.providers import host_of, port_of
from countermark.lab.specification import DUMMY_KEY, RunSpec
from countermark.model.environment import PlacedFile, Setup, Variable
from countermark.model.profile import HomeFile, Launch, Login, Profile, Scenario, Terminal
from countermark.sandbox.runtimes import Runtime

NODE = Runtime(name="node", version="v20", executable="/usr/bin/node", host_executable="/usr/bin/node")
NO_KEYS = CertificateAuthority(certificate_pem=b"", key_pem=b"", leaf_key_pem=b"")


def spec(
    folder: Path,
    setup: Setup = Setup(),  # noqa: B008 -- frozen
    variables: tuple[Variable, ...] = (),
    launches: tuple[Launch, ...] = (Launch(argv=("node", "{artifact}/cli.js", "-p", "{prompt}")),),
    files: tuple[HomeFile, ...] = (),
) -> RunSpec:
    profile = Profile(
        id="p",
        title="",
        sha256="",
        match=(),
        launches=launches,
        protocol="anthropic-messages",
        variables=variables,
        base_url_variable="BASE",
        base_url_path="/v1",
        files=files,
    )
    scenario = Scenario(id="s", title="", sha256="", prompts=("{home} hi",), replies=())
    return RunSpec(
        id="r",
        artifact=str(folder),
        profile=profile,
        scenario=scenario,
        setup=setup,
        authority=NO_KEYS,
        blobs="",
    )


def variables_of(made: RunSpec) -> dict[str, str]:
    return {item.name: item.value for item in environment.shown(made, ()).variables}


def test_later_layers_win_and_placeholders_are_filled(tmp_path: Path) -> None:
    made = spec(
        tmp_path,
        Setup(
            username="ana", variables=(Variable(name="LANG", value="de_DE.UTF-8"), Variable(name="K", value="{work}"))
        ),
        (
            Variable(name="LANG", value="C"),
            Variable(name="KEY", value="{dummy_key}"),
            Variable(name="T", value="{home}"),
        ),
    )
    found = variables_of(made)
    assert (found["LANG"], found["KEY"], found["T"], found["K"]) == (
        "de_DE.UTF-8",
        DUMMY_KEY,
        "/home/ana",
        "/home/ana/project",
    )
    assert found["PATH"].startswith("/home/ana/.local/bin:")


def test_every_spelling_of_the_proxy_is_set_or_none(tmp_path: Path) -> None:
    names = {f"{kind}_proxy" for kind in ("http", "https", "all")}
    names |= {name.upper() for name in names}
    found = variables_of(spec(tmp_path, Setup(proxy_url="http://p.example:1")))
    assert {found.get(name) for name in names} == {"http://p.example:1"}
    assert not names & set(variables_of(spec(tmp_path)))


@pytest.mark.parametrize("url", ["https://gw.example", "https://gw.example/"])
def test_the_base_url_goes_where_the_profile_says(tmp_path: Path, url: str) -> None:
    assert variables_of(spec(tmp_path, Setup(base_url=url)))["BASE"] == "https://gw.example/v1"
    assert "BASE" not in variables_of(spec(tmp_path))


def test_arguments_and_files_point_the_tool_elsewhere_only_where_it_is_to_be(tmp_path: Path) -> None:
    def made(base_url: str) -> RunSpec:
        plain = spec(tmp_path, Setup(base_url=base_url), files=(HomeFile(path="c.json", content="{}"),))
        profile = replace(
            plain.profile,
            base_url_arguments=("-u", "{base_url}"),
            base_url_files=(HomeFile(path="c.json", content='{"u":"{base_url}"}'),),
        )
        return replace(plain, profile=profile)

    there, here = made("https://gw.example/"), made("")
    assert environment.launch(there)[-2:] == ("-u", "{base_url}")
    assert environment.fill("{base_url}", there, "/h", "/w", "") == "https://gw.example/v1"
    assert [item.content for item in environment.shown(there, ()).files] == [b'{"u":"https://gw.example/v1"}']
    assert environment.launch(here) == plain_launch(tmp_path)
    assert [item.content for item in environment.shown(here, ()).files] == [b"{}"]


def test_a_terminal_and_a_login_change_the_command_the_files_and_the_variables(tmp_path: Path) -> None:
    plain = spec(tmp_path, variables=(Variable(name="KEY", value="k"), Variable(name="KEPT", value="1")))
    profile = replace(
        plain.profile,
        login=Login(without=("KEY",), files=(HomeFile(path="login.json", content="in"),)),
        terminal=Terminal(
            without=("-p", "{prompt}"), arguments=("-i",), files=(HomeFile(path="ok.json", content="ok"),)
        ),
    )

    def found(setup: Setup) -> tuple[tuple[str, ...], set[str], set[str]]:
        one = replace(plain, profile=profile, setup=setup)
        seen = environment.shown(one, ())
        own = {item.name for item in seen.variables} & {"KEY", "KEPT"}
        return environment.launch(one), own, {item.path for item in seen.files}

    assert found(Setup()) == (plain_launch(tmp_path), {"KEY", "KEPT"}, set())
    assert found(Setup(login=True)) == (plain_launch(tmp_path), {"KEPT"}, {"/home/dev/login.json"})
    assert found(Setup(terminal=True)) == (("node", "{artifact}/cli.js", "-i"), {"KEY", "KEPT"}, {"/home/dev/ok.json"})


def plain_launch(folder: Path) -> tuple[str, ...]:
    return environment.launch(spec(folder))


def test_a_prompt_is_filled_in_as_it_is(tmp_path: Path) -> None:
    made = spec(tmp_path)
    assert environment.fill("{prompt}|{home}", made, "/h", "/w", "{home} {prompt}") == "{home} {prompt}|/h"
    assert environment.fill("a {unknown} {", made, "/h", "/w", "") == "a {unknown} {"
    assert environment.fill("", made, "/h", "/w", "x") == ""


def test_the_first_launch_that_fits_is_taken(tmp_path: Path) -> None:
    launches = (Launch(argv=("{artifact}/bin/tool",), when="bin/tool"), Launch(argv=("node", "cli.js"), when="cli.js"))
    with pytest.raises(LabError, match="no launch"):
        environment.launch(spec(tmp_path, launches=launches))
    (tmp_path / "cli.js").touch()
    assert environment.launch(spec(tmp_path, launches=launches)) == ("node", "cli.js")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/tool").touch()
    assert environment.launch(spec(tmp_path, launches=launches)) == ("{artifact}/bin/tool",)


def test_a_program_must_be_in_the_target_or_on_the_path(tmp_path: Path) -> None:
    environment.check_program(spec(tmp_path), (NODE,))
    with pytest.raises(LabError, match="absent-tool"):
        environment.check_program(spec(tmp_path, launches=(Launch(argv=("absent-tool",)),)), (NODE,))
    with pytest.raises(LabError, match="not there"):
        environment.check_program(spec(tmp_path, launches=(Launch(argv=("{artifact}/x",)),)), (NODE,))


def test_files_are_placed_where_they_say(tmp_path: Path) -> None:
    files = (
        PlacedFile(path="{home}/.ssh/config"),
        PlacedFile(path="{work}/a"),
        PlacedFile(path="/etc/x"),
        PlacedFile(path="/usr/local/bin/y"),
    )
    made = spec(tmp_path, Setup(files=files), files=(HomeFile(path=".rc", content="{home}"),))
    seen = environment.shown(made, ())
    assert [item.path for item in seen.files] == [
        "/home/dev/.ssh/config",
        "/home/dev/project/a",
        "/etc/x",
        "/usr/local/bin/y",
        "/home/dev/.rc",
    ]
    assert seen.files[-1].content == b"/home/dev"


def test_what_starts_the_tool_stays_where_a_level_places_a_file_of_the_same_name(tmp_path: Path) -> None:
    level = Setup(files=(PlacedFile(path="{home}/.tool/settings.json", content=b"{}"),))
    own = HomeFile(path=".tool/settings.json", content='{"auth": "key"}')
    placed = {item.path: item.content for item in environment.shown(spec(tmp_path, level, files=(own,)), ()).files}
    assert placed == {"/home/dev/.tool/settings.json": b'{"auth": "key"}'}


@pytest.mark.parametrize(
    "path", ["relative", "/etc/../x", "{home}/../../x", "/usr/bin/x", "/proc/x", "/opt/target/x", "/dev/null", ""]
)
def test_a_file_that_could_not_be_seen_or_would_stand_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(LabError):
        environment.shown(spec(tmp_path, Setup(files=(PlacedFile(path=path),))), ())


def test_root_is_told_when_its_tool_could_not_read_the_target(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    environment.check_readable(spec(tmp_path))
    tmp_path.chmod(0o700)
    with pytest.raises(LabError, match="owner only"):
        environment.check_readable(spec(tmp_path))


@pytest.mark.parametrize(
    ("base_url", "proxy_url", "expected"),
    [
        ("", "", ()),
        ("https://gw.example:9", "http://10.0.0.1:8", ()),
        ("http://localhost:4000/v1", "", (4000,)),
        ("http://127.0.0.1", "http://[::1]:7890", (80, 7890)),
        ("https://a.localhost", "http://127.9.9.9:1080", (443, 1080)),
        ("http://localhost:99999", "http://[::1", ()),
    ],
)
def test_loopback_ports_are_those_that_are_named(
    tmp_path: Path, base_url: str, proxy_url: str, expected: tuple[int, ...]
) -> None:
    assert environment.loopback_ports(spec(tmp_path, Setup(base_url=base_url, proxy_url=proxy_url))) == expected


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://A.Example/x", "a.example", 443),
        ("http://[::1]:80", "::1", 80),
        ("nonsense", "", 0),
        ("http://[", "", 0),
        ("http://x:y", "x", 0),
    ],
)
def test_urls_are_read_or_not_at_all(url: str, host: str, port: int) -> None:
    assert (host_of(url), port_of(url)) == (host, port)
