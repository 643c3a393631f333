"""POST and GET /v1/sms/images, GET /v1/sms/sender-numbers; HTTP only."""

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, FromQuery

from occ_contract.errors import ErrorCode
from occ_contract.sms import SmsImage
from occ_contract.sms_catalogue import SenderNumberPage
from occ_server.kit.characters import SCANNED
from occ_server.kit.inject import InCommands, InDatabase
from occ_server.kit.parameters import words
from occ_server.kit.problems import ApiError
from occ_server.people.actor import InPerson
from occ_server.people.present import judged_now
from occ_server.sms.catalogue import images, senders
from occ_server.sms.catalogue.category_routes import ROOM
from occ_server.sms.catalogue.pictures import checked_picture

JPEG = "image/jpeg"
_SAID_OF_A_JPEG = frozenset({"", JPEG, "image/jpg", "application/octet-stream"})
BODY_LIMIT = 4 * 1024 * 1024  # bytes: what a camera makes is refused as a picture too large, not as a body
BAD_PICTURES = (ErrorCode.IMAGE_NOT_JPEG, ErrorCode.IMAGE_TOO_LARGE, ErrorCode.IMAGE_TOO_WIDE)


@dataclass
class _TakesJpeg(Operation):
    """Describes the body, which no parameter of the handler does."""

    def __post_init__(self) -> None:
        jpeg = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody(content={JPEG: jpeg}, required=True)


@post(
    "/v1/sms/images",
    status_code=201,
    opt={SCANNED: False},  # a picture may hold any byte
    request_max_body_size=BODY_LIMIT,
    refuses=(*ROOM, *BAD_PICTURES),
    operation_class=_TakesJpeg,
)
async def store_image(
    request: Request[Any, Any, State],
    person: InPerson,
    commands: InCommands,
    service_id: FromQuery[str],
    name: FromQuery[str],
) -> Response[SmsImage]:
    """Take in a JPEG for texts of a service; what its camera wrote beside the picture is left out."""
    person.texting_in(service_id)
    file_name = images.checked_file_name(name)
    if request.content_type[0].lower() not in _SAID_OF_A_JPEG:
        raise ApiError(ErrorCode.IMAGE_NOT_JPEG, 422)
    picture = await asyncio.to_thread(checked_picture, await request.body())
    return await commands.run(
        judged_now(person, images.take_in, service_id, file_name, picture), kind=SmsImage, status=201
    )


@get("/v1/sms/images/{image_id:str}", media_type=JPEG, refuses=ROOM)
async def read_image(image_id: FromPath[str], person: InPerson, database: InDatabase) -> Response[bytes]:
    """Return an image as a JPEG."""
    async with database.read() as conn:
        content = await images.content_of(conn, person, image_id)
    return Response(content, media_type=JPEG)


@get("/v1/sms/sender-numbers", refuses=ROOM)
async def find_senders(
    person: InPerson, database: InDatabase, service_id: FromQuery[list[str] | None] = None
) -> SenderNumberPage:
    """Return the numbers registered with the carrier; ``usable`` says which may send now."""
    async with database.read() as conn:
        return await senders.find_senders(conn, person, words(service_id))


HANDLERS = (store_image, read_image, find_senders)
