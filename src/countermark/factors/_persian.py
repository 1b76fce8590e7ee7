"""Turns a Gregorian date into one of the Persian (Solar Hijri) calendar, which fa-IR uses by default."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_SIX, _MONTH = 31, 30
_MONTHS_LONG = 6


def persian(day: date) -> tuple[int, int, int]:
    """Year, month, day. Right where the year begins on 20 or 21 March: from 1925 to 2088 at least.

    Leap years follow the cycle of 33 years, as in Unicode's ICU (icu4c, persncal.cpp).
    """
    year = day.year - 621
    start = _new_year(year)
    if day < start:
        year -= 1
        start = _new_year(year)
    passed = (day - start).days
    if passed < _MONTHS_LONG * _FIRST_SIX:
        return year, passed // _FIRST_SIX + 1, passed % _FIRST_SIX + 1
    rest = passed - _MONTHS_LONG * _FIRST_SIX
    return year, _MONTHS_LONG + rest // _MONTH + 1, rest % _MONTH + 1


def _new_year(year: int) -> date:
    """1 Farvardin of a Persian year, counted from that of 1400, 21 March 2021."""
    leaps = (8 * year + 21) // 33 - (8 * 1400 + 21) // 33
    return date(2021, 3, 21) + timedelta(days=365 * (year - 1400) + leaps)
