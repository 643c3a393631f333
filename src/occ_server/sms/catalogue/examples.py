"""One example of each body of the catalogue, for the API page."""

from datetime import UTC, datetime

import msgspec

from occ_contract.sms import (
    NewSmsCategory,
    NewSmsTemplate,
    SenderNumber,
    SmsCategory,
    SmsCategoryChange,
    SmsImage,
    SmsTemplate,
    SmsTemplateChange,
    TextType,
)
from occ_contract.sms_catalogue import (
    DeleteSmsTemplates,
    SenderNumberPage,
    SmsCatalogueDeleted,
    SmsCategoryPage,
    SmsTemplatePage,
    SmsTemplateVersion,
    SmsTemplateVersionPage,
)

_NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)  # in Seoul
_SERVICE = "0190a000-0000-7000-8000-000000000001"
_SUPERVISOR = "0190a000-0000-7000-8000-000000000003"
_FIRST = "0190a000-0000-7000-8000-000000000031"
_SECOND = "0190a000-0000-7000-8000-000000000032"
_TEMPLATE = "0190a000-0000-7000-8000-000000000033"
_SENDER = "15881234"
_NAME, _BODY = "Delivery delayed", "Dear ##name##, your parcel comes a day late. Sample Mall"

_CATEGORY = SmsCategory(
    id=_SECOND, service_id=_SERVICE, name="Delays", enabled=True, parent_id=_FIRST, position=0, seq=52
)
_TEXT = SmsTemplate(
    id=_TEMPLATE,
    service_id=_SERVICE,
    category_id=_SECOND,
    type=TextType.SMS,
    enabled=True,
    editable=True,
    name=_NAME,
    description="",
    sender=_SENDER,
    subject="",
    body=_BODY,
    changed_at=_NOON,
    changed_by=_SUPERVISOR,
    seq=53,
)
_VERSION = SmsTemplateVersion(
    template_id=_TEMPLATE,
    version=1,
    type=TextType.SMS,
    name=_NAME,
    description="",
    sender=_SENDER,
    subject="",
    body=_BODY,
    image_ids=(),
    changed_at=_NOON,
    changed_by=_SUPERVISOR,
)
_NUMBER = SenderNumber(
    id="0190a000-0000-7000-8000-000000000034", service_id=_SERVICE, phone=_SENDER, usable=True, seq=54
)

EXAMPLES: tuple[msgspec.Struct, ...] = (
    NewSmsCategory(service_id=_SERVICE, name="Delays", parent_id=_FIRST),
    SmsCategoryChange(enabled=False, position=2),
    NewSmsTemplate(category_id=_SECOND, type=TextType.SMS, name=_NAME, body=_BODY, sender=_SENDER),
    SmsTemplateChange(base=1, body=_BODY),
    DeleteSmsTemplates(template_ids=(_TEMPLATE,)),
    _CATEGORY,
    SmsCategoryPage(items=(_CATEGORY,)),
    _TEXT,
    SmsTemplatePage(items=(_TEXT,)),
    SmsTemplateVersionPage(items=(_VERSION,)),
    SmsCatalogueDeleted(categories=1, templates=12),
    SmsImage(
        id="0190a000-0000-7000-8000-000000000035",
        service_id=_SERVICE,
        name="map.jpg",
        bytes=48_211,
        width=800,
        height=600,
    ),
    SenderNumberPage(items=(_NUMBER,)),
)
