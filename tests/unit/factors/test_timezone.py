"""Zones share the date at the clock's baseline, and show their offset in every usual spelling."""

from __future__ import annotations

import pytest

from countermark.factors import clock, timezone

BASELINE = clock.FACTOR.levels[0]


def texts(value: str, form: str, instant: str = BASELINE) -> set[str]:
    return {item.text for item in timezone.derive(value, instant) if item.form == form}


@pytest.mark.parametrize("instant", clock.FACTOR.levels)
def test_all_zones_of_the_array_share_the_date(instant: str) -> None:
    dates = {date for value in timezone.FACTOR.levels for date in texts(value, "local-date:iso", instant)}
    assert dates == {instant[:10]}


def test_two_countries_of_one_offset_stand_in_the_array() -> None:
    offsets = {value: texts(value, "utc-offset:colon") for value in timezone.FACTOR.levels}
    assert offsets["Asia/Tokyo"] == offsets["Asia/Seoul"] == {"+09:00"}
    assert texts("Asia/Tokyo", "country") == {"Japan"}
    assert texts("Asia/Seoul", "country") == {"South Korea"}


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("Asia/Tokyo", "utc-offset:compact", {"+0900"}),
        ("Asia/Tokyo", "utc-offset:gmt-short", {"GMT+9"}),
        ("Asia/Tokyo", "utc-offset:minutes", {"-540"}),
        ("Asia/Tokyo", "abbreviation", {"JST"}),
        ("Asia/Tokyo", "local-time:hm", {"19:30", "19:31"}),
        ("Asia/Tokyo", "local-time:h12", {"7:30 PM", "7:31 PM"}),
        ("Asia/Tokyo", "local-datetime:iso", {"2026-11-18T19:30", "2026-11-18T19:31"}),
        ("Asia/Tehran", "utc-offset:short", {"+3:30"}),
        ("Asia/Tehran", "utc-offset:hours-east", {"3.5"}),
        ("America/New_York", "utc-offset:minutes", {"300"}),
        ("America/New_York", "utc-offset:colon", {"-05:00"}),
        ("America/New_York", "city", {"New York"}),
        ("America/New_York", "zone-name:long", {"Eastern Standard Time"}),
        ("UTC", "utc-offset:gmt-short", {"GMT", "GMT+0"}),
        ("UTC", "country", set()),
        ("PRC", "zone:canonical", {"PRC", "Asia/Shanghai"}),
        ("PRC", "country-code", {"CN"}),
        ("Asia/Shanghai", "local-date:slash-ymd", {"2026/11/18"}),
        ("Asia/Shanghai", "local-date:javascript", {"Wed Nov 18 2026"}),
        ("Asia/Shanghai", "local-date:http", {"Wed, 18 Nov 2026"}),
    ],
)
def test_what_a_reader_sees(value: str, form: str, expected: set[str]) -> None:
    assert texts(value, form) == expected


def test_summer_time_is_heeded() -> None:
    assert texts("Europe/Berlin", "utc-offset:colon", "2026-07-01T10:30:00Z") == {"+02:00"}
    assert texts("Europe/Berlin", "utc-offset:colon", "2026-11-18T10:30:00Z") == {"+01:00"}
