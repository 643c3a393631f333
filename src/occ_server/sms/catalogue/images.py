"""Taking images in and handing them out; their contents are stored once per organisation, by their hash."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.sms import IMAGE_NAME_LIMIT, SmsImage
from occ_server.audit.service import record
from occ_server.kit.db import insert_into
from occ_server.kit.fields import required_text
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.pictures import Picture
from occ_server.sms.tables import image_contents, images

UNUSED_KEPT = timedelta(days=1)
TIDIED_AT_ONCE = 200
_SUFFIXES = (".jpg", ".jpeg")


def checked_file_name(name: str) -> str:
    """Return the name an image has at the carrier: the file's own, ending as a JPEG's does.

    :raises ApiError: 422 for ``name``.
    """
    name = " ".join(name.replace("\\", "/").rpartition("/")[2].split())
    if name and not name.lower().endswith(_SUFFIXES):
        name += ".jpg"
    return required_text("name", name, IMAGE_NAME_LIMIT)


async def take_in(
    uow: UnitOfWork, person: PersonActor, service_id: str, name: str, picture: Picture
) -> SmsImage:
    """Store an image that was decoded; return what it is.

    :raises ApiError: 404, 403.
    """
    person.texting_in(service_id)
    place = {"organisation_id": person.organisation_id, "sha256": picture.sha256}
    content = insert_into(uow.conn, image_contents).values(content=picture.content, **place)
    # Writing the hash over itself holds the row: who tidies it at this moment waits, or has taken it away.
    await uow.conn.execute(
        content.on_conflict_do_update(
            index_elements=[image_contents.c.organisation_id, image_contents.c.sha256],
            set_={"sha256": content.excluded.sha256},
        )
    )
    image = SmsImage(
        id=new_id(),
        service_id=service_id,
        name=name,
        bytes=len(picture.content),
        width=picture.width,
        height=picture.height,
    )
    await uow.conn.execute(
        insert(images).values(
            id=image.id,
            service_id=service_id,
            name=name,
            bytes=image.bytes,
            width=image.width,
            height=image.height,
            created_at=uow.now,
            created_by=person.id,
            **place,
        )
    )
    about: dict[str, Any] = {
        "service_id": service_id,
        "name": name,
        "bytes": image.bytes,
        "sha256": picture.sha256,
    }
    await record(uow, person, "sms_image.stored", subject=("sms_image", image.id), **about)
    return image


async def content_of(conn: AsyncConnection, person: PersonActor, image_id: str) -> bytes:
    """Return an image's JPEG, to who uses texts in its service: whoever sees a text with it does.

    :raises ApiError: 404, 403.
    """
    query = (
        select(images.c.service_id, image_contents.c.content)
        .join(
            image_contents,
            (image_contents.c.organisation_id == images.c.organisation_id)
            & (image_contents.c.sha256 == images.c.sha256),
        )
        .where(images.c.id == image_id, images.c.organisation_id == person.organisation_id)
    )
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise not_found()
    person.texting_in(row.service_id)
    content: bytes = row.content
    return content


async def tidy_images(uow: UnitOfWork) -> int:
    """Delete images no template and no text took within a day, and contents nobody shows; return how many.

    Whatever takes one keeps it (``using.keep_images``). The next turn goes on where this one stops.
    """
    i, why = images.c, "tidying goes through all"
    query = select(i.id, i.organisation_id, i.sha256).where(
        i.kept_at.is_(None), i.created_at < uow.now - UNUSED_KEPT
    )
    some = query.order_by(i.created_at).limit(TIDIED_AT_ONCE).with_for_update(skip_locked=True)
    unused = (await uow.conn.execute(across_organisations(some, why))).all()
    gone = delete(images).where(i.id.in_([row.id for row in unused]))
    await uow.conn.execute(across_organisations(gone, why))
    for organisation_id, sha256 in sorted({(row.organisation_id, row.sha256) for row in unused}):
        await _forget_content(uow, organisation_id, sha256)
    return len(unused)


async def _forget_content(uow: UnitOfWork, organisation_id: str, sha256: str) -> None:
    """Delete a content unless some image shows it; who stores the same one meanwhile has its row."""
    c, i = image_contents.c, images.c
    own = c.organisation_id == organisation_id, c.sha256 == sha256
    await uow.conn.execute(select(c.sha256).where(*own).with_for_update())
    shown = select(i.id).where(i.organisation_id == organisation_id, i.sha256 == sha256).limit(1)
    if (await uow.conn.execute(shown)).first() is None:
        await uow.conn.execute(delete(image_contents).where(*own))
