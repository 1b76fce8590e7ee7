"""A date that is formatted for a language is known for one, whatever calendar and digits the language has."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.factors import locale
from countermark.factors._persian import persian

INSTANT = "2026-11-18T10:30:00Z"

# What Node 20.20 (ICU 78) wrote for this instant in UTC: toLocaleDateString(), dateStyle medium, long and full.
WRITTEN = {
    "en_US.UTF-8": ("11/18/2026", "Nov 18, 2026", "November 18, 2026", "Wednesday, November 18, 2026"),
    "zh_CN.UTF-8": ("2026/11/18", "2026年11月18日", "2026年11月18日", "2026年11月18日星期三"),
    "ja_JP.UTF-8": ("2026/11/18", "2026/11/18", "2026年11月18日", "2026年11月18日水曜日"),
    "de_DE.UTF-8": ("18.11.2026", "18.11.2026", "18. November 2026", "Mittwoch, 18. November 2026"),
    "fa_IR.UTF-8": ("۱۴۰۵/۸/۲۷", "۲۷ آبان ۱۴۰۵", "۲۷ آبان ۱۴۰۵", "۱۴۰۵ آبان ۲۷, چهارشنبه"),
    "ar_EG.UTF-8": (
        "١٨\u200f/١١\u200f/٢٠٢٦", "١٨\u200f/١١\u200f/٢٠٢٦", "١٨ نوفمبر ٢٠٢٦", "الأربعاء، ١٨ نوفمبر ٢٠٢٦",
    ),
    "ko_KR.UTF-8": ("2026. 11. 18.", "2026. 11. 18.", "2026년 11월 18일", "2026년 11월 18일 수요일"),
    "pt_BR.UTF-8": (
        "18/11/2026", "18 de nov. de 2026", "18 de novembro de 2026", "quarta-feira, 18 de novembro de 2026",
    ),
    "tr_TR.UTF-8": ("18.11.2026", "18 Kas 2026", "18 Kasım 2026", "18 Kasım 2026 Çarşamba"),
}  # fmt: skip


def texts(value: str, form: str) -> set[str]:
    return {item.text for item in locale.derive(value, INSTANT) if item.form == form}


@pytest.mark.parametrize("value", WRITTEN)
def test_a_date_as_programs_write_it_is_known_under_one_form_for_all(value: str) -> None:
    for form, text in zip(("numeric-date", "medium-date", "long-date", "full-date"), WRITTEN[value], strict=True):
        assert text in texts(value, form)


def test_every_level_has_the_same_forms_of_dates() -> None:
    forms = [
        {item.form for item in locale.derive(value, INSTANT) if item.form.endswith("-date")}
        for value in (*locale.FACTOR.levels, *locale.FACTOR.contrasts)
    ]
    assert all(each == forms[0] for each in forms)
    assert {"short-date", "long-date"} <= forms[0]


def test_names() -> None:
    assert texts("de_DE.UTF-8", "bcp-47") == {"de-DE"}
    assert texts("de_DE.UTF-8", "language-own") == {"Deutsch"}
    assert texts("de_DE.UTF-8", "territory-english") == {"Germany"}
    assert texts("de_DE.UTF-8", "number-millions") == {"1.234.567,891"}
    assert texts("de_DE.UTF-8", "month-name") == {"November"}


def test_one_language_does_not_change_another() -> None:
    before = locale.derive("de_DE.UTF-8", INSTANT)
    for value in (*locale.FACTOR.levels, *locale.FACTOR.contrasts):
        locale.derive(value, INSTANT)
    assert locale.derive("de_DE.UTF-8", INSTANT) == before


def test_all_variables_say_the_same() -> None:
    said = {item.name: item.value for item in locale.setup("ja_JP.UTF-8").variables}
    assert said == {"LANG": "ja_JP.UTF-8", "LANGUAGE": "ja_JP:ja", "LC_ALL": "ja_JP.UTF-8"}


# What Node 20.20 wrote for fa-IR with Latin digits.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 20), (1404, 12, 29)),
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 9, 22), (1405, 6, 31)),
        (date(2026, 9, 23), (1405, 7, 1)),
        (date(2026, 12, 31), (1405, 10, 10)),
        (date(2031, 11, 19), (1410, 8, 28)),
        (date(2000, 1, 1), (1378, 10, 11)),
        (date(2037, 12, 31), (1416, 10, 11)),
    ],
)
def test_persian_dates(day: date, expected: tuple[int, int, int]) -> None:
    assert persian(day) == expected


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2087, 12, 31)))
def test_persian_days_follow_each_other(day: date) -> None:
    year, month, number = persian(day)
    following = persian(date.fromordinal(day.toordinal() + 1))
    assert 1 <= month <= 12
    assert following in {(year, month, number + 1), (year, month + 1, 1), (year + 1, 1, 1)}
    if following == (year + 1, 1, 1):
        assert (month, number) in {(12, 29), (12, 30)}
