"""Values that leave are found in every form, where their factor moves the text and nowhere else."""

from __future__ import annotations

import base64
import hashlib

from countermark.explain.collections import canaries_found, collections
from countermark.model.environment import Derivation
from countermark.model.observation import Address, Feature, Observation
from influenced import influence, place

URL = "https://gw.internal.example/v1"
FACTOR = "base-url"


def shown(form: str, text: str) -> Derivation:
    return Derivation(factor=FACTOR, value=URL, form=form, text=text)


KNOWN = (shown("value", URL), shown("host", "gw.internal.example"), shown("local-date:iso", "2026-11-18"))


def host(run: str, role: str) -> str:
    return f"{run} {role}"


def found(text: str | None, before: str = "") -> list[tuple[str, str]]:
    states = {f"{FACTOR}=unset": "", f"{FACTOR}={URL}": text}
    at = place({}, before=before, whole=not before)
    return [(item.form, item.host) for item in collections((influence(states, at),), KNOWN, host)]


def test_a_value_in_clear_is_collected_by_the_host_that_got_it() -> None:
    assert ("clear", "2 call#1") in found(f"gateway={URL}")


def test_a_value_in_base64_and_as_a_digest_is_collected() -> None:
    assert "base64" in found(base64.b64encode(URL.encode()).decode())[0][0]
    assert "sha256" in found(hashlib.sha256(URL.encode()).hexdigest())[0][0].replace("-", "")


def test_a_part_of_a_value_is_collected_under_the_name_of_the_part() -> None:
    assert ("host, clear", "2 call#1") in found("behind gw.internal.example")


def test_a_consequence_is_not_a_collection() -> None:
    assert found("2026-11-18") == []


def test_a_value_that_is_split_by_the_edge_of_the_slot_is_whole_again() -> None:
    assert ("clear", "2 call#1") in found(URL[8:], before=URL[:8])


def test_other_words_and_absence_are_no_collection() -> None:
    assert found("another gateway") == []
    assert found(None) == []


def test_the_same_value_at_the_same_place_is_told_once() -> None:
    one = influence({f"{FACTOR}=unset": "", f"{FACTOR}={URL}": URL})
    assert collections((one, one), KNOWN, host) == collections((one,), KNOWN, host)


CANARY = Derivation(factor="canary:dotenv", value="dotenv", form="value", text="Qm3vX9rT7bLk2WzN8cYp5HsD4fGj6AeU")
WHERE = Address(role="POST t.example/#1", part="body", pointer="/env")


def observed(run: str, text: str) -> Observation:
    return Observation(run=run, features=(Feature(address=WHERE, text=text),), exchanges=())


def test_a_planted_secret_is_recognised_wherever_it_appears() -> None:
    (one,) = canaries_found((observed("1", "quiet"), observed("2", f"PASSWORD={CANARY.text}")), (CANARY,), host)
    assert (one.factor, one.run, one.where) == ("canary:dotenv", "2", WHERE)
    (coded,) = canaries_found((observed("1", base64.b64encode(CANARY.text.encode()).decode()),), (CANARY,), host)
    assert coded.form == "base64"


def test_a_planted_secret_that_nobody_sent_is_not_found() -> None:
    assert canaries_found((observed("1", CANARY.text[:-8]),), (CANARY,), host) == ()
