"""What reads the same is found the same, whatever keyboard or web page it came from."""

import pytest

from occ_desktop.domain.search_text import searchable


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("김영희 배송 문의", "김영희 배송 문의"),
        ("\u1100\u1175\u11b7", "김"),  # pasted from a Mac
        ("ＡＢＣ　０１０", "ABC 010"),
        ("김\u200b영\u00ad희", "김영희"),
        ("주문\u00a0\u0661\u0662", "주문 12"),
        ("plain", "plain"),
    ],
)
def test_one_spelling_is_looked_through_and_looked_for(typed: str, plain: str) -> None:
    assert searchable(typed) == plain
