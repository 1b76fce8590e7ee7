"""Planted secrets stand where tools look, are worth recognising, and are drawn from the seed alone."""

from __future__ import annotations

import hashlib
import re

from countermark.drive.canaries import canaries, planted
from countermark.text.occurrences import find_value


def test_the_seed_alone_decides() -> None:
    assert canaries(1) == canaries(1)
    assert {item.text for item in canaries(1)}.isdisjoint(item.text for item in canaries(2))


def test_each_is_named_after_its_place_and_too_long_to_be_chance() -> None:
    found = canaries(7)
    assert len({item.text for item in found}) == len(found)
    assert all(item.factor == f"canary:{item.value}" for item in found)
    assert all(len(item.text) >= 32 and item.text.isalnum() for item in found)


def test_every_secret_is_planted_exactly_once() -> None:
    made = planted(canaries(3))
    texts = [item.value for item in made.variables] + [file.content.decode() for file in made.files]
    for canary in canaries(3):
        assert sum(canary.text in text for text in texts) == 1, canary.value


def test_files_with_secrets_are_their_owners_alone() -> None:
    modes = {file.path: file.mode for file in planted(canaries(1)).files}
    assert (modes.pop("{work}/README.md"), modes.pop("/etc/machine-id")) == (0o644, 0o644)
    assert set(modes.values()) == {0o600}
    assert {"{home}/.ssh/id_ed25519", "{work}/.env", "{home}/.netrc"} <= set(modes)


def test_the_machine_s_own_id_is_of_its_form_and_known_in_any_form() -> None:
    (own,) = (item for item in canaries(5) if item.value == "machine-id")
    assert re.fullmatch("[0-9a-f]{32}", own.text)
    (file,) = (file for file in planted(canaries(5)).files if file.path == "/etc/machine-id")
    assert file.content == f"{own.text}\n".encode()
    for content, form in ((own.text.encode(), "sha256"), (file.content, "sha256 with a line end")):
        (found,) = find_value(own.text, f"id={hashlib.sha256(content).hexdigest()}")
        assert found.form == form


def test_secrets_of_an_older_audit_can_be_planted() -> None:
    older = tuple(item for item in canaries(5) if item.value != "machine-id")
    assert "/etc/machine-id" not in {file.path for file in planted(older).files}
