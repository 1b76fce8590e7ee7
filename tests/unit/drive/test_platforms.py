"""Builds for other systems are compared by what they say, and not by what a bundler called things in each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countermark.acquire import acquire
from countermark.drive import platforms
from countermark.drive.inspect import InspectOptions, inspect
from countermark.errors import TargetError
from countermark.model.inspection import Inspection
from countermark.model.target import Acquired
from unit.drive.programs import HIDING, Silence, laid, renamed

EXTRA = "\nfunction keychain(name) { return native.secret(name) + 'only here' }\nkeychain('x');\n"


def inspected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **others: str) -> Inspection:
    """The folder ``linux``, compared with what each other platform would install."""

    def fetched(purl: str, *, cache: Path, progress: object, platform: str) -> Acquired:
        del purl, progress
        text = others[platform.replace("-", "_")]
        if not text:
            raise TargetError("there is no such build")
        found = acquire(str(laid(tmp_path / platform, text)), cache=cache, progress=lambda _: None)
        return replace(found, target=replace(found.target, platform=platform))

    monkeypatch.setattr(platforms, "acquire", fetched)
    options = InspectOptions(
        target=str(laid(tmp_path / "linux", HIDING)),
        jobs=1,
        cache=tmp_path / "cache",
        platforms=tuple(name.replace("_", "-") for name in others),
    )
    return inspect(options, progress=Silence())


def test_other_names_are_no_difference_and_other_code_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = inspected(tmp_path, monkeypatch, darwin_arm64=renamed(HIDING), win32_x64=renamed(HIDING + EXTRA))
    compared = found.platforms
    assert compared is not None
    assert not compared.is_same
    same, more = compared.apart
    assert (same.label, same.new_units, same.new_bytes, same.excerpts) == ("darwin-arm64", 0, 0, ())
    assert same.units > 5
    assert (more.label, more.new_units, more.failed_files) == ("win32-x64", 2, 0)
    assert "only here" in more.excerpts[0]


def test_the_same_text_everywhere_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = inspected(tmp_path, monkeypatch, darwin_arm64=HIDING).platforms
    assert compared is not None
    assert (compared.is_same, compared.unread, compared.apart[0].new_units) == (True, (), 0)


def test_a_build_that_cannot_be_had_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = inspected(tmp_path, monkeypatch, darwin_arm64=HIDING, win32_x64="").platforms
    assert compared is not None
    assert (compared.is_same, compared.unread) == (False, ("win32-x64",))


def test_a_text_that_cannot_be_taken_apart_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = inspected(tmp_path, monkeypatch, darwin_arm64="function ( {" + EXTRA).platforms
    assert compared is not None
    assert not compared.is_same
    assert compared.apart[0].new_units > 0
