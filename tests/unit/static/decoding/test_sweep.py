"""Encoded lists are found in files that are no programs, however they stand there."""

from __future__ import annotations

import base64
import json
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.model.static import HiddenList, Where
from countermark.static.decoding import sweep

HOSTS = ("relay.alpha.example", "api.borealis.test", "llm.cedar.example", "mirror.delta.invalid", "hub.granite.test")
TEXT = ",".join(HOSTS)
B64 = base64.b64encode(TEXT.encode()).decode()
EACH = [base64.b64encode(host.encode()).decode() for host in HOSTS]


def where(start: int, end: int) -> Where:
    return Where(file="a.json", sha256="0", start=start, end=end)


def lists(text: str) -> list[HiddenList]:
    return list(sweep.of_data(text.encode(), where))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"a": 1, "data": B64}),
        json.dumps({"a": [1, 2], "data": EACH, "name": "something else"}, indent=2),
        json.dumps({"data": dict.fromkeys(EACH, 1)}),
        json.dumps({"data": list(TEXT.encode())}),
        json.dumps({"data": "".join(f"\\u{ord(char) ^ 7:04x}" for char in TEXT)}).replace("\\\\u", "\\u"),
        f"# a comment\nkey: value\ndata: {B64}\n",
        f"data: '{B64}'\n",
        "list:\n" + "".join(f"  - {one}\n" for one in EACH),
        "; some words first\n" + "\n".join(EACH) + "\n",
        "Some words first.\n\n" + "\n".join(textwrap.wrap(B64, 20)) + "\n\nand after\n",
        B64,
        TEXT.encode().hex(),
    ],
    ids=[
        *("json", "json-items", "json-keys", "json-numbers", "json-escapes", "yaml", "yaml-quoted", "yaml-items"),
        *("lines", "wrapped", "bare", "hex"),
    ],
)
def test_a_list_is_found_in_data(text: str) -> None:
    found = lists(text)
    assert [sorted(one.entries) for one in found] == [sorted(HOSTS)] * len(found)
    assert found


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"hosts": HOSTS}),
        "\n".join(HOSTS),
        json.dumps({"dependencies": {f"left-pad-{n}": f"^1.{n}.0" for n in range(50)}}),
        json.dumps({"integrity": [f"sha512-{base64.b64encode(bytes(range(n, n + 64))).decode()}" for n in range(30)]}),
        "# Title\n\nSome prose about a host, with `code` and a [link](https://example.com/a?b=c).\n" * 40,
        "name: something\nversion: 1.0.0\nscripts:\n  build: make all\n  test: make test\n",
    ],
    ids=["json", "lines", "dependencies", "digests", "prose", "yaml"],
)
def test_what_is_in_clear_or_no_list_is_not_found(text: str) -> None:
    assert not lists(text)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_it_is_total_and_its_places_lie_in_the_file(data: bytes) -> None:
    for one in sweep.of_data(data, where):
        assert 0 <= one.where.start < one.where.end <= len(data)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"' * 200_000,
        "'" * 200_001,
        "a\n" * 100_000,
        "- " * 100_000,
        "\\" * 200_001,
        '"\\' * 100_000,
        "a:" * 90_000,
    ],
)
def test_repetitions_take_no_time(text: str) -> None:
    began = time.process_time()
    lists(text)
    assert time.process_time() - began < 10


def test_an_entry_of_a_list_is_no_list_of_its_own() -> None:
    paths = ("etc/alpha/machine", "home/lantern/thistle/amber", "opt/quill/brisk/cedar")
    each = [base64.b64encode(path.encode()).decode() for path in paths]
    assert [one.entries for one in lists(json.dumps(each))] == [paths]


def test_what_each_text_of_a_row_means_makes_no_difference() -> None:
    each = {
        base64.b64encode(host.encode()).decode(): value
        for host, value in zip(HOSTS, (1, 22, 1.5, True, None), strict=True)
    }
    assert [one.entries for one in lists(json.dumps(each))] == [HOSTS]


def pem(value: bytes) -> str:
    lines = textwrap.wrap(base64.b64encode(value).decode(), 64)
    return "\n".join(("-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""))


def test_names_in_a_certificate_are_nothing_hidden_and_a_list_in_its_armour_is() -> None:
    names = b", ".join(host.encode() for host in HOSTS) * 3
    certificate = pem(b"0\x82" + len(names).to_bytes(2, "big") + names)
    assert lists(f"# a root\n{certificate}") == []
    (found,) = lists(pem(TEXT.encode()))
    assert sorted(found.entries) == sorted(HOSTS)
