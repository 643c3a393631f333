"""GET and POST /v1/sms/categories, PATCH and DELETE of one; HTTP only."""

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sms import NewSmsCategory, SmsCategory, SmsCategoryChange
from occ_contract.sms_catalogue import SmsCatalogueDeleted, SmsCategoryPage
from occ_server.kit.inject import InCommands, InDatabase
from occ_server.kit.parameters import words
from occ_server.people.actor import InPerson
from occ_server.people.present import judged_now
from occ_server.sms.catalogue import categories
from occ_server.sms.catalogue.deleting import delete_category

ROOM = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)
LEVELS = (*ROOM, ErrorCode.CATEGORY_LEVEL)


@get("/v1/sms/categories", refuses=ROOM)
async def find_categories(
    person: InPerson, database: InDatabase, service_id: FromQuery[list[str] | None] = None
) -> SmsCategoryPage:
    """Return the categories of texts, each first-level one before those below it."""
    async with database.read() as conn:
        return await categories.find_categories(conn, person, words(service_id))


@post("/v1/sms/categories", status_code=201, refuses=LEVELS)
async def create_category(
    data: JSONBody[NewSmsCategory], person: InPerson, commands: InCommands
) -> Response[SmsCategory]:
    """Make a category of the first level, or with ``parent_id`` of the second; last among its siblings."""

    async def answer(conn: AsyncConnection, category_id: str) -> SmsCategory:
        return await categories.own_category(conn, person, category_id)

    return await commands.run(
        judged_now(person, categories.create_category, data), answer, kind=str, status=201
    )


@patch("/v1/sms/categories/{category_id:str}", refuses=LEVELS)
async def change_category(
    category_id: FromPath[str], data: JSONBody[SmsCategoryChange], person: InPerson, commands: InCommands
) -> Response[SmsCategory]:
    """Rename a category, switch it, or put it elsewhere; what is not given stays."""

    async def answer(conn: AsyncConnection, changed: str) -> SmsCategory:
        return await categories.own_category(conn, person, changed)

    return await commands.run(
        judged_now(person, categories.change_category, category_id, data), answer, kind=str
    )


@delete("/v1/sms/categories/{category_id:str}", status_code=200, refuses=ROOM)
async def remove_category(
    category_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[SmsCatalogueDeleted]:
    """Delete a category and everything below it; the history of texts still names it."""
    return await commands.run(judged_now(person, delete_category, category_id), kind=SmsCatalogueDeleted)


HANDLERS = (find_categories, create_category, change_category, remove_category)
