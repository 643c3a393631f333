"""One example of each body on the API page. They are the Structs that travel, so they cannot go stale."""

from datetime import UTC, datetime

import msgspec

from occ_contract.auth import DeviceAccount, Login, Refresh, ShownService, Tokens
from occ_contract.callbacks import (
    Assign,
    AssignAnswer,
    Assigned,
    AssignMethod,
    Attempt,
    AttemptReport,
    AttemptResult,
    Callback,
    CallbackPage,
    CallbackStatus,
    CancelAnswer,
    CancelAssignments,
    Complete,
    ConnectAnswer,
    CustomerHistory,
    HistoryItem,
    Intake,
    IntakeAnswer,
    NoteChange,
    Skipped,
    Stats,
    StatsRow,
    UndoAnswer,
)
from occ_contract.cti import CallState, CtiLogin, CtiState, CtiStateChange, CtiStatus
from occ_contract.errors import ErrorCode
from occ_contract.people import (
    Agent,
    AgentPage,
    Me,
    Membership,
    Permission,
    Role,
    Route,
    Service,
    ServicePage,
)
from occ_contract.sms import (
    AcceptedMessage,
    CustomerText,
    CustomerTexts,
    MessageStage,
    MessageStatus,
    NewSmsRequest,
    Recipient,
    SendingKind,
    Similar,
    SmsCancelled,
    SmsMessage,
    SmsMessagePage,
    SmsPreview,
    SmsReleased,
    SmsRequestAccepted,
    TextType,
)
from occ_contract.sync import Change, Entity, ExportRecord, KeyChecksum, KeyPage, SyncChecksums, SyncPage
from occ_contract.tickets import NewTicket, Ticket, TicketPage
from occ_contract.version import VERSION
from occ_server.operating import HealthReport
from occ_server.sms.carriers.routes import HooksTaken
from occ_server.sms.catalogue.examples import EXAMPLES as SMS_CATALOGUE

_NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)  # in Seoul
_SERVICE = "0190a000-0000-7000-8000-000000000001"
_AGENT = "0190a000-0000-7000-8000-000000000002"
_SUPERVISOR = "0190a000-0000-7000-8000-000000000003"
_CALLBACK = "0190a000-0000-7000-8000-000000000004"
_ATTEMPT = "0190a000-0000-7000-8000-000000000005"
_TICKET = "0190a000-0000-7000-8000-000000000006"
_BATCH = "0190a000-0000-7000-8000-000000000007"
_ORGANISATION = "0190a000-0000-7000-8000-000000000008"
_EPOCH = "0190a000-0000-7000-8000-000000000009"
_PHONE = "01012345678"
_TEXT_REQUEST = "0190a000-0000-7000-8000-000000000021"
_TEXT = "0190a000-0000-7000-8000-000000000022"

_SHOP = Service(
    id=_SERVICE,
    name="샘플몰",
    callback_enabled=True,
    sms_enabled=False,
    cti_enabled=True,
    routes=(Route(code="1", label="주문"),),
    seq=3,
)
_MEMBERSHIP = Membership(service_id=_SERVICE, role=Role.AGENT, permissions=(Permission.PHONE,))
_COLLEAGUE = Agent(
    id=_AGENT,
    name="이상담",
    role=Role.AGENT,
    permissions=(Permission.PHONE,),
    services=(_SERVICE,),
    outstanding=2,
    cti_state=CtiState.READY,
    cti_since=_NOON,
    extension="1001",
    memberships=(_MEMBERSHIP,),
    seq=5,
)
_REQUEST = Callback(
    id=_CALLBACK,
    service_id=_SERVICE,
    phone=_PHONE,
    received_at=_NOON,
    status=CallbackStatus.ASSIGNED,
    name="홍길동",
    assignee_id=_AGENT,
    assigner_id=_SUPERVISOR,
    assigned_at=_NOON,
    seq=41,
)
_CALL = Attempt(id=_ATTEMPT, agent_id=_AGENT, started_at=_NOON, state=CallState.DIALLING)
_CONTACT = Ticket(
    id=_TICKET,
    service_id=_SERVICE,
    subject="배송 문의",
    created_at=_NOON,
    created_by=_AGENT,
    phone=_PHONE,
    callback_id=_CALLBACK,
    seq=42,
)
_MESSAGE = SmsMessage(
    id=_TEXT,
    request_id=_TEXT_REQUEST,
    service_id=_SERVICE,
    agent_id=_AGENT,
    registered_at=_NOON,
    type=TextType.SMS,
    kind=SendingKind.IMMEDIATE,
    sender="0215881234",
    recipient=_PHONE,
    body="주문하신 상품이 오늘 도착합니다.",
    status=MessageStatus.PROCESSING,
    stage=MessageStage.ACCEPTED,
    seq=51,
)
_ROW = StatsRow(period="2026-11-23", assigned=10, completed=8, outstanding=2, completion_rate=80.0)
_CHANGE = Change(
    entity=Entity.SERVICE,
    id=_SERVICE,
    seq=3,
    keys=(f"s:{_SERVICE}",),
    body=msgspec.Raw(msgspec.json.encode(_SHOP)),
)
_TAKEN = Skipped(
    callback_id=_CALLBACK,
    code=ErrorCode.DIALLING.value,
    by_id=_AGENT,
    by_name="이상담",
    status=CallbackStatus.ASSIGNED,
)

