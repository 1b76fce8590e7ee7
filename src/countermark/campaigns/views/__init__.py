"""Ways in which accounts can belong together: one file each."""

from __future__ import annotations

from countermark.campaigns.views.coverage import COVERAGE
from countermark.campaigns.views.device import DEVICE
from countermark.campaigns.views.hand_over import HAND_OVER
from countermark.campaigns.views.near_duplicate import NEAR_DUPLICATE
from countermark.campaigns.views.network import NETWORK
from countermark.campaigns.views.payment import PAYMENT
from countermark.campaigns.views.record import View
from countermark.campaigns.views.synchrony import SYNCHRONY
from countermark.campaigns.views.template import TEMPLATE

__all__ = ["ALL", "View"]

ALL = (NETWORK, DEVICE, PAYMENT, TEMPLATE, NEAR_DUPLICATE, SYNCHRONY, COVERAGE, HAND_OVER)
