"""What a reader plainly sees is taken out, and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from countermark.explain.residual import Seen, _bounded, alike, families, residual, shows, surroundings
from countermark.model.environment import Derivation


def seen(form: str, text: str, factor: str = "timezone") -> Derivation:
    return Derivation(factor=factor, value="x", form=form, text=text)


def test_a_copy_of_the_value_is_overt() -> None:
    tokyo = residual("zone: Asia/Tokyo.", (seen("value", "Asia/Tokyo"),))
    paris = residual("zone: Europe/Paris.", (seen("value", "Europe/Paris"),))
    assert alike((tokyo, paris))
    assert shows(tokyo)


def test_one_format_of_a_date_does_not_excuse_another() -> None:
    iso = residual("2026-11-18", (seen("local-date:iso", "2026-11-18"), seen("local-date:slash", "2026/11/18")))
    slash = residual("2026/11/18", (seen("local-date:iso", "2026-11-18"), seen("local-date:slash", "2026/11/18")))
    assert not alike((iso, slash))
    assert [families(part) for part in (iso[1], slash[1]) if isinstance(part, Seen)] == [{"timezone:local-date"}] * 2


def test_a_hidden_bit_beside_a_copy_remains() -> None:
    plain = residual("It's alpha", (seen("value", "alpha", "hostname"),))
    marked = residual("It\u02bcs beta", (seen("value", "beta", "hostname"),))
    assert not alike((plain, marked))


def test_a_value_inside_another_word_is_not_seen() -> None:
    assert not shows(residual("devices", (seen("value", "dev", "username"),)))


def test_one_text_may_be_several_forms() -> None:
    utc = residual("UTC", (seen("value", "UTC"), seen("abbreviation", "UTC")))
    jst = residual("JST", (seen("value", "Asia/Tokyo"), seen("abbreviation", "JST")))
    assert alike((utc, jst))


WORDS = st.sampled_from(("kelvin", "k2", "sis", "Ißt", "Asia/Tokyo", "asia", "tokyo", "ı1", "+09:00", "straße", "Σας"))
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from((" ", "\u212a", "ſi", "İ", "ı", "ſ", "ẞ", "K", "ς", "-")))).map(
    "".join
)


@given(TEXTS, st.lists(WORDS, unique=True))
def test_only_words_that_could_not_match_are_left_out_of_the_pattern(text: str, words: list[str]) -> None:
    derivations = tuple(seen("value", word) for word in words)
    ordered = sorted({word.casefold() for word in words}, key=lambda word: (-len(word), word))
    expected = re.split("|".join(_bounded(word) for word in ordered), text, flags=re.IGNORECASE) if words else [text]
    assert [part for part in residual(text, derivations) if isinstance(part, str)] == expected


def test_a_part_of_a_date_is_seen_as_what_it_is_beside_the_other_parts() -> None:
    """The constant text around the day holds neither the weekday nor the year, which vary as well."""
    rows = []
    for weekday, day, year in (("Wednesday", "18", 2026), ("Wednesday", "19", 2031), ("Saturday", "21", 2026)):
        known = (seen("date:long-weekday", f"{weekday}, November {day}, {year}", "clock"),)
        here = surroundings(", November ", ", ", f"Today is {weekday}, November ", f", {year} (by locale).")
        rows.append(residual(day, known, here))
    assert alike(rows)
    assert all(shows(row) for row in rows)


def test_what_is_beyond_the_constant_context_is_no_part_of_what_is_left() -> None:
    around = surroundings("b ", "d", "a\nb ", "d e")
    assert residual("c", (seen("value", "zz"),), around) == ("b cd",)
    assert residual("c", (seen("value", "e"), seen("value", "cd")), around) == (
        "b ",
        Seen(forms=frozenset({"timezone:value"})),
        "d",
    )


def test_the_constant_context_stays_whole_where_a_value_reaches_into_it() -> None:
    """As in a user agent with the system's name, of which some go on behind the space that stands in all."""
    around = surroundings("on (", " ", "agent on (", " 12; x86_64)")
    rows = [residual("Debian", (seen("value", "Debian"),), around)]
    around = surroundings("on (", " ", "agent on (", " Linux 3; x86_64)")
    rows.append(residual("Alpine", (seen("value", "Alpine Linux 3"),), around))
    assert alike(rows)