_ASKED: tuple[msgspec.Struct, ...] = (
    Login(username="lee", password="correct horse", device="desk 7"),  # noqa: S106
    Refresh(refresh_token="Vd3…"),  # noqa: S106
    Intake(service_id=_SERVICE, phone="010-1234-5678", external_id="ivr-20261123-0001", name="홍길동"),
    Assign(callback_ids=(_CALLBACK,), agent_ids=(_AGENT,), method=AssignMethod.EQUAL),
    CancelAssignments(callback_ids=(_CALLBACK,)),
    AttemptReport(result=AttemptResult.CONNECTED, talk_seconds=95),
    Complete(note="환불 안내"),
    NoteChange(note="오후에 다시"),
    CtiLogin(extension="1001"),
    CtiStateChange(state=CtiState.READY),
    NewTicket(service_id=_SERVICE, subject="배송 문의", phone="010-1234-5678"),
    NewSmsRequest(
        service_id=_SERVICE,
        type=TextType.SMS,
        sender="0215881234",
        body="##이름##님, 주문하신 상품이 오늘 도착합니다.",
        recipients=(Recipient(phone=_PHONE, values={"이름": "홍길동"}),),
    ),
    ExportRecord(kind="callbacks", purpose="주간 보고", row_count=120),
)
_ANSWERED: tuple[msgspec.Struct, ...] = (
    Tokens(access_token="Xk1…", refresh_token="Vd3…", expires_in=600),  # noqa: S106
    Me(
        id=_AGENT,
        username="lee",
        name="이상담",
        organisation_id=_ORGANISATION,
        organisation_name="샘플센터",
        time_zone="Asia/Seoul",
        memberships=(_MEMBERSHIP,),
        server_time=_NOON,
    ),
    DeviceAccount(
        id="0190a000-0000-7000-8000-00000000000d",
        name="1층 벽",
        organisation_id=_ORGANISATION,
        organisation_name="샘플센터",
        time_zone="Asia/Seoul",
        services=(ShownService(id=_SHOP.id, name=_SHOP.name),),
        server_time=_NOON,
    ),
    ServicePage(items=(_SHOP,)),
    AgentPage(items=(_COLLEAGUE,)),
    _REQUEST,
    CallbackPage(items=(_REQUEST,)),
    IntakeAnswer(
        id=_CALLBACK, service_id=_SERVICE, phone=_PHONE, received_at=_NOON, status=CallbackStatus.RECEIVED
    ),
    AssignAnswer(
        assigned=(Assigned(callback_id=_CALLBACK, agent_id=_AGENT),),
        counts={_AGENT: 1},
        batch_id=_BATCH,
        undo_until=_NOON,
    ),
    UndoAnswer(restored=(_CALLBACK,)),
    CancelAnswer(cancelled=(), skipped=(_TAKEN,)),
    ConnectAnswer(callback=_REQUEST, attempt=_CALL),
    _CALL,
    CustomerHistory(
        items=(HistoryItem(kind="ticket", id=_TICKET, at=_NOON, title="배송 문의", by_id=_AGENT),)
    ),
    Stats(rows=(_ROW,), total=msgspec.structs.replace(_ROW, period="total")),
    CtiStatus(agent_id=_AGENT, state=CtiState.READY, since=_NOON, extension="1001", seq=9),
    _CONTACT,
    TicketPage(items=(_CONTACT,)),
    SmsRequestAccepted(
        id=_TEXT_REQUEST,
        messages=(AcceptedMessage(id=_TEXT, recipient=_PHONE),),
        recallable_until=_NOON,
    ),
    SmsPreview(
        count=1,
        duplicates=(),
        bytes=41,
        worst=_PHONE,
        now=_NOON,
        earliest=_NOON,
        latest=_NOON,
        similar=(Similar(recipient=_PHONE, at=_NOON, agent_id=_AGENT, agent_name="이상담", same=False),),
    ),
    CustomerTexts(
        items=(
            CustomerText(
                id=_TEXT,
                at=_NOON,
                by_id=_AGENT,
                type=TextType.SMS,
                status=MessageStatus.DONE,
                stage=MessageStage.ENDED,
                title="Delivery delayed",
                body="Your parcel comes a day late. Sample Mall",
            ),
        )
    ),
    SmsCancelled(cancelled=(_TEXT,)),
    SmsReleased(released=(_TEXT,)),
    _MESSAGE,
    SmsMessagePage(items=(_MESSAGE,)),
    SyncPage(epoch=_EPOCH, cursor="eyJ…", head=42, changes=(_CHANGE,), has_more=False),
    KeyPage(epoch=_EPOCH, key=f"s:{_SERVICE}", cursor="eyJ…", upto=42, changes=(_CHANGE,), has_more=False),
    SyncChecksums(
        epoch=_EPOCH,
        head=42,
        items=(KeyChecksum(key=f"s:{_SERVICE}", entity=Entity.SERVICE, count=1, seq_sum=3),),
    ),
    HooksTaken(ended=2),
    HealthReport(status="ok", version=VERSION, minimum_client="0.1.0", time=_NOON, epoch=_EPOCH, parts={}),
)

EXAMPLES: tuple[msgspec.Struct, ...] = (*_ASKED, *_ANSWERED, *SMS_CATALOGUE)
