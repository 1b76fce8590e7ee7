"""Checks a URL that is a level, and says what a reader sees of it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from countermark.errors import UsageError

# RFC 1123, section 2.1 and RFC 3986, section 2: what a host and the rest of a URL are made of.
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\Z")
_PLAIN = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def checked(factor: str, value: str) -> SplitResult:
    """The parts of a plain ``http`` or ``https`` URL without credentials, query or fragment.

    Raises:
        UsageError: it is none.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise _refusal(factor, value, str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise _refusal(factor, value, "it must begin with http:// or https:// and name a host")
    if not _PLAIN.match(value) or parts.query or parts.fragment or "@" in parts.netloc or port == 0:
        raise _refusal(factor, value, "it must have no credentials, query, fragment or unusual characters")
    if not _HOST.match(parts.hostname) and not _is_address(parts.hostname):
        raise _refusal(factor, value, f"{parts.hostname!r} is no host name")
    return parts


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refusal(factor: str, value: str, why: str) -> UsageError:
    return UsageError(
        f"{value!r} is not a level of {factor}", why=why, hint=f"for example {factor}=https://gateway.example.com"
    )


def forms(factor: str, value: str) -> Iterator[tuple[str, str]]:
    """The URL, and the host, domain, port and path that a reader sees in it; what every URL has shows nothing."""
    parts = checked(factor, value)
    host = parts.hostname or ""
    yield "value", value
    yield "value", value.rstrip("/")
    yield "url-origin", f"{parts.scheme}://{parts.netloc}"
    yield "host", host
    yield "authority", f"{host}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"
    yield "port", str(parts.port or "")
    yield "url-path", parts.path.rstrip("/")
    if not _is_address(host) and "." in host:
        yield "domain", ".".join(host.split(".")[-2:])


_WORD = re.compile(r"(?=.*[a-z])[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])\Z")
_COUNTRY = re.compile(r"[a-z]{2}\Z")
_GATEWAY = "gateway"


def hosts_holding(text: str) -> Iterator[str]:
    """Hosts in which ``text`` stands as programs look for it: as the host, the end of it, or a word of it.

    Hosts that are made up around it are below the names of RFC 2606.
    """
    wanted = text.strip().lower().rstrip("/").removeprefix("*")
    if "://" in wanted:
        wanted = _host_of(wanted)
    bare = wanted.strip(".")
    if _is_address(bare):
        yield bare
    elif "." in bare:
        if not wanted.startswith("."):
            yield bare
        yield f"{_GATEWAY}.{bare}"
    elif _WORD.match(bare):
        around = (f"{_GATEWAY}.example.{bare}", f"{bare}.example.com")
        yield from around if _COUNTRY.match(bare) else reversed(around)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
