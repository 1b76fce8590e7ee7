"""The language and region, by the variables ``LC_ALL``, ``LANG`` and ``LANGUAGE``.

The levels are languages with many speakers that write numbers or dates in ways of their own: other separators
(de), another order (zh, ja), another calendar and digits (fa). A date that is formatted for the language is a
plain derivation, so every format has one form name for all locales.

Sources: https://www.gnu.org/software/libc/manual/html_node/Locale-Categories.html and
https://www.gnu.org/software/gettext/manual/html_node/Locale-Names.html for the names, the list SUPPORTED of glibc
2.40 (localedata/SUPPORTED) for which exist, Unicode CLDR through Babel for how they write.

Not pure in one thing: ``derive`` and ``check`` read the CLDR data that Babel holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from countermark.errors import UsageError
from countermark.factors._dates import instant_of
from countermark.factors._persian import persian
from countermark.factors.factor import Factor, derivations, passing
from countermark.model.environment import Derivation, Setup, Variable

_ID = "locale"
_NAME = re.compile(r"(?:C|POSIX|[a-z]{2,3}_[A-Z]{2})(?:\.(?:UTF-8|utf8))?\Z")
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:[-_](?:[A-Z][a-z]{3}[-_])?(?P<territory>[A-Z]{2}))?(?:\.[A-Za-z0-9-]+)?")
_DEFAULT = Locale("en", "US")  # what a program with CLDR data shows under the C locale
# Source: https://www.unicode.org/charts/PDF/U0600.pdf (Arabic-Indic and extended Arabic-Indic digits).
_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
_SAMPLES = {"thousands": 1234.5, "millions": 1234567.891}


def check(value: str) -> None:
    """``value`` is a POSIX locale name that CLDR knows.

    Raises:
        UsageError: it is none.
    """
    try:
        known = bool(_NAME.match(value)) and bool(_cldr(value))
    except (UnknownLocaleError, ValueError):
        known = False
    if not known:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is no locale name that Unicode CLDR knows",
            hint=f"for example {_ID}=de_DE.UTF-8",
        )


def setup(value: str) -> Setup:
    """All three variables say the same; ``LANGUAGE`` lists the regional and the plain language."""
    tag = value.partition(".")[0]
    language = f"{tag}:{tag.partition('_')[0]}" if "_" in tag else tag
    names = {"LANG": value, "LC_ALL": value, "LANGUAGE": language}
    return Setup(variables=tuple(Variable(name=name, value=text) for name, text in sorted(names.items())))


def derive(value: str, instant: str) -> tuple[Derivation, ...]:
    """Names of the language and region, and the instant and numbers as the language writes them."""
    locale, moment = _cldr(value), instant_of(instant)
    shown = [*_dates(locale, moment), *_numbers(locale)]
    digits = _DIGITS.get(locale.default_numbering_system, "")
    table = str.maketrans("0123456789", digits) if digits else {}
    native = [(form, text.translate(table)) for form, text in shown]
    return derivations(_ID, value, (*_names(value, locale), *shown, *native))


def _cldr(value: str) -> Locale:
    tag = value.partition(".")[0]
    return _DEFAULT if tag in ("C", "POSIX") else Locale.parse(tag)


def _names(value: str, locale: Locale) -> Iterator[tuple[str, str]]:
    tag = value.partition(".")[0]
    own = str(locale)
    yield "value", value
    yield "posix-tag", tag
    yield "bcp-47", f"{locale.language}-{locale.territory}"
    yield "language-code", locale.language
    yield "territory-code", locale.territory or ""
    yield "language-english", locale.get_language_name("en") or ""
    yield "language-own", locale.get_language_name(own) or ""
    yield "language-english-with-region", locale.get_display_name("en") or ""
    yield "language-own-with-region", locale.get_display_name(own) or ""
    yield "territory-english", locale.get_territory_name("en") or ""
    yield "territory-own", locale.get_territory_name(own) or ""


def _dates(locale: Locale, moment: datetime) -> Iterator[tuple[str, str]]:
    for width in ("short", "medium", "long", "full"):
        yield f"{width}-date", format_date(moment, width, locale=locale)
    yield "numeric-date", format_skeleton("yMd", moment, locale=locale)
    yield "month-name", locale.months["format"]["wide"][moment.month]
    yield "weekday-name", locale.days["format"]["wide"][moment.weekday()]
    time = format_time(moment, "short", locale=locale)
    yield "short-time", time
    yield "short-time", time.replace("\u202f", " ")  # V8 writes a plain space: https://crbug.com/1414292
    if locale.language == "fa":
        yield from _persian_dates(locale, moment)


# Source: CLDR, common/main/fa.xml, calendar persian, format wide.
_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip


def _persian_dates(locale: Locale, moment: datetime) -> Iterator[tuple[str, str]]:
    """Dates as programs with ICU data write them for Iran, measured with Node 20 (Intl.DateTimeFormat)."""
    year, month, day = persian(moment.date())
    name, weekday = _PERSIAN_MONTHS[month - 1], locale.days["format"]["wide"][moment.weekday()]
    yield "short-date", f"{year}/{month}/{day}"
    yield "numeric-date", f"{year}/{month}/{day}"
    yield "medium-date", f"{day} {name} {year}"
    yield "long-date", f"{day} {name} {year}"
    yield "full-date", f"{year} {name} {day}, {weekday}"
    yield "full-date", f"{weekday} {day} {name} {year}"
    yield "month-name", name


def _numbers(locale: Locale) -> Iterator[tuple[str, str]]:
    for name, number in _SAMPLES.items():
        yield f"number-{name}", format_decimal(number, locale=locale)
        yield f"number-{name}", format_decimal(number, locale=locale, numbering_system="default")


def holding(text: str) -> tuple[str, ...]:
    """The locale of this tag; of a language alone, where most of its speakers live.

    Source: CLDR, likely subtags (UTS #35, part 1).
    """
    tag = _TAG.fullmatch(text)
    if tag is None:
        return ()
    likely = get_global("likely_subtags").get(tag["language"], "").split("_")
    territory = tag["territory"] or (likely[-1] if len(likely) > 1 else "")
    return passing((f"{tag['language']}_{territory}.UTF-8",), check)


FACTOR = Factor(
    id=_ID,
    title="The language and region",
    levels=("en_US.UTF-8", "zh_CN.UTF-8", "ja_JP.UTF-8", "de_DE.UTF-8", "fa_IR.UTF-8"),
    contrasts=(
        "C.UTF-8",
        "zh_TW.UTF-8",
        "ru_RU.UTF-8",
        "ko_KR.UTF-8",
        "ar_EG.UTF-8",
        "tr_TR.UTF-8",
        "fr_FR.UTF-8",
        "pt_BR.UTF-8",
        "he_IL.UTF-8",
        "en_GB.UTF-8",
    ),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
