"""Dates are read as people write them, and what is no date is let alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.dates import dates, with_plain_dates

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y–%m–%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d %B %Y",
    "%d. %B %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d-%b-%Y",
    "%a, %d %b %Y",
    "%A, %B %d, %Y",
    "%Y年%m月%d日",
)


@given(DAYS, st.sampled_from(FORMATS))
def test_every_format_is_read(day: date, form: str) -> None:
    text = f"It is {day.strftime(form)}, they say"
    (found,) = dates(text)
    assert found.day == day
    assert text[found.start : found.end] == day.strftime(form)
    assert with_plain_dates(text) == f"It is {day.isoformat()}, they say"


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-02-30", "10.0.26.1", "1.2.3", "v2026", "Sunday, 21 November 2026", "123-45-6789", "20269999"],
)
def test_what_is_no_date(text: str) -> None:
    assert not list(dates(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("9:05 pm", "21:05"),
        ("12:30 AM", "00:30"),
        ("12:30 p.m.", "12:30"),
        ("9:05", "09:05"),
        ("09:05:07", "09:05:07"),
        ("3.15", "3.15"),
        ("25:00", "25:00"),
        ("13:00 pm", "13:00 pm"),
    ],
)
def test_times_of_day(text: str, plain: str) -> None:
    assert with_plain_dates(text) == plain


@given(st.text() | st.text(alphabet="0123456789-/. :,TNovpm年月日"))
def test_spans_are_in_range(text: str) -> None:
    end = 0
    for found in dates(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
    with_plain_dates(text)
