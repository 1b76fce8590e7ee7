"""Planted secrets stand where tools look, are worth recognising, and are drawn from the seed alone."""

from __future__ import annotations

from countermark.drive.canaries import canaries, planted


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
    assert modes.pop("{work}/README.md") == 0o644
    assert set(modes.values()) == {0o600}
    assert {"{home}/.ssh/id_ed25519", "{work}/.env", "{home}/.netrc"} <= set(modes)
