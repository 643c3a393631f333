"""Messages and the searches of 발송 내역 for the store's tests, made by seed."""

from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

from occ_contract.sms import MessageStage, MessageStatus, SendingKind, SmsMessage, TextType
from occ_desktop.domain.message_filters import MessageFilter, MessageSort, MessageSortColumn
from store.builders import START

BODY = "[한빛몰] 전화를 드렸으나 연결되지 않았습니다. 편한 시간을 알려 주세요."


def message(no: int, **changes: Any) -> SmsMessage:
    """Return a delivered message with believable contents; ``changes`` replace fields."""
    values: dict[str, Any] = {
        "id": f"0193-m{no:07d}",
        "request_id": f"request-{no // 4}",
        "service_id": f"service-{no % 3}",
        "agent_id": f"agent-{no % 7}",
        "registered_at": START + timedelta(minutes=no // 4),
        "type": TextType.MMS if no % 9 == 0 else TextType.SMS,
        "kind": SendingKind.RESERVED if no % 10 == 0 else SendingKind.IMMEDIATE,
        "sender": f"1588000{no % 2}",
        "recipient": f"010{no * 7919 % 10**8:08d}",
        "body": BODY,
        "status": MessageStatus.DONE,
        "stage": MessageStage.ENDED,
        "template_id": f"template-{no % 5}" if no % 5 else None,
        "template_name": f"안내 {no % 5}" if no % 5 else None,
        "sent_at": START + timedelta(minutes=no // 4, seconds=9),
        "seq": no + 1,
    }
    return SmsMessage(**{**values, **changes})


def messages(count: int, seed: int = 1) -> list[SmsMessage]:
    """Return messages in every status, by seed; those of one request were registered at one moment."""
    random = Random(seed)
    statuses = list(MessageStatus)[:4]
    return [message(no, status=random.choices(statuses, (5, 85, 7, 3))[0]) for no in range(count)]


FILTERS = {
    "everything": MessageFilter(),
    "one request": MessageFilter(request="request-3"),
    "a period": MessageFilter(registered_from=START, registered_to=START + timedelta(minutes=40)),
    "one service": MessageFilter(services=("service-1",)),
    "two services": MessageFilter(services=("service-1", "service-2")),
    "reserved ones": MessageFilter(kind=SendingKind.RESERVED),
    "long ones": MessageFilter(type=TextType.MMS),
    "failed ones": MessageFilter(statuses=(MessageStatus.FAILED,)),
    "done ones": MessageFilter(statuses=(MessageStatus.DONE,)),
    "done ones of one service": MessageFilter(statuses=(MessageStatus.DONE,), services=("service-2",)),
    "two statuses": MessageFilter(statuses=(MessageStatus.FAILED, MessageStatus.CANCELLED)),
    "a template": MessageFilter(templates=("template-2",)),
    "an agent": MessageFilter(agents=("agent-3",)),
    "two agents": MessageFilter(agents=("agent-3", "agent-4")),
    "nobody known": MessageFilter(agents=("nobody",)),
    "a sender": MessageFilter(senders=("15880001",)),
    "two digits": MessageFilter(recipient="79"),
    "four digits": MessageFilter(recipient="7919"),
    "the mobile prefix": MessageFilter(recipient="010"),
    "digits nobody has": MessageFilter(recipient="999999999"),
    "all eight": MessageFilter(
        registered_from=START,
        registered_to=START + timedelta(minutes=60),
        services=("service-0", "service-1"),
        kind=SendingKind.IMMEDIATE,
        type=TextType.SMS,
        statuses=(MessageStatus.DONE, MessageStatus.FAILED),
        templates=("template-1", "template-2"),
        agents=("agent-1", "agent-2", "agent-3"),
        senders=("15880001",),
        recipient="1",
    ),
}
SORTS = [MessageSort(column, down) for column, down in product(MessageSortColumn, (True, False))]
