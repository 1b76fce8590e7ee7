"""Ways in which a text differs from another without saying so: one file each, the most specific first.

The order decides which channel is named where several would explain a difference.
"""

from __future__ import annotations

from countermark.text.channels.bidi import BIDI
from countermark.text.channels.case import CASE
from countermark.text.channels.control import CONTROL
from countermark.text.channels.date_format import DATE_FORMAT
from countermark.text.channels.escape import ESCAPE
from countermark.text.channels.look_alike import LOOK_ALIKE
from countermark.text.channels.normalisation import NORMALISATION
from countermark.text.channels.number_format import NUMBER_FORMAT
from countermark.text.channels.order import ORDER
from countermark.text.channels.record import Channel
from countermark.text.channels.tag import TAG
from countermark.text.channels.typography import TYPOGRAPHY
from countermark.text.channels.variation_selector import VARIATION_SELECTOR
from countermark.text.channels.white_space import WHITE_SPACE
from countermark.text.channels.zero_width import ZERO_WIDTH

__all__ = ["ALL", "Channel"]

ALL = (
    TAG,
    VARIATION_SELECTOR,
    BIDI,
    ZERO_WIDTH,
    ESCAPE,
    WHITE_SPACE,
    CONTROL,
    LOOK_ALIKE,
    TYPOGRAPHY,
    NORMALISATION,
    CASE,
    DATE_FORMAT,
    NUMBER_FORMAT,
    ORDER,
)
