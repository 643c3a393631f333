"""Recording a spreadsheet download before it is written."""

from types import NoneType

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody

from occ_contract.errors import ErrorCode
from occ_contract.masking import redact
from occ_contract.sync import ExportRecord
from occ_server.audit.service import Acting, record
from occ_server.kit.inject import InCommands
from occ_server.kit.problems import refused_field
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork

PURPOSE_LIMIT = 200
CONDITIONS_LIMIT = 2000
KIND_LIMIT = 50


@post("/v1/audit/exports", status_code=204)
async def record_export(
    data: JSONBody[ExportRecord], request: Request[Acting, None, State], commands: InCommands
) -> Response[None]:
    """Record who downloads how many rows of what, and what for; customers' numbers are kept masked."""
    if not data.purpose.strip():
        raise refused_field("purpose", ErrorCode.REQUIRED)
    for field, limit in (("purpose", PURPOSE_LIMIT), ("conditions", CONDITIONS_LIMIT), ("kind", KIND_LIMIT)):
        if (length := len(getattr(data, field))) > limit:
            raise refused_field(field, ErrorCode.TOO_LONG, limit=limit, length=length)
    if data.row_count < 0:
        raise refused_field("row_count", ErrorCode.BAD_RANGE, least=0)

    async def work(uow: UnitOfWork) -> None:
        await record(
            uow,
            request.user,
            "export.downloaded",
            subject=("export", redact(data.kind)),
            purpose=redact(data.purpose.strip()),
            row_count=data.row_count,
            conditions=redact(data.conditions),
        )

    return await commands.run(work, kind=NoneType, status=204)


TOPIC = Topic("audit", handlers=(record_export,))
