"""Categories, templates, sender numbers and links in the cache: few rows, read whole."""

import msgspec
from sqlalchemy import Connection, select

from occ_contract.sms import SenderNumber, SmsCategory, SmsLink, SmsTemplate
from occ_desktop.store.schema_texting import sms_categories, sms_links, sms_senders, sms_templates

_category = msgspec.json.Decoder(SmsCategory)
_template = msgspec.json.Decoder(SmsTemplate)
_sender = msgspec.json.Decoder(SenderNumber)
_link = msgspec.json.Decoder(SmsLink)


def categories(conn: Connection) -> tuple[SmsCategory, ...]:
    """Return every category this person may see, in the order they were put in."""
    found = map(_category.decode, conn.execute(select(sms_categories.c.body)).scalars())
    return tuple(sorted(found, key=lambda one: (one.position, one.id)))


def templates(conn: Connection) -> tuple[SmsTemplate, ...]:
    """Return every template this person may see, in the order they were put in."""
    found = map(_template.decode, conn.execute(select(sms_templates.c.body)).scalars())
    return tuple(sorted(found, key=lambda one: (one.position, one.id)))


def template(conn: Connection, template_id: str) -> SmsTemplate | None:
    """Return one template, None when it is not (any more) there."""
    body = conn.execute(select(sms_templates.c.body).where(sms_templates.c.id == template_id)).scalar()
    return None if body is None else _template.decode(body)


def senders(conn: Connection) -> tuple[SenderNumber, ...]:
    """Return every sender number, blocked ones too, in the order of their digits."""
    found = map(_sender.decode, conn.execute(select(sms_senders.c.body)).scalars())
    return tuple(sorted(found, key=lambda one: (one.phone, one.id)))


def links(conn: Connection) -> tuple[SmsLink, ...]:
    """Return how texting of each service stands."""
    return tuple(map(_link.decode, conn.execute(select(sms_links.c.body)).scalars()))
