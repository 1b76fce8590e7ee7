"""The seal is proved before anything untrusted starts, and the proof sees every wall that is missing."""

from __future__ import annotations

import pytest

from countermark.errors import SealBroken
from countermark.lab.sealing import require_sealed, selftest
from countermark.sandbox.bubblewrap import RESTRICTION_NAMES, Restrictions

pytestmark = pytest.mark.lab


def test_the_lab_is_sealed_and_answers_for_the_whole_world() -> None:
    checks = selftest()
    require_sealed(checks)
    answered = {check.id for check in checks if check.answered_by == "the lab"}
    assert answered == {"direct-ipv4", "direct-ipv4-port", "direct-ipv6", "doh", "dns", "udp"}


@pytest.mark.parametrize("name", RESTRICTION_NAMES)
def test_a_missing_wall_is_seen_and_stops_everything(name: str) -> None:
    # Without its own network a prober would reach the real one, so it is not given any public address.
    checks = selftest(Restrictions().unsafe_without(name), outside=False)
    assert [check.id for check in checks if not check.sealed]
    with pytest.raises(SealBroken, match="not sealed"):
        require_sealed(checks)


def test_no_check_is_no_proof() -> None:
    with pytest.raises(SealBroken):
        require_sealed(())
