"""What the planted lists and sentences are made of: invented names, and names that everybody knows.

No entry comes out of a tool that was audited: words are put together from syllables.
"""

from __future__ import annotations

from random import Random

SYLLABLES = (
    *("ba", "bel", "bor", "cal", "cor", "da", "del", "dor", "fa", "fen", "ga", "gil", "hal", "ka", "kel", "kor", "la"),
    *(
        "lin",
        "lo",
        "ma",
        "mar",
        "mi",
        "mon",
        "na",
        "nel",
        "no",
        "or",
        "pa",
        "per",
        "ra",
        "rin",
        "ro",
        "sa",
        "sel",
        "ta",
    ),
    *("tel", "ti", "tor", "ul", "va", "ver", "vi", "xi", "yo", "za", "zen", "zo"),
)
TOPS = (
    *("com", "net", "org", "io", "dev", "ai", "app", "cloud", "co", "de", "fr", "cn", "com.cn", "ru", "in", "co.jp"),
    *("com.br", "internal", "corp", "lan", "local", "test", "invalid", "tech", "me"),
)
SUBDOMAINS = ("api", "www", "gw", "proxy", "llm", "v1", "eu", "edge", "chat", "relay")
ZONES = (
    *("Africa/Cairo", "Africa/Lagos", "Africa/Nairobi", "America/Bogota", "America/Chicago", "America/Denver"),
    *("America/Halifax", "America/Lima", "America/New_York", "America/Phoenix", "America/Sao_Paulo", "Asia/Almaty"),
    *("Asia/Bangkok", "Asia/Colombo", "Asia/Dhaka", "Asia/Dubai", "Asia/Harbin", "Asia/Hong_Kong", "Asia/Jakarta"),
    *("Asia/Karachi", "Asia/Kolkata", "Asia/Macau", "Asia/Manila", "Asia/Pyongyang", "Asia/Riyadh", "Asia/Seoul"),
    *("Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo", "Asia/Urumqi"),
    *("Asia/Vladivostok", "Australia/Perth", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Istanbul"),
    *("Europe/Kyiv", "Europe/London", "Europe/Madrid", "Europe/Minsk", "Europe/Moscow", "Europe/Oslo", "Europe/Paris"),
    *("Europe/Rome", "Europe/Samara", "Europe/Zurich", "Indian/Maldives", "Pacific/Auckland", "Pacific/Honolulu"),
)
LOCALES = (
    *("ar-AE", "ar-EG", "be-BY", "bn-BD", "cs-CZ", "da-DK", "de-AT", "de-DE", "el-GR", "en-AU", "en-GB", "en-IN"),
    *("es-AR", "es-ES", "es-MX", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "he-IL", "hi-IN", "hu-HU", "id-ID", "it-IT"),
    *("ja-JP", "kk-KZ", "ko-KR", "ms-MY", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK"),
    *("sr-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "ur-PK", "uz-UZ", "vi-VN", "zh-CN", "zh-HK", "zh-SG", "zh-TW"),
)
FOLDERS = ("/opt", "/usr/local/share", "/var/lib", "/etc", "/srv", "/home/runner/work", "/Applications", "/usr/lib")
LEAVES = ("config.json", "bin/agent", "settings.toml", "state.db", ".env", "token", "version", "plugin.so")

_TWO_WORDS = 0.2
_SUBDOMAIN = 0.25
"""How often a host's name has a hyphen, and how often something before it."""


def word(random: Random, least: int = 2, most: int = 3) -> str:
    """An invented word of so many syllables."""
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(least, most)))


def host(random: Random) -> str:
    """An invented host name."""
    name = word(random) + (f"-{word(random, 1, 2)}" if random.random() < _TWO_WORDS else "")
    if random.random() < _SUBDOMAIN:
        name = f"{random.choice(SUBDOMAINS)}.{name}"
    return f"{name}.{random.choice(TOPS)}"


def path(random: Random) -> str:
    """An invented path."""
    return f"{random.choice(FOLDERS)}/{word(random)}/{random.choice(LEAVES)}"


def entries(random: Random, kind: str) -> tuple[str, ...]:
    """A list of one kind, without repetition, in no order."""
    if kind in {"zones", "locales"}:
        return tuple(random.sample(ZONES if kind == "zones" else LOCALES, random.randint(6, 24)))
    make, least, most = {"hosts": (host, 8, 90), "paths": (path, 6, 24), "words": (_long_word, 8, 30)}[kind]
    return tuple(dict.fromkeys(make(random) for _ in range(random.randint(least, most))))


def _long_word(random: Random) -> str:
    return word(random, 2, 4)
