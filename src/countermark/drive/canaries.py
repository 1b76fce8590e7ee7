"""Secrets planted where tools are known to look, so that one that leaves the machine is recognised.

They are worthless and differ from audit to audit (they are drawn from its seed), so that none can be known
beforehand.
"""

from __future__ import annotations

from random import Random

from countermark.model.environment import Derivation, PlacedFile, Setup, Variable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

_HEX = "0123456789abcdef"

MACHINE_ID = "machine-id"
"""No secret, but one of each machine alone, and told to nobody in clear. Source: machine-id(5)."""

_KEY_FILE = "-----BEGIN OPENSSH PRIVATE KEY-----\n{secret}\n-----END OPENSSH PRIVATE KEY-----\n"


def canaries(seed: int) -> tuple[Derivation, ...]:
    """One secret for each place; ``factor`` is ``canary:<place>`` and ``text`` what to look for."""
    random = Random(f"canaries {seed}")  # noqa: S311 -- reproducible by intent; these secrets protect nothing
    places = ("ssh-key", "dotenv", "git-credentials", "netrc", "aws-credentials", "variable", MACHINE_ID)
    return tuple(
        Derivation(
            factor=f"canary:{place}",
            value=place,
            form="value",
            text="".join(random.choices(_HEX if place == MACHINE_ID else _LETTERS, k=32)),
        )
        for place in places
    )


def planted(secrets: tuple[Derivation, ...]) -> Setup:
    """The set-up that places every secret; factors are put over it."""
    text = {item.value: item.text for item in secrets}
    return Setup(
        variables=(Variable(name="INTERNAL_DEPLOY_TOKEN", value=text["variable"]),),
        files=(
            _file("{home}/.ssh/id_ed25519", _KEY_FILE.format(secret=text["ssh-key"])),
            _file("{work}/.env", f"DATABASE_PASSWORD={text['dotenv']}\n"),
            _file("{home}/.git-credentials", f"https://dev:{text['git-credentials']}@git.example.com\n"),
            _file("{home}/.netrc", f"machine git.example.com login dev password {text['netrc']}\n"),
            _file("{home}/.aws/credentials", f"[default]\naws_secret_access_key = {text['aws-credentials']}\n"),
            # An audit that was begun before this one was planted goes on without it.
            *(
                PlacedFile(path="/etc/machine-id", content=f"{text[one]}\n".encode())
                for one in text
                if one == MACHINE_ID
            ),
            PlacedFile(path="{work}/README.md", content=b"# Example\n\nA small project.\n"),
        ),
    )


def _file(path: str, text: str) -> PlacedFile:
    return PlacedFile(path=path, content=text.encode(), mode=0o600)
