"""Texting (문자): categories, templates, sender numbers, images, requests and their messages.

A request goes to many; each recipient has a message of their own, with its own status. Times are UTC.
"""

from datetime import datetime

from occ_contract.base import Request, Wire
from occ_contract.enums import WireEnum
from occ_contract.sms_results import ResultReason

CATEGORY_NAME_LIMIT = 50  # characters, as all below
TEMPLATE_NAME_LIMIT = 50
TEMPLATE_DESCRIPTION_LIMIT = 100
IMAGE_NAME_LIMIT = 45  # with its extension
MOST_IMAGES = 2
IMAGE_BYTES = 300 * 1024  # 0.3 MB of the guide
IMAGE_SIDE = 1000  # pixels
RECALL_SECONDS = 10  # a single text can be recalled so long


class TextType(WireEnum):
    """발송유형: a short text, or a long one with a subject and up to two images."""

    SMS = "sms"
    MMS = "mms"
    UNKNOWN = "unknown"


class SendingKind(WireEnum):
    """전송 형태: 즉시, 예약."""

    IMMEDIATE = "immediate"
    RESERVED = "reserved"
    UNKNOWN = "unknown"


class MessageStatus(WireEnum):
    """요청 상태: 처리중, 완료, 실패, 취소."""

    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class MessageStage(WireEnum):
    """Where a message is on its way; ``unknown`` says that nobody knows whether the carrier took it.

    ``waiting`` and ``reserved`` are ours alone and can be cancelled. From ``handing_over`` on the carrier may
    have it. An unknown one is looked up by our key and never sent again. (A word of a newer server decodes to
    ``unknown`` as well: neither may be acted on.)
    """

    WAITING = "waiting"
    RESERVED = "reserved"
    HANDING_OVER = "handing_over"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    ENDED = "ended"


class HeldReason(WireEnum):
    """Why a message that is due waits on: trouble that ends by itself, or something a person decides."""

    CARRIER_DOWN = "carrier_down"
    QUOTA = "quota"
    TEMPLATE_WITHDRAWN = "template_withdrawn"
    CATEGORY_DISABLED = "category_disabled"
    SENDER_UNUSABLE = "sender_unusable"
    RIGHT_LOST = "right_lost"
    FEATURE_OFF = "feature_off"
    CALLBACK_COMPLETED = "callback_completed"
    NOT_TAKEN = "not_taken"  # this text alone: the carrier takes others; it is tried again and again
    UNKNOWN = "unknown"


PASSING_HOLDS = frozenset({HeldReason.CARRIER_DOWN, HeldReason.QUOTA})


class CarrierTrouble(WireEnum):
    """What is wrong with a service's carrier."""

    DOWN = "down"
    QUOTA = "quota"
    REFUSED = "refused"  # key, secret or address: the operator's to mend
    UNKNOWN = "unknown"


class SmsCategory(Wire, frozen=True, kw_only=True):
    """A category (분류) of one of two levels; templates stand under the second. Off hides all below."""

    id: str
    service_id: str
    name: str
    enabled: bool
    parent_id: str | None = None
    position: int = 0  # among its siblings
    seq: int = 0


class NewSmsCategory(Request, frozen=True, kw_only=True):
    """A category to be made; last among its siblings."""

    service_id: str
    name: str
    enabled: bool = True
    parent_id: str | None = None


class SmsCategoryChange(Request, frozen=True, kw_only=True):
    """What of a category changes; what is None stays. ``position`` counts among its siblings, from 0."""

    name: str | None = None
    enabled: bool | None = None
    parent_id: str | None = None
    position: int | None = None


class SmsTemplate(Wire, frozen=True, kw_only=True):
    """A template. ``editable``: a sender may change subject and body. ``version`` counts its contents.

    ``no_answer``: what the service writes to a customer who was not reached; one template of it at most.
    """

    id: str
    service_id: str
    category_id: str
    type: TextType
    enabled: bool
    editable: bool
    name: str
    description: str
    sender: str | None
    subject: str
    body: str
    image_ids: tuple[str, ...] = ()
    no_answer: bool = False
    position: int = 0
    version: int = 1
    changed_at: datetime | None = None
    changed_by: str | None = None
    seq: int = 0


class NewSmsTemplate(Request, frozen=True, kw_only=True):
    """A template to be made; last in its category."""

    category_id: str
    type: TextType
    name: str
    body: str
    enabled: bool = True
    editable: bool = True
    description: str = ""
    sender: str | None = None
    subject: str = ""
    image_ids: tuple[str, ...] = ()
    no_answer: bool = False


class SmsTemplateChange(Request, frozen=True, kw_only=True):
    """What of a template changes; what is None stays. ``base`` is the version that was edited.

    A change against another version is refused (409 ``template_conflict``), never laid over it. A ``sender``
    of None stays as all else does; an empty text takes it off. ``no_answer`` takes that from another one.
    """

    base: int | None = None
    category_id: str | None = None
    type: TextType | None = None
    enabled: bool | None = None
    editable: bool | None = None
    name: str | None = None
    description: str | None = None
    sender: str | None = None
    subject: str | None = None
    body: str | None = None
    image_ids: tuple[str, ...] | None = None
    no_answer: bool | None = None
    position: int | None = None


