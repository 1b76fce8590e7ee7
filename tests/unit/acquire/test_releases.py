"""The real npm is asked which releases there are; they come in the order of versions, with their days."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.acquire.releases import Releases, list_releases
from countermark.errors import CountermarkError, TargetError, TargetNotFound, UsageError
from package_indexes import Index, serving

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with serving() as index:
        for name in list(os.environ):
            if name.lower().startswith("npm_config_"):
                monkeypatch.delenv(name)
        (tmp_path / "npmrc").write_text(f"registry={index.url}/\nfetch-retries=0\n")
        monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "npmrc"))
        monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "npm-cache"))
        yield index


def published(index: Index, name: str, days: dict[str, str]) -> None:
    for version in days:
        index.add_npm(name, version)
    index.documents[name]["time"] = {"created": "2026-01-01T00:00:00.000Z", **days}
    index.answers[f"/{name}"] = ("application/json", json.dumps(index.documents[name]).encode())


def ask(tmp_path: Path, first: str, last: str, spec: str = "npm:tool") -> Releases:
    return list_releases(spec, first, last, cache=tmp_path / "cache", progress=lambda _: None)


def test_releases_come_by_version_and_not_by_day(tmp_path: Path, registry: Index) -> None:
    days = {
        "1.10.0": "2026-03-03T00:00:00.000Z",
        "1.9.0": "2026-03-01T00:00:00.000Z",
        "1.9.1": "2026-04-01T00:00:00.000Z",
        "1.10.0-beta.11": "2026-02-03T00:00:00.000Z",
        "1.10.0-beta.2": "2026-02-02T00:00:00.000Z",
        "2.0.0": "2026-05-01T00:00:00.000Z",
    }
    published(registry, "tool", days)
    found = ask(tmp_path, "1.9.0", "1.10.0")
    versions = [one.version for one in found.releases]
    assert versions == ["1.9.0", "1.9.1", "1.10.0-beta.2", "1.10.0-beta.11", "1.10.0"]
    assert [one.published for one in found.releases] == [days[version] for version in versions]
    assert [one.is_early for one in found.releases] == [False, False, True, True, False]


def test_one_release_alone_is_listed_too(tmp_path: Path, registry: Index) -> None:
    published(registry, "tool", {"1.0.0": "2026-03-03T00:00:00.000Z"})
    assert [one.version for one in ask(tmp_path, "0.1.0", "1.0.0").releases] == ["1.0.0"]


@pytest.mark.parametrize(
    ("spec", "first", "last", "kind"),
    [
        ("npm:tool", "3.0.0", "4.0.0", TargetNotFound),
        ("npm:tool", "2.0.0", "1.0.0", UsageError),
        ("npm:tool", "--from", "1.0.0", UsageError),
        ("npm:tool", "^1", "1.0.0", UsageError),
        ("pypi:tool", "1.0.0", "2.0.0", UsageError),
        ("./tool", "1.0.0", "2.0.0", UsageError),
        ("npm:nothing-of-this-name", "1.0.0", "2.0.0", TargetError),
    ],
)
def test_what_cannot_be_listed_is_said(
    tmp_path: Path, registry: Index, spec: str, first: str, last: str, kind: type[CountermarkError]
) -> None:
    published(registry, "tool", {"1.0.0": "2026-03-03T00:00:00.000Z"})
    with pytest.raises(kind):
        ask(tmp_path, first, last, spec)
