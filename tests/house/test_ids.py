"""One id for each extension, everywhere the same: its file, its record, its test and its heading in the docs."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from purity import SOURCE, TESTS

ROOT = TESTS.parent

# Where one file is one extension. Those of a room that is not built yet are passed over.
PACKAGES = (
    "factors",
    "wire/protocols",
    "wire/switches",
    "text/channels",
    "text/encodings",
    "acquire/archives",
    "static/rules",
    "lab/probes",
    "explain/channels",
    "report/formats",
    "campaigns/views",
    "register/exports",
)
DATA = ("profiles", "scenarios")
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HEADING = re.compile(r"^#{1,4} `?(?P<id>[a-z0-9-]+)`?$", re.MULTILINE)


def files(place: str, suffix: str = ".py") -> set[str]:
    """The ids that the files of a package name; `record.py`, or one named as its kind, is the type."""
    kind = place.rpartition("/")[2].removesuffix("s")
    found = (path.stem for path in (SOURCE / place).glob(f"*{suffix}"))
    return {stem.replace("_", "-") for stem in found if not stem.startswith("_") and stem not in {"record", kind}}


def present(places: tuple[str, ...], suffix: str) -> list[str]:
    return [place for place in places if files(place, suffix)]


def records(place: str) -> list[str]:
    package = importlib.import_module(f"countermark.{place.replace('/', '.')}")
    return [record.id for record in package.ALL]


def documented(place: str) -> set[str]:
    """The ids that stand in a heading of the kind's page, or of a page in the kind's folder."""
    kind = place.rpartition("/")[2]
    pages = [ROOT / "docs" / "reference" / f"{kind}.md", *(ROOT / "docs" / "reference" / kind).glob("*.md")]
    return {match["id"] for page in pages if page.is_file() for match in HEADING.finditer(page.read_text("utf-8"))}


def is_tested(place: str, name: str) -> bool:
    """Whether a test of the room is called after the id, or names it, or a case of it is laid down."""
    room, _, kind = place.partition("/")
    sources = [*(TESTS / "unit" / room).rglob("test_*.py"), *(TESTS / "specimens").glob("test_*.py")]
    if any(path.stem == f"test_{name.replace('-', '_')}" for path in sources):
        return True
    quoted = re.compile(rf"[\"']{re.escape(name)}[\"'.]")
    return (TESTS / "cases" / (kind or room) / name).is_dir() or any(quoted.search(read(path)) for path in sources)


def read(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("place", present(PACKAGES, ".py"))
def test_files_and_records_are_the_same_set(place: str) -> None:
    assert len(records(place)) == len(set(records(place)))
    assert set(records(place)) == files(place)
    assert all(KEBAB.fullmatch(name) for name in records(place))


@pytest.mark.parametrize("place", present(PACKAGES, ".py"))
def test_every_record_has_its_heading_in_the_docs_and_no_heading_lacks_its_record(place: str) -> None:
    assert documented(place) == set(records(place))


@pytest.mark.parametrize("place", present(DATA, ".toml"))
def test_every_file_of_data_has_its_heading_in_the_docs(place: str) -> None:
    assert documented(place) == files(place, ".toml")


@pytest.mark.parametrize(
    ("place", "name"),
    [(place, name) for place in present(PACKAGES, ".py") for name in sorted(files(place))]
    + [(place, name) for place in present(DATA, ".toml") for name in sorted(files(place, ".toml"))],
)
def test_every_id_is_tested(place: str, name: str) -> None:
    room = {"profiles": "store", "scenarios": "store"}.get(place, place)
    assert is_tested(room, name)
