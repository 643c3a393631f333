"""The meter of texts: if it lies, a customer gets half a sentence, or a sender pays for a long text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.sms_meter import RecipientValues, weigh
from occ_contract.sms_text import (
    TextForm,
    byte_length,
    check_text,
    filled,
    normalised,
    placeholders,
    replaced,
    suggestion,
    unsendable,
)

EVERY_SYLLABLE = [chr(code) for code in range(0xAC00, 0xD7A4)]


def test_every_hangul_syllable_counts_two_bytes_composed_or_not() -> None:
    for syllable in EVERY_SYLLABLE:
        assert byte_length(syllable) == byte_length(unicodedata.normalize("NFD", syllable)) == 2


@given(st.text())
@example("한글\r\n\r끝")
@example("e\u0301")
@example("\u212b")
def test_the_meter_is_the_length_of_what_is_sent(text: str) -> None:
    sent = normalised(text)
    if unsendable(text):
        with pytest.raises(RuleError):
            check_text("sms", text, 1_000_000)
    else:
        assert byte_length(text) == len(sent.encode("cp949"))
        assert check_text("sms", text, 1_000_000) == sent


@given(st.text())
def test_what_is_offered_instead_can_be_sent(text: str) -> None:
    assert unsendable(replaced(text)) == ()


@pytest.mark.parametrize(
    ("character", "instead"),
    [
        ("\u00a0", " "),
        ("–", "-"),
        ("₩", "￦"),
        ("©", "(C)"),
        ("é", "e"),
        ("✔", "√"),
        ("😀", ""),
        ("\u200d", ""),
        ("\t", " "),
        ("①", None),
    ],
)
def test_a_character_that_cannot_be_sent_is_named_with_what_to_write(
    character: str, instead: str | None
) -> None:
    found = unsendable(f"가{character}나{character}")
    if instead is None:
        assert found == ()
        return
    assert [(one.character, one.position, one.count) for one in found] == [(character, 1, 2)]
    assert found[0].suggestion == suggestion(character) == instead


def test_a_limit_is_refused_with_both_figures() -> None:
    assert check_text("sms", "가" * 45, 90) == "가" * 45
    with pytest.raises(RuleError) as refused:
        check_text("sms", "가" * 45 + "a", 90)
    assert refused.value.code is ErrorCode.TEXT_TOO_MANY_BYTES
    assert refused.value.params == {"limit": 90, "bytes": 91, "kind": "sms"}


def test_a_text_without_end_is_refused_before_its_characters_are_looked_at() -> None:
    with pytest.raises(RuleError) as refused:
        check_text("mms", "\U0001f600" * 10_001, 2000)
    assert refused.value.code is ErrorCode.TEXT_TOO_MANY_BYTES
    assert TextForm("가##a##나##a##").characters({"a": "12345"}) == 12


def test_placeholders_are_named_once_in_their_order() -> None:
    assert placeholders("##이름## 님, ##금액##원 ##이름## ####") == ("이름", "금액")


def test_a_value_that_is_missing_is_named() -> None:
    assert filled("##이름## 님", {"이름": "홍길동"}) == "홍길동 님"
    for values in ({}, {"이름": ""}):
        with pytest.raises(RuleError) as refused:
            filled("##이름## 님", values)
        assert refused.value.params == {"name": "이름"}


texts = st.text(st.sampled_from("가힣aé\u0301\u1161\u11a8\r\n#😀 "), max_size=8)


@given(
    st.lists(st.one_of(texts, st.sampled_from(["##a##", "##b##"])), max_size=8),
    st.lists(st.fixed_dictionaries({"a": texts, "b": texts}), min_size=1, max_size=5),
)
def test_the_worst_recipient_is_the_one_whose_filled_text_is_longest(
    pieces: list[str], rows: list[dict[str, str]]
) -> None:
    text = "".join(pieces)
    form = TextForm(text)
    named = {"a", "b", *form.names}  # pieces may make another placeholder between them
    whole = [{name: row.get(name) or "-" for name in named} for row in rows]
    lengths = [byte_length(form.filled(row)) for row in whole]
    worst = RecipientValues(whole).worst(text, weigh(text))
    assert (worst.bytes, worst.index) == (max(lengths), lengths.index(max(lengths)))
