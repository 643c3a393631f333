"""Results as carriers bring them: if these fail, a text that arrived is shown as failed, or as under way."""

import pytest

from occ_contract.sms_results import ResultReason
from occ_server.sms.carriers.protocol import Taken
from support.centre import Centre
from support.texting import Texting, texting


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def handed_over(texts: Texting) -> str:
    made = await texts.sent()
    await texts.settle()
    return str(made["messages"][0]["id"])


@pytest.mark.parametrize("named", [True, False])
async def test_a_result_ends_a_text_once(texts: Texting, named: bool) -> None:
    message = await handed_over(texts)
    cursor, _ = await texts.centre.ann.pull()
    outcome = texts.outcome(message, named=named)
    assert await texts.report(outcome, outcome) == 1
    assert await texts.report(outcome) == 0
    body = (await texts.centre.ann.get(f"/v1/sms/messages/{message}")).json()
    assert (body["status"], body["stage"], body["result"], body["result_code"]) == (
        "done",
        "ended",
        "delivered",
        "1000",
    )
    assert body["sent_at"] < body["result_at"]
    _, changes = await texts.centre.ann.pull(cursor)
    assert [c["body"]["status"] for c in changes if c["entity"] == "sms_message"] == ["done"]


@pytest.mark.parametrize("first", [True, False])
async def test_the_first_word_stays_when_another_follows(
    texts: Texting, first: bool, caplog: pytest.LogCaptureFixture
) -> None:
    message = await handed_over(texts)
    assert await texts.report(texts.outcome(message, delivered=first)) == 1
    assert await texts.report(texts.outcome(message, delivered=not first)) == 0
    assert (await texts.row(message)).status.value == ("done" if first else "failed")
    assert "the first word stays" in caplog.text


async def test_a_result_of_an_unknown_text_ends_it_and_it_is_not_sent_again(texts: Texting) -> None:
    texts.ledger.loses_answers = texts.ledger.lists_lag = True
    message = await handed_over(texts)
    assert await texts.report(texts.outcome(message, delivered=False)) == 1
    await texts.settle(3600)
    row = await texts.row(message)
    assert (row.stage.value, row.status.value, row.result) == ("ended", "failed", ResultReason.NO_SUBSCRIBER)
    assert row.accepted_at is not None
    assert list(texts.ledger.counts.values()) == [1]


async def test_a_text_given_up_that_arrived_after_all_is_shown_as_arrived(texts: Texting) -> None:
    texts.ledger.loses_answers = texts.ledger.lists_lag = True
    message = await handed_over(texts)
    for _ in range(7):
        await texts.settle(4 * 3600)
    assert (await texts.row(message)).result is ResultReason.NEVER_ACCEPTED
    assert await texts.report(texts.outcome(message)) == 1
    assert (await texts.row(message)).status.value == "done"


async def test_a_text_that_was_cancelled_stays_cancelled_whatever_is_reported(
    texts: Texting, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is told that a text they took back went out by a report that can only be wrong."""
    message = str((await texts.sent())["messages"][0]["id"])
    assert (await texts.centre.ann.post(f"/v1/sms/messages/{message}/cancel")).status_code == 200
    texts.ledger.names[message] = Taken("r9", 1)
    assert await texts.report(texts.outcome(message)) == 0
    row = await texts.row(message)
    assert (row.status.value, row.result, row.result_at) == ("cancelled", None, None)
    assert "which was cancelled" in caplog.text


async def test_results_of_others_change_nothing(texts: Texting) -> None:
    message = await handed_over(texts)
    other = await texts.centre.world.service("샘플카드")
    outcome = texts.outcome(message)
    texts.centre.service, mine = other, texts.centre.service
    assert await texts.report(outcome) == 0  # another service's account
    texts.centre.service = mine
    assert (await texts.row(message)).status.value == "processing"
