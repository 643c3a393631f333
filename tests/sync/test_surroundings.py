"""Settings of the machine that cannot be followed: each is named, and nothing is sent another way.

If one fails, a variable somebody set years ago leaves a person without a program, or their traffic unproxied.
"""

from pathlib import Path

import pytest

from occ_desktop.domain.failures import Unreachable, UnreachableReason
from occ_desktop.remote.link import Link
from occ_desktop.remote.surroundings import way_to
from occ_desktop.ui.failure_text import sentence

SERVER = "https://center.example.kr"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
ELSE = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *(name.upper() for name in PROXIES), *ELSE):
        monkeypatch.delenv(name, raising=False)


def _link(server: str = SERVER) -> Link:
    return Link(server, on_renewal=lambda _r: None, on_logged_out=lambda _c: None, spawn=lambda _w, _n: None)


async def _asked(link: Link) -> Unreachable:
    with pytest.raises(Unreachable) as failure:
        await link.health()
    await link.aclose()
    return failure.value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("https_proxy", "gopher://127.0.0.1:70"),
        ("HTTPS_PROXY", "http://127.0.0.1:notaport"),
        ("HTTPS_PROXY", "http://127.0.0.1:99999"),
        ("HTTPS_PROXY", "http://127.0.0.1:0"),
        ("HTTPS_PROXY", "http://"),
        ("HTTPS_PROXY", "http://:3128"),
        ("HTTPS_PROXY", "http://two words:3128"),
        ("https_proxy", f"http://{'a' * 300}:3128"),
    ],
)
async def test_a_proxy_that_cannot_be_used_is_named_and_not_gone_around(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    failure = await _asked(_link())
    assert (failure.reason, failure.setting) == (UnreachableReason.PROXY_SETTING, name)
    assert not failure.sent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("all_proxy", "socks://127.0.0.1:1080"),
        ("ALL_PROXY", "socks5://127.0.0.1:1080"),
        ("https_proxy", "SOCKS5H://127.0.0.1:1080"),
    ],
)
async def test_a_socks_proxy_is_said_not_to_be_supported(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    failure = await _asked(_link())
    assert (failure.reason, failure.setting) == (UnreachableReason.SOCKS_SETTING, name)
    assert not failure.sent
    assert f"setting {name} names a SOCKS proxy. SOCKS is not supported" in sentence(failure)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nobody.invalid:3128"])
async def test_a_proxy_that_is_not_there_is_named_and_not_the_server(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Told that the server does not exist, a person looks for the fault in the one place it is not."""
    monkeypatch.setenv("HTTPS_PROXY", address)
    failure = await _asked(_link())
    assert (failure.reason, failure.setting) == (UnreachableReason.PROXY, "HTTPS_PROXY")
    assert not failure.sent
    assert "HTTPS_PROXY" in sentence(failure)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("there", [False, True], ids=["gone", "no certificates"])
async def test_certificates_that_cannot_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, there: bool
) -> None:
    place = tmp_path / "certificates"
    if there:
        place.write_text("a letter")
    monkeypatch.setenv(name, str(place))
    failure = await _asked(_link())
    assert (failure.reason, failure.setting) == (UnreachableReason.CERTIFICATE_SETTING, name)


async def test_a_key_log_that_cannot_be_written_is_left_out_and_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "gone" / "keys"))
    link = _link()
    assert link.http.ignored_settings == ("SSLKEYLOGFILE",)
    await link.aclose()


async def test_a_setting_for_other_servers_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks://127.0.0.1:1080")
    monkeypatch.setenv("SSL_CERT_FILE", "/gone")
    assert way_to("http://127.0.0.1:8000").trouble is None
    monkeypatch.delenv("SSL_CERT_FILE")
    assert way_to(SERVER).trouble is None
    monkeypatch.setenv("all_proxy", "socks://127.0.0.1:1080")
    monkeypatch.setenv("no_proxy", "example.kr")
    assert way_to(SERVER).trouble is None


async def test_a_good_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "proxy.example.kr:3128")
    way = way_to(SERVER)
    assert way.trouble is None
    assert way.proxy is not None
    assert str(way.proxy.url) == "http://proxy.example.kr:3128"
