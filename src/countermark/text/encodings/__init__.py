"""Ways of writing a text in other characters: one file each."""

from __future__ import annotations

from countermark.text.encodings.base64 import BASE64
from countermark.text.encodings.hex import HEX
from countermark.text.encodings.html_entity import HTML_ENTITY
from countermark.text.encodings.json_string import JSON_STRING
from countermark.text.encodings.percent import PERCENT
from countermark.text.encodings.record import Encoding

__all__ = ["ALL", "Encoding"]

ALL = (PERCENT, JSON_STRING, HTML_ENTITY, BASE64, HEX)
