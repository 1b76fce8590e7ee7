"""Normalisation forms: composed or decomposed letters, compatibility characters."""

from __future__ import annotations

from countermark.text.channels.record import Channel
from countermark.text.stable import normalised


def _canonical(text: str) -> str:
    return normalised("NFKC", text)


NORMALISATION = Channel(id="normalisation", title="Normalisation forms", canonical=_canonical)