class SmsImage(Wire, frozen=True, kw_only=True):
    """A JPEG that was taken in; ``bytes`` of the file, sides in pixels."""

    id: str
    service_id: str
    name: str
    bytes: int
    width: int
    height: int


class SenderNumber(Wire, frozen=True, kw_only=True):
    """A number registered with the service's carrier (발신번호). ``usable``: in use and unblocked."""

    id: str
    service_id: str
    phone: str
    usable: bool
    blocked: bool = False
    seq: int = 0


class SmsLink(Wire, frozen=True, kw_only=True):
    """How texting of a service stands: its carrier, what is wrong since when, and how much waits for it.

    ``carrier`` is ``sandbox``, which sends nothing to anybody, ``nhn``, or None while none is set.
    ``held`` counts the messages that wait for trouble to end, the oldest due at ``held_since``.
    """

    id: str  # the service's
    service_id: str
    carrier: str | None = None
    trouble: CarrierTrouble | None = None
    since: datetime | None = None
    held: int = 0
    held_since: datetime | None = None
    seq: int = 0


class Recipient(Request, frozen=True, kw_only=True, omit_defaults=True):
    """One recipient, with the values of the placeholders."""

    phone: str
    values: dict[str, str] = {}


class NewSmsRequest(Request, frozen=True, kw_only=True, omit_defaults=True):
    """Texts to be sent, or reserved with ``reserve_at``. A bad recipient refuses the whole request.

    What is not said is not written either: a sending whose answer is open is asked for with the same bytes
    after an update that knows another field.

    ``callback_id`` is the callback it is about; with ``unless_completed`` a reserved text is held when that
    callback is completed meanwhile.
    """

    service_id: str
    type: TextType
    sender: str
    body: str
    recipients: tuple[Recipient, ...]
    subject: str = ""
    image_ids: tuple[str, ...] = ()
    template_id: str | None = None
    reserve_at: datetime | None = None
    callback_id: str | None = None
    unless_completed: bool = False


class AcceptedMessage(Wire, frozen=True, kw_only=True):
    """A message of an accepted request."""

    id: str
    recipient: str


class SmsRequestAccepted(Wire, frozen=True, kw_only=True):
    """What was taken in: one message a recipient; numbers given twice were left out.

    ``recallable_until``: a single text is not handed over before this moment.
    """

    id: str
    messages: tuple[AcceptedMessage, ...]
    duplicates: tuple[str, ...] = ()
    recallable_until: datetime | None = None


class Similar(Wire, frozen=True, kw_only=True):
    """A text this recipient got, or is about to get, in the last 24 hours; ``same`` says of the same body."""

    recipient: str
    at: datetime
    agent_id: str
    agent_name: str
    same: bool


class SmsPreview(Wire, frozen=True, kw_only=True):
    """What a confirmation shows before anything is sent. The window is that of a reservation.

    ``bytes`` and ``worst`` are of the longest text as it would be sent, and the number that gets it.
    """

    count: int
    duplicates: tuple[str, ...]
    bytes: int
    worst: str
    now: datetime
    earliest: datetime
    latest: datetime
    similar: tuple[Similar, ...] = ()


class SmsMessage(Wire, frozen=True, kw_only=True):
    """A text to one recipient, filled. A moment is None until it came.

    ``result_code`` is the carrier's own; ``result`` says the same in a word the screens have a sentence for.
    ``held`` says why a message that is due waits on, since ``held_at``.
    """

    id: str
    request_id: str
    service_id: str
    agent_id: str
    registered_at: datetime
    type: TextType
    kind: SendingKind
    sender: str
    recipient: str
    body: str
    status: MessageStatus
    stage: MessageStage
    reserved_at: datetime | None = None
    template_id: str | None = None
    template_name: str | None = None
    subject: str = ""
    image_ids: tuple[str, ...] = ()
    result_code: str | None = None
    result: ResultReason | None = None
    held: HeldReason | None = None
    held_at: datetime | None = None
    recallable_until: datetime | None = None
    handed_over_at: datetime | None = None
    accepted_at: datetime | None = None
    sent_at: datetime | None = None
    result_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    callback_id: str | None = None
    seq: int = 0


class CustomerText(Wire, frozen=True, kw_only=True):
    """A text a customer's number got, or is about to get, for whoever deals with the customer.

    ``title`` is the name of its template, its subject or its first line; ``body`` is empty for those who may
    not read it: what a colleague wrote, where one is no supervisor.
    """

    id: str
    at: datetime
    by_id: str
    type: TextType
    status: MessageStatus
    stage: MessageStage
    title: str = ""
    body: str = ""
    held: HeldReason | None = None


class CustomerTexts(Wire, frozen=True, kw_only=True):
    """The newest texts to the number of one callback, in its service, newest first."""

    items: tuple[CustomerText, ...] = ()


class SmsMessagePage(Wire, frozen=True, kw_only=True):
    """One page of messages, newest first."""

    items: tuple[SmsMessage, ...]
    next_cursor: str | None = None


class SmsReleased(Wire, frozen=True, kw_only=True):
    """Which messages go on although they were held; what cannot be waived holds them again."""

    released: tuple[str, ...] = ()


class SmsCancelled(Wire, frozen=True, kw_only=True):
    """Which messages are cancelled now, and which had been handed over (or ended) before."""

    cancelled: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()
