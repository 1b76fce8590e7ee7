"""Reads the specimens: small agents with planted behaviour, each in a folder with what an audit should find."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).parent

Verdict = Literal["covert", "nothing-covert-found", "incomplete"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Influence(Strict):
    """What an audit should report: exactly these factors; ``on`` fires it, ``off`` does not (over the baseline)."""

    kind: Literal["covert", "overt", "functional"]
    channel: str = ""
    factors: tuple[str, ...] = Field(min_length=1)
    on: tuple[dict[str, str], ...] = Field(min_length=1)
    off: tuple[dict[str, str], ...] = Field(min_length=1)


class Collected(Strict):
    """A value that leaves, in which form and to which host."""

    factor: str
    form: str
    host: str


class Opaque(Strict):
    """A host that receives what cannot be read."""

    host: str


class Expected(Strict):
    """``specimen.toml``. ``verdicts`` lists all that are right (chance decides between them in a failing tool)."""

    schema_: Literal["countermark.specimen/1"] = Field(alias="schema")
    planted: str = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = Field(min_length=1)
    strength: int = Field(default=2, ge=1, le=3)
    influences: tuple[Influence, ...] = ()
    collections: tuple[Collected, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    reasons: tuple[str, ...] = ()
    hidden_list: tuple[str, ...] = ()
    noisy: bool = False
    failing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A folder below this one; it is the target itself, ``profile`` says how it is started."""

    id: str
    folder: Path
    profile: Path
    expected: Expected


def load() -> tuple[Specimen, ...]:
    """Every specimen, sorted by id; raises where a file is missing or not of its form."""
    return tuple(_read(path.parent) for path in sorted(ROOT.glob("*/specimen.toml")))


def _read(folder: Path) -> Specimen:
    profile = folder / "profile.toml"
    if not profile.is_file():
        raise FileNotFoundError(profile)
    expected = Expected.model_validate(tomllib.loads((folder / "specimen.toml").read_text("utf-8")))
    return Specimen(id=folder.name, folder=folder, profile=profile, expected=expected)
