"""A certificate authority made for one audit, and the leaves that it signs while a tool shakes hands."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CA_NAME = "Lab Root CA R1"
_CA_FROM = datetime(2020, 1, 1, tzinfo=UTC)
# A false clock may stand far in the future.
_CA_UNTIL = datetime(2099, 1, 1, tzinfo=UTC)
_BEFORE = timedelta(days=20)
_AFTER = timedelta(days=60)
_MAX_COMMON_NAME = 64  # X.520 ub-common-name
_ALPN = ["h2", "http/1.1"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAuthority:
    """PEM texts; the key of the leaves is shared, because making one for each costs more than a signature."""

    certificate_pem: bytes
    key_pem: bytes
    leaf_key_pem: bytes

    @staticmethod
    def create() -> CertificateAuthority:
        """A fresh authority on P-256; its keys never leave the lab."""
        key = ec.generate_private_key(ec.SECP256R1())
        leaf_key = ec.generate_private_key(ec.SECP256R1())
        return CertificateAuthority(
            certificate_pem=_self_signed(key).public_bytes(serialization.Encoding.PEM),
            key_pem=_pem(key),
            leaf_key_pem=_pem(leaf_key),
        )

    @property
    def subject_hash(self) -> str:
        """The eight hex digits by which OpenSSL finds it in a folder of certificates, as ``<hash>.0``."""
        return openssl_name_hash(x509.load_pem_x509_certificate(self.certificate_pem).subject)


class Leaves:
    """TLS contexts by server name, made on first use; nothing of it is written to a disk that a tool could fill."""

    def __init__(self, authority: CertificateAuthority, shown: datetime) -> None:
        """``shown`` is the instant that the tool is shown; leaves are valid then and now."""
        self._certificate = x509.load_pem_x509_certificate(authority.certificate_pem)
        key = serialization.load_pem_private_key(authority.key_pem, password=None)
        leaf_key = serialization.load_pem_private_key(authority.leaf_key_pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(leaf_key, ec.EllipticCurvePrivateKey):
            message = "the lab's keys are elliptic-curve keys"
            raise TypeError(message)
        self._key, self._leaf_key = key, leaf_key
        self._authority, self._shown = authority, shown
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._unnamed: dict[str, ssl.SSLContext] = {}
        self._names: dict[int, str] = {}

    def context(self, name: str) -> ssl.SSLContext:
        """The server context whose certificate is for ``name`` (a host name or an address)."""
        made = self._contexts.get(name)
        if made is None:
            made = self._contexts[name] = self._make(name)
            self._names[id(made)] = name
        return made

    def unnamed_context(self, name: str) -> ssl.SSLContext:
        """The context that a connection begins with: it changes to the one that the client names, if any."""
        made = self._unnamed.get(name)
        if made is None:
            made = self._unnamed[name] = self._make(name)
            made.sni_callback = self._named
        return made

    def name_of(self, context: ssl.SSLContext) -> str:
        """The name for which a client chose ``context``; empty where it chose none."""
        return self._names.get(id(context), "")

    def _named(self, spoken: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        if name:
            spoken.context = self.context(name.lower())

    def _make(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(_ALPN)
        # The library takes a chain from a path only; a descriptor of memory has one.
        with os.fdopen(os.memfd_create("leaf"), "wb") as file:
            file.write(self._authority.leaf_key_pem + self.leaf_pem(name) + self._authority.certificate_pem)
            file.flush()
            context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
        return context

    def leaf_pem(self, name: str) -> bytes:
        """A new certificate for ``name``, which may be anything."""
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_MAX_COMMON_NAME] or "unnamed")]))
            .issuer_name(self._certificate.subject)
            .public_key(self._leaf_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(max(min(now, self._shown) - _BEFORE, _CA_FROM))
            .not_valid_after(min(max(now, self._shown) + _AFTER, _CA_UNTIL))
            .add_extension(x509.SubjectAlternativeName([_general_name(name)]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def openssl_name_hash(name: x509.Name) -> str:
    """OpenSSL's ``X509_NAME_hash``: SHA-1 of the canonical name, its first four bytes read little-endian.

    Only for names of short attributes without inner white space, such as the lab's own.
    Source: openssl-rehash(1) and crypto/x509/x_name.c, x509_name_canon (OpenSSL 3.0).
    """
    canonical = b"".join(_canonical(attribute) for attribute in name)
    digest = hashlib.sha1(canonical, usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}"


def _canonical(attribute: x509.NameAttribute[str | bytes]) -> bytes:
    """The attribute as DER, its value a lower-case UTF8String; all lengths here are below 128."""
    text = attribute.value if isinstance(attribute.value, bytes) else attribute.value.lower().encode()
    value = b"\x0c" + bytes([len(text)]) + text
    arcs = [int(arc) for arc in attribute.oid.dotted_string.split(".")]
    oid = bytes([arcs[0] * 40 + arcs[1], *arcs[2:]])
    pair = b"\x06" + bytes([len(oid)]) + oid + value
    sequence = b"\x30" + bytes([len(pair)]) + pair
    return b"\x31" + bytes([len(sequence)]) + sequence


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _CA_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_CA_FROM)
        .not_valid_after(_CA_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name)
    except ValueError:  # not ASCII: whatever the client sent as a name, it gets a certificate, if not a fitting one
        return x509.DNSName("unnamed.invalid")
