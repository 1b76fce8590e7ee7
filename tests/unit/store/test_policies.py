"""Policies: read with their lines; what is broken or contradicts itself is refused by its line."""

from __future__ import annotations

import contextlib
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from countermark.errors import UsageError
from countermark.store.policies import parse_policy, read_policy

PUBLISHED = (Path(__file__).parents[3] / "docs" / "schema" / "policy-1.json").read_text("utf-8")
GOOD = """\
schema = "countermark.policy/1"

[complete]
factors = ["timezone", "base-url"]
strength = 2
combinations = 1
probes = true

[limits]
signal-bits = 2
total-bits = 3.5

[[collections]]
factor = "git-remote"
form = "sha256"
host = "api.example.com"

[[collections]]
factor = "canary:*"

[[destinations]]
host = "*.example.com"
port = 443

[[signals]]
fingerprint = "00112233445566778899aabbccddeeff"
reason = "the vendor says it goes in March"
owner = "security team"
expires = 2027-03-31
bits = 1.0

[[signals]]
fingerprint = "ffeeddccbbaa99887766554433221100"
reason = "a bucket"
owner = "security team"
expires = 2027-03-31
"""


def refused(text: str) -> str:
    with pytest.raises(UsageError) as error:
        parse_policy(text.encode(), "p.toml")
    return str(error.value)


def test_a_policy_is_read_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(GOOD, "utf-8")
    policy = read_policy(tmp_path / "p.toml")
    first, second = policy.waivers
    assert (first.expires, first.bits, first.line, second.bits, second.line) == (date(2027, 3, 31), 1.0, 26, None, 33)
    assert [(one.factor, one.form, one.line) for one in policy.collections] == [
        ("git-remote", "sha256", 14),
        ("canary:*", "*", 19),
    ]
    assert [(one.host, one.port, one.line) for one in policy.destinations] == [("*.example.com", 443, 22)]
    assert (policy.limits.signal_bits, policy.limits.total_bits) == (2.0, 3.5)
    assert (policy.complete.factors, policy.complete.probes) == (("timezone", "base-url"), True)


def test_the_smallest_policy_allows_nothing() -> None:
    policy = parse_policy(b'schema = "countermark.policy/1"\n', "p.toml")
    assert (policy.waivers, policy.collections, policy.destinations) == ((), (), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("countermark.policy/1", "countermark.policy/2", "p.toml, line 1: schema"),
        ('reason = "a bucket"', 'reason = " "', "p.toml, line 34: signals[1].reason"),
        ('reason = "a bucket"\n', "", "p.toml, line 32: signals[1].reason\nthis key is missing"),
        ("expires = 2027-03-31\nbits", 'expires = "soon"\nbits', "p.toml, line 29: signals[0].expires"),
        ('fingerprint = "ff', 'fingerprint = "f', "p.toml, line 33: signals[1].fingerprint"),
        ("ffeeddccbbaa99887766554433221100", "00112233445566778899aabbccddeeff", "p.toml, line 33"),
        ("port = 443", "port = 99999", "p.toml, line 23: destinations[0].port"),
        ("port = 443", "prot = 443", "did you mean port?"),
        ("bits = 1.0", "bits = 2.5", "p.toml, line 30: signals[0].bits\n2.5 bits are allowed here, and no more than 2"),
        ("signal-bits = 2", "signal-bits = 4", "p.toml, line 10: limits.signal-bits"),
        ("signal-bits = 2", "signal-bits = -1", "p.toml, line 10: limits.signal-bits"),
        ('"timezone"', '"timezon"', "p.toml, line 4: complete.factors\nthere is no factor 'timezon'"),
        ('"git-remote"', '"git-remot"', "p.toml, line 14: collections[0].factor"),
        ('factor = "canary:*"', 'factor = "git-remote"\nform = "sha256"\nhost = "API.example.com"', "line 14 is about"),
        ("[limits]", "[limit]", "p.toml, line 9: limit"),
        ("strength = 2", "strength = 2\nstrength = 3", "not TOML"),
        ("[limits]", "[limits", "not TOML"),
    ],
)
def test_what_is_broken_or_contradicts_itself_is_refused_by_its_line(old: str, new: str, said: str) -> None:
    assert old in GOOD
    message = refused(GOOD.replace(old, new, 1))
    assert said in message
    assert "line" in message


def test_entries_within_a_line_have_that_line() -> None:
    text = 'schema = "countermark.policy/1"\ndestinations = [{host = "a.example"}, {host = "A.example"}]\n'
    assert "p.toml, line 2: destinations[1].host\nline 2 is about the same" in refused(text)


@given(st.text(max_size=60))
def test_whatever_a_file_holds_no_other_error_comes_of_it(text: str) -> None:
    with contextlib.suppress(UsageError):
        parse_policy(text.encode("utf-8", "surrogatepass"), "p.toml")


def test_the_published_schema_holds() -> None:
    good = json.loads(json.dumps(tomllib.loads(GOOD), default=str))
    validator = Draft202012Validator(json.loads(PUBLISHED))
    assert list(validator.iter_errors(good)) == []
    assert list(validator.iter_errors(good | {"signals": [{"reason": "none"}]}))
