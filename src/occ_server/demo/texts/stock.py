"""The catalogue as the database has it: what the sample people choose from, whoever changed it since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import TextType
from occ_contract.sms_text import placeholders
from occ_server.demo.texts.catalogues import CATALOGUES
from occ_server.demo.texts.scripts import MAIN, Use, scripts_of
from occ_server.sms.catalogue.using import TREE, selectable
from occ_server.sms.tables import templates


@dataclass(frozen=True, slots=True)
class Stocked:
    """A template that may be chosen; ``names`` are those of its placeholders."""

    id: str
    version: int
    changed_at: datetime
    type: TextType
    name: str
    sender: str
    subject: str
    body: str
    image_ids: tuple[str, ...]
    names: tuple[str, ...]
    use: Use
    share: int


_SCRIPTS = {script.name: script for bays in CATALOGUES for script in scripts_of(bays)}
Stock = Mapping[Use, Sequence[Stocked]]


async def load_stock(
    conn: AsyncConnection, organisation_id: str, service_ids: Sequence[str]
) -> tuple[Stock, ...]:
    """Return what may be chosen in each of these services, by occasion.

    A template that is none of the scripts', or was renamed, is sent to one customer.
    """
    query = (
        select(templates)
        .select_from(TREE)
        .where(
            templates.c.organisation_id == organisation_id,
            templates.c.service_id.in_(service_ids),
            *selectable(),
        )
        .order_by(templates.c.id)
    )
    stocks: dict[str, dict[Use, list[Stocked]]] = {
        service_id: {use: [] for use in Use} for service_id in service_ids
    }
    for row in await conn.execute(query):
        script = _SCRIPTS.get(row.name)
        use = Use.SINGLE if script is None else script.use
        stocks[row.service_id][use].append(
            Stocked(
                id=row.id,
                version=row.version,
                changed_at=row.changed_at,
                type=row.type,
                name=row.name,
                sender=row.sender or MAIN,
                subject=row.subject,
                body=row.body,
                image_ids=tuple(row.image_ids),
                names=placeholders(row.subject + row.body),
                use=use,
                share=1 if script is None else script.share,
            )
        )
    return tuple(stocks[service_id] for service_id in service_ids)
