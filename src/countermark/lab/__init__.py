"""One requested run in the sealed lab: false network, box, raw capture."""

from countermark.lab.certificates import CertificateAuthority
from countermark.lab.environment import clock_refused, launch
from countermark.lab.pool import Finished, Pool
from countermark.lab.specification import DUMMY_KEY, RunSpec
from countermark.sandbox.bubblewrap import Restrictions
from countermark.sandbox.limits import Limits

__all__ = [
    "DUMMY_KEY",
    "CertificateAuthority",
    "Finished",
    "Limits",
    "Pool",
    "Restrictions",
    "RunSpec",
    "clock_refused",
    "launch",
]
