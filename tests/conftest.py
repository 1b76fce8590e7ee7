"""What holds for every test: pure rooms are kept pure, and hypothesis rolls the same dice in CI and writes nothing."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from purity import PURE_ROOMS, Guard

if TYPE_CHECKING:
    from collections.abc import Generator

# A shared machine may pause for a second at any place, so no example has a deadline of its own.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Whoever starts the tests in the background hands down that Ctrl-C is ignored, and tests send it to their children.
signal.signal(signal.SIGINT, signal.default_int_handler)

GUARD = Guard()


def _is_pure(item: pytest.Item) -> bool:
    parts = item.path.relative_to(item.config.rootpath).parts
    return parts[:2] == ("tests", "unit") and parts[2] in PURE_ROOMS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Runs the tests of a pure room under the guard; what it refused fails the test even if the code swallowed it."""
    if not _is_pure(item):
        return (yield)
    GUARD.seen.clear()
    GUARD.active = True
    try:
        result = yield
    finally:
        GUARD.active = False
    if GUARD.seen:
        pytest.fail("a pure room touched the machine:\n" + "\n".join(GUARD.seen), pytrace=False)
    return result
