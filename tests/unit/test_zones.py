"""An organisation's time zone that this computer does not know must not keep its people from their work."""

import pytest

from occ_desktop.domain.zones import zone_of


@pytest.mark.parametrize("name", ["Asia/Nowhere", "../etc/passwd", "", "Asia", "Asia/\0"])
def test_a_zone_nobody_knows_here_is_the_worlds_and_named_in_the_log(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    zone_of.cache_clear()
    assert zone_of(name).key == "UTC"
    said = caplog.text
    caplog.clear()  # a warning fails a test that did not ask for it
    assert "no time zone" in said


def test_a_known_zone_is_itself() -> None:
    assert zone_of("Asia/Seoul").key == "Asia/Seoul"
