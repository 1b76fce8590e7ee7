"""One requested run, as the lab needs it: everything that the worker process gets."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.lab.certificates import CertificateAuthority
from countermark.lab.probes.record import Probe
from countermark.model.environment import Setup
from countermark.model.probes import Canary
from countermark.model.profile import Profile, Scenario
from countermark.sandbox.bubblewrap import Restrictions
from countermark.sandbox.limits import Limits

# Long and prefixed as the large providers' keys are, because tools check the form; it opens nothing.
DUMMY_KEY = "sk-ant-api03-" + "countermark0dummy0key" * 4 + "-AA"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpec:
    """A run to execute.

    ``artifact`` is the absolute host folder that stands at ``/opt/target``; with root rights it must be
    readable by every user. ``blobs`` is the host folder that receives ``<sha256>`` files. ``setup`` is the
    merged set-up of all factors. ``probe`` is put beside the tool and looks for ``canaries``. ``switches`` are the
    names of the remote switches that the set-up may say are on or off.
    """

    id: str
    artifact: str
    profile: Profile
    scenario: Scenario
    setup: Setup
    authority: CertificateAuthority
    blobs: str
    limits: Limits = Limits()  # noqa: RUF009 -- frozen
    restrictions: Restrictions = Restrictions()  # noqa: RUF009 -- frozen
    dummy_key: str = DUMMY_KEY
    probe: Probe | None = None
    canaries: tuple[Canary, ...] = ()
    switches: tuple[str, ...] = ()
