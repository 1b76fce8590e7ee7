"""Digests of canaries, by which what a program hashed by itself is known again."""

from __future__ import annotations

from urllib.parse import urlsplit

from countermark.model.probes import Canary
from countermark.text.digests import digest_forms


def digests(canaries: tuple[Canary, ...]) -> tuple[tuple[str, str, str], ...]:
    """Each digest as a text, the factor of its canary, and how it came about.

    Of a canary's value, of the part by which it is known, and of the host in it with all that the host ends in.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for canary in canaries:
        for subject in _subjects(canary):
            for form in digest_forms(subject):
                found.setdefault(form.text, (form.text, canary.factor, form.name))
    return tuple(found.values())


def _subjects(canary: Canary) -> tuple[str, ...]:
    host = urlsplit(canary.value).hostname or "" if "://" in canary.value else ""
    labels = host.split(".") if host else []
    ends = (".".join(labels[at:]) for at in range(max(0, len(labels) - 1)))
    return tuple(dict.fromkeys((canary.value, canary.text, *(end for end in ends if canary.text in end))))
