"""Values that leave are found in every form, where their factor moves the text and nowhere else."""

from __future__ import annotations

import base64
import hashlib

from countermark.explain.collections import Shown, canaries_found, collections
from countermark.model.environment import Derivation
from countermark.model.observation import Address, Feature, Observation
from countermark.model.place import REDUCED
from influenced import influence, place, request

URL = "https://gw.internal.example/v1"
FACTOR = "base-url"


def shown(form: str, text: str) -> Derivation:
    return Derivation(factor=FACTOR, value=URL, form=form, text=text)


KNOWN = (shown("value", URL), shown("host", "gw.internal.example"), shown("local-date:iso", "2026-11-18"))


NOTHING = Shown(table=(), environments={})


def host(run: str, role: str) -> str:
    return f"{run} {role}"


def found(text: str | None, before: str = "", after: str = "") -> list[tuple[str, str]]:
    states = {f"{FACTOR}=unset": "", f"{FACTOR}={URL}": text}
    at = place({}, before=before, after=after, whole=not before)
    return [(item.form, item.host) for item in collections((influence(states, at),), NOTHING, KNOWN, host)]


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


def test_a_value_that_stands_beside_the_slot_in_every_run_is_no_collection() -> None:
    assert found("on", before=f"{URL} is ", after=f" for {URL}") == []


def test_other_words_and_absence_are_no_collection() -> None:
    assert found("another gateway") == []
    assert found(None) == []


def test_the_same_value_at_the_same_place_is_told_once() -> None:
    one = influence({f"{FACTOR}=unset": "", f"{FACTOR}={URL}": URL})
    assert collections((one, one), NOTHING, KNOWN, host) == collections((one,), NOTHING, KNOWN, host)


def beside(with_it: list[str | None], without: list[str | None], feature: str = "f") -> list[tuple[str, str]]:
    """What is said of a place that no cause was traced for, by what runs with the value and without show there."""
    runs = [(FACTOR, URL, text) for text in with_it] + [(FACTOR, "unset", text) for text in without]
    at = place({str(number): text for number, (_, _, text) in enumerate(runs)}, feature=feature)
    asked = [request(str(number), f"shell=bash {factor}={value}") for number, (factor, value, _) in enumerate(runs)]
    shown = Shown(table=(at,), environments={one.id: one.environment for one in asked})
    return [(item.form, item.host) for item in collections((), shown, KNOWN, host)]


HASHED = hashlib.sha256(URL.encode()).hexdigest()


def test_a_value_that_stands_wherever_it_is_set_and_nowhere_else_is_collected_though_nobody_traced_why() -> None:
    assert beside([HASHED] * 6, [None] * 20) == [("sha256", "0 call#1")]
    assert {form for form, _ in beside([f"{HASHED} {run % 2}" for run in range(12)], ["other"] * 40)} == {"sha256"}
    assert ("clear", "0 call#1") in beside([f"see {URL}"] * 6, [None] * 20)


def test_what_stands_elsewhere_too_or_may_be_chance_is_not_collected() -> None:
    assert beside([HASHED] * 6, [HASHED] + [None] * 19) == []
    assert beside([HASHED] * 2, [None] * 4) == []
    assert beside(["another"] * 6, [None] * 20) == []


def test_what_was_traced_is_not_judged_by_chance_and_a_reduced_place_not_at_all() -> None:
    assert beside([HASHED] * 6, [None] * 20, feature=f"f{REDUCED}") == []
    states = {f"{FACTOR}=unset": None, f"{FACTOR}={URL}": "gone when traced"}
    at = place({str(number): HASHED if number < 6 else None for number in range(26)})
    asked = [request(str(number), f"{FACTOR}={URL if number < 6 else 'unset'}") for number in range(26)]
    shown = Shown(table=(at,), environments={one.id: one.environment for one in asked})
    assert collections((influence(states, at),), shown, KNOWN, host) == ()
    assert collections((), shown, KNOWN, host)


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
