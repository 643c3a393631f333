"""A real socket with TLS: a certificate nobody vouches for is refused and named, a company's own is good."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from occ_desktop.domain.failures import Unreachable, UnreachableReason
from occ_desktop.remote.link import Health, Link

ANSWER = b'{"status":"ok","version":"1","minimum_client":"1","time":"2026-11-23T00:00:00Z","epoch":"e"}'


def _certificate(folder: Path) -> Path:
    """Write a certificate of our own making for 127.0.0.1, with its key; return its path."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "occ test")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@asynccontextmanager
async def _answering(certificate: Path | None) -> AsyncIterator[int]:
    """Answer every request with a health document, in TLS with a certificate; yield the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read(4096)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(ANSWER)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + ANSWER)
            await writer.drain()
        except OSError:
            return
        finally:
            writer.close()

    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _ask(url: str) -> Health:
    link = Link(url, on_renewal=lambda _r: None, on_logged_out=lambda _c: None, spawn=lambda _w, _n: None)
    try:
        return await link.health()
    finally:
        await link.aclose()


async def test_a_certificate_nobody_vouches_for_is_refused_by_name(tmp_path: Path) -> None:
    async with _answering(_certificate(tmp_path)) as port:
        with pytest.raises(Unreachable) as caught:
            await _ask(f"https://127.0.0.1:{port}")
    assert (caught.value.reason, caught.value.sent) == (UnreachableReason.CERTIFICATE, False)


async def test_a_companys_own_authority_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with _answering(certificate) as port:
        assert (await _ask(f"https://127.0.0.1:{port}")).status == "ok"


async def test_https_asked_of_a_plain_server_is_not_called_a_certificate_problem() -> None:
    async with _answering(None) as port:
        with pytest.raises(Unreachable) as caught:
            await _ask(f"https://127.0.0.1:{port}")
    assert caught.value.reason in {UnreachableReason.PROTOCOL, UnreachableReason.CONNECTION}
    assert not caught.value.sent
