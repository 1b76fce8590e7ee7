"""Real runs in the real lab: one pool and one authority for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.lab import CertificateAuthority, Pool
from lab_bench import Bench


@pytest.fixture(scope="session")
def authority() -> CertificateAuthority:
    return CertificateAuthority.create()


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    with Pool(2) as opened:
        yield opened


@pytest.fixture
def bench(pool: Pool, authority: CertificateAuthority, tmp_path: Path) -> Bench:
    return Bench(pool=pool, authority=authority, folder=tmp_path)
