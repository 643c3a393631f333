"""Every word of texting has a name: a text that failed must say why, not "Unknown"."""

import pytest

from occ_contract.enums import WireEnum
from occ_contract.sms import CarrierTrouble, HeldReason, MessageStage, MessageStatus, SendingKind, TextType
from occ_contract.sms_results import ResultReason
from occ_desktop.ui.texting_words import has_name, name_of

VOCABULARIES = (TextType, SendingKind, MessageStatus, MessageStage, HeldReason, CarrierTrouble, ResultReason)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_value_has_a_word_of_its_own(vocabulary: type[WireEnum]) -> None:
    known = [value for value in vocabulary if value.value != "unknown"]
    assert [value for value in known if not has_name(value)] == []
    assert len({name_of(value) for value in known}) == len(known)


def test_values_spelt_alike_keep_their_own_words() -> None:
    assert name_of(SendingKind.RESERVED) == "Reserved"
    assert name_of(MessageStage.RESERVED) == "Waiting for its time"
    assert name_of(MessageStage.UNKNOWN) == "Checking the outcome, not sent again"
    assert name_of(MessageStatus.UNKNOWN) == "Unknown"
