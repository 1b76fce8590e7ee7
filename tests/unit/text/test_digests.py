"""Digests are those of the well-known functions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.digests import digest_forms, fnv1a


@pytest.mark.parametrize(
    ("name", "text"),
    # RFC 1321, A.5; FIPS 180-4's examples; CRC catalogue's check value is that of 123456789.
    [
        ("md5", "900150983cd24fb0d6963f7d28e17f72"),
        ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("sha256, base64", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0"),
        ("sha256, base64url", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"),
        ("crc32", "352441c2"),
        ("crc32, decimal", "891568578"),
    ],
)
def test_known_answers(name: str, text: str) -> None:
    assert {form.name: form.text for form in digest_forms("abc")}[name] == text


def test_fnv_known_answers() -> None:
    # RFC 9923, appendix: test vectors.
    assert fnv1a(b"", 32) == 0x811C9DC5
    assert fnv1a(b"foobar", 32) == 0xBF9CF968
    assert fnv1a(b"foobar", 64) == 0x85944171F73967E8


def test_other_spellings_are_named() -> None:
    names = {form.name for form in digest_forms("Abc")}
    assert {"sha1", "sha1 of the lower case", "sha1 with a line end"} <= names
    assert not any("lower case" in form.name for form in digest_forms("abc"))
    assert digest_forms("") == ()


@given(st.text())
def test_total(value: str) -> None:
    assert all(form.text for form in digest_forms(value))
