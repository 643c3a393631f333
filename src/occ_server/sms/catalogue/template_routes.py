"""GET and POST /v1/sms/templates, PATCH and DELETE of one, deleting several, versions; HTTP only."""

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sms import NewSmsTemplate, SmsTemplate, SmsTemplateChange
from occ_contract.sms_catalogue import (
    DeleteSmsTemplates,
    SmsCatalogueDeleted,
    SmsTemplatePage,
    SmsTemplateVersionPage,
)
from occ_server.kit.inject import InCommands, InDatabase
from occ_server.kit.parameters import id_parameter, words
from occ_server.people.actor import InPerson
from occ_server.people.present import judged_now
from occ_server.sms.catalogue import searching, templates
from occ_server.sms.catalogue.category_routes import LEVELS, ROOM
from occ_server.sms.catalogue.deleting import delete_templates


@get("/v1/sms/templates", refuses=ROOM)
async def find_templates(
    person: InPerson,
    database: InDatabase,
    service_id: FromQuery[list[str] | None] = None,
    category_id: FromQuery[str | None] = None,
    selectable: FromQuery[bool] = False,
) -> SmsTemplatePage:
    """Return templates in the order of the tree. ``selectable``: only those a sender may choose."""
    category = id_parameter("category_id", category_id)
    async with database.read() as conn:
        return await searching.find_templates(
            conn, person, words(service_id), category, only_selectable=selectable
        )


@post("/v1/sms/templates", status_code=201, refuses=LEVELS)
async def create_template(
    data: JSONBody[NewSmsTemplate], person: InPerson, commands: InCommands
) -> Response[SmsTemplate]:
    """Make a template, last in its category, which is one of the second level."""

    async def answer(conn: AsyncConnection, template_id: str) -> SmsTemplate:
        return await templates.own_template(conn, person, template_id)

    return await commands.run(
        judged_now(person, templates.create_template, data), answer, kind=str, status=201
    )


@patch("/v1/sms/templates/{template_id:str}", refuses=(*LEVELS, ErrorCode.TEMPLATE_CONFLICT))
async def change_template(
    template_id: FromPath[str], data: JSONBody[SmsTemplateChange], person: InPerson, commands: InCommands
) -> Response[SmsTemplate]:
    """Change a template, switch it, or put it elsewhere; what is not given stays.

    ``base`` is the version that was edited: against another one the change is refused. A sender is taken off
    by an empty text.
    """

    async def answer(conn: AsyncConnection, changed: str) -> SmsTemplate:
        return await templates.own_template(conn, person, changed)

    return await commands.run(
        judged_now(person, templates.change_template, template_id, data), answer, kind=str
    )


@delete("/v1/sms/templates/{template_id:str}", status_code=200, refuses=ROOM)
async def remove_template(
    template_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[SmsCatalogueDeleted]:
    """Delete a template; the history of texts still names it, and its versions stay readable."""
    one = DeleteSmsTemplates(template_ids=(template_id,))
    return await commands.run(judged_now(person, delete_templates, one), kind=SmsCatalogueDeleted)


@post("/v1/sms/templates/delete", status_code=200, refuses=ROOM)
async def remove_templates(
    data: JSONBody[DeleteSmsTemplates], person: InPerson, commands: InCommands
) -> Response[SmsCatalogueDeleted]:
    """Delete several templates, all or none."""
    return await commands.run(judged_now(person, delete_templates, data), kind=SmsCatalogueDeleted)


@get("/v1/sms/templates/{template_id:str}/versions", refuses=ROOM)
async def find_versions(
    template_id: FromPath[str], person: InPerson, database: InDatabase
) -> SmsTemplateVersionPage:
    """Return what a template said, newest first; also one that was deleted."""
    async with database.read() as conn:
        return await searching.versions_of(conn, person, template_id)


HANDLERS = (
    find_templates,
    create_template,
    change_template,
    remove_template,
    remove_templates,
    find_versions,
)
