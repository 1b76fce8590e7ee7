"""What single factors take for a level, and what each level does."""

from __future__ import annotations

from datetime import datetime

import pytest

from countermark import factors
from countermark.errors import UsageError
from countermark.factors.factor import Factor


def factor(name: str) -> Factor:
    return next(each for each in factors.ALL if each.id == name)


def variables(name: str, value: str) -> dict[str, str]:
    return {item.name: item.value for item in factor(name).setup(value).variables}


def files(name: str, value: str) -> dict[str, str]:
    return {item.path: item.content.decode() for item in factor(name).setup(value).files}


def shown(name: str, value: str) -> dict[str, str]:
    return {item.form: item.text for item in factor(name).derive(value, "2026-11-18T10:30:00Z")}


@pytest.mark.parametrize("name", ["base-url", "https-proxy"])
@pytest.mark.parametrize(
    "value",
    [
        "ftp://a.example", "https://", "https://user@a.example", "https://a.example?x", "https://a.example#x",
        "https://a b.example", "https://a..example", "https://-a.example", "https://a.example:0",
        "https://a.example:99999", "https://a.example/\x1b[2J", "https://[::1", "a.example", "https://a_b.example/é",
    ],
)  # fmt: skip
def test_what_is_no_url(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        factor(name).check(value)


@pytest.mark.parametrize(
    "value", ["http://[::1]:8080", "https://10.0.0.1", "http://localhost:4000/v1/", "https://a.b-c.example"]
)
def test_what_is_a_url(value: str) -> None:
    factor("base-url").check(value)


def test_parts_of_a_url() -> None:
    found = shown("base-url", "https://gw.corp.example.cn:8443/v1/")
    assert found["host"] == "gw.corp.example.cn"
    assert found["domain"] == "example.cn"
    assert "top-level-domain" not in found
    assert found["port"] == "8443"
    assert found["url-path"] == "/v1"
    assert found["url-origin"] == "https://gw.corp.example.cn:8443"
    assert "domain" not in shown("base-url", "http://127.0.0.1:4000")


def test_the_array_s_hosts_hold_one_pair_that_differs_in_the_country_alone() -> None:
    assert {"https://brisk-lantern.example.com", "https://brisk-lantern.example.cn"} <= set(factor("base-url").levels)


def test_the_words_of_a_control_stand_before_neutral_domains_alone() -> None:
    hosts = [url.partition("://")[2] for url in (*factor("base-url").levels, *factor("base-url").contrasts)]
    for word in ("brisk", "lantern", "amber", "thistle"):
        assert all(host.partition(".")[2].startswith("example.") for host in hosts if word in host)


def test_the_first_contrasts_are_of_different_classes() -> None:
    assert len({url.partition(".")[2] for url in factor("base-url").contrasts[:8]}) == 8


def test_the_clock_s_levels_are_working_days_at_the_same_hour() -> None:
    for value in factor("clock").levels:
        moment = datetime.fromisoformat(value)
        assert (moment.hour, moment.minute) == (10, 30)
        assert moment.weekday() < 5
    first, far = (datetime.fromisoformat(value) for value in factor("clock").levels)
    assert (far - first).days > 4 * 365


@pytest.mark.parametrize(
    "value", ["2026-13-01T00:00:00Z", "2026-11-18", "2026-11-18T10:30:00+09:00", "2040-01-01T00:00:00Z"]
)
def test_what_is_no_instant(value: str) -> None:
    with pytest.raises(UsageError):
        factor("clock").check(value)


def test_the_real_clock_says_nothing_and_shows_the_true_time() -> None:
    assert factor("clock").setup("real").clock == ""
    assert shown("clock", "real")["date:iso"] == "2026-11-18"
    assert shown("clock", "2031-11-19T10:30:00Z")["date:iso"] == "2031-11-19"
    assert shown("clock", "2031-11-19T10:30:00Z")["epoch:seconds"] == "1952850600"


@pytest.mark.parametrize("value", ["PATH=/tmp", "HOME=/x;CI=1", "ci=1", "CI=", "CI=a\nb", "CI", "CI=1;"])
@pytest.mark.parametrize("name", ["ci", "terminal"])
def test_variables_that_are_no_level(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        factor(name).check(value)


def test_variables_can_be_a_level_of_their_own() -> None:
    factor("ci").check("CI=true;DRONE=true")
    assert variables("ci", "CI=true;DRONE=true") == {"CI": "true", "DRONE": "true"}
    assert variables("ci", "unset") == {}
    assert variables("terminal", "vscode")["TERM_PROGRAM"] == "vscode"


def test_words_that_occur_everywhere_are_not_shown() -> None:
    assert "true" not in {item.text.casefold() for item in factor("ci").derive("github-actions", "")}
    assert shown("ci", "github-actions")["product"] == "GitHub Actions"


def test_ssh() -> None:
    said = variables("ssh", "203.0.113.7")
    assert said["SSH_CONNECTION"] == "203.0.113.7 51234 192.0.2.10 22"
    assert said["SSH_CLIENT"] == "203.0.113.7 51234 22"
    assert variables("ssh", "2001:db8::7")["SSH_CONNECTION"] == "2001:db8::7 51234 2001:db8::10 22"
    with pytest.raises(UsageError):
        factor("ssh").check("fe80::1%eth0")


def test_dns() -> None:
    assert files("dns", "10.1.0.2 corp.example") == {"/etc/resolv.conf": "nameserver 10.1.0.2\nsearch corp.example\n"}
    assert files("dns", "8.8.8.8") == {"/etc/resolv.conf": "nameserver 8.8.8.8\n"}
    for value in ("8.8.8.8 ", "8.8.8.8 a b", "corp.example", "8.8.8.8 a\noptions x", "unset corp.example"):
        with pytest.raises(UsageError):
            factor("dns").check(value)


def test_os_release() -> None:
    assert "ID=ubuntu\n" in files("os-release", "ubuntu-24.04")["/etc/os-release"]
    factor("os-release").check("arch rolling Arch Linux")
    assert 'PRETTY_NAME="Arch Linux rolling"\n' in files("os-release", "arch rolling Arch Linux")["/etc/os-release"]
    assert "openEuler" in {item.text for item in factor("os-release").derive("openeuler-24.03", "")}


def test_keyboard() -> None:
    assert variables("keyboard", "cn+fcitx")["XMODIFIERS"] == "@im=fcitx"
    assert "GTK_IM_MODULE" not in variables("keyboard", "ru")
    assert 'XKBLAYOUT="ru"\n' in files("keyboard", "ru")["/etc/default/keyboard"]


def test_installed_software() -> None:
    group = {item.path: item for item in factor("installed-software").setup("ai-agents").files}
    assert group["{home}/.local/bin/codex"].mode == 0o755
    assert group["{home}/.gemini/settings.json"].content == b"{}\n"
    factor("installed-software").check(".config/tool/settings.json,bin:tool")
    for value in ("bin:a/b", "/etc/passwd", "../x", ".config/../../x", "a,,b", ".", "a/./b"):
        with pytest.raises(UsageError):
            factor("installed-software").check(value)


def test_identities() -> None:
    assert files("git-identity", "王伟 <wangwei@huawei.com>") == {
        "{home}/.gitconfig": "[user]\n\tname = 王伟\n\temail = wangwei@huawei.com\n"
    }
    assert shown("git-identity", "Jane Smith <jane@example.com>")["email-domain"] == "example.com"
    with pytest.raises(UsageError):
        factor("git-identity").check('x"\n[core] pager = id <a@b.example>')


def test_names_of_users_and_machines() -> None:
    assert shown("username", "zhangwei")["home"] == "/home/zhangwei"
    assert factor("hostname").setup("build-7").hostname == "build-7"
    assert shown("shell", "/usr/bin/fish")["shell-name"] == "fish"
    for name, value in (
        ("username", "root"),
        ("username", "A"),
        ("hostname", "a_b"),
        ("hostname", "a" * 65),
        ("shell", "zsh"),
    ):
        with pytest.raises(UsageError):
            factor(name).check(value)


def test_remote_switches_are_known_or_not_and_show_nothing() -> None:
    switches = factor("remote-switches")
    assert [switches.setup(value).switches for value in switches.levels] == ["", "on", "off"]
    assert all(switches.derive(value, "2026-11-18T10:30:00Z") == () for value in switches.levels)
    with pytest.raises(UsageError):
        switches.check("maybe")
