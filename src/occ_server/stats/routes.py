"""GET /v1/callbacks/stats."""

from datetime import timedelta

from litestar import get
from litestar.params import FromQuery

from occ_contract.callbacks import Stats
from occ_contract.errors import ErrorCode
from occ_contract.statistics import Period, business_day
from occ_server.kit.inject import InDatabase
from occ_server.kit.parameters import From, choices, day_of, id_parameter, words
from occ_server.kit.topic import Topic
from occ_server.people.actor import InPerson
from occ_server.stats.service import StatsQuery, figures

DEFAULT_DAYS = 30


@get(
    "/v1/callbacks/stats",
    refuses=(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED, ErrorCode.BAD_RANGE),
)
async def stats(
    person: InPerson,
    database: InDatabase,
    from_: From = None,
    to: FromQuery[str | None] = None,
    by: FromQuery[str | None] = None,
    service_id: FromQuery[list[str] | None] = None,
    route: FromQuery[list[str] | None] = None,
    assignee_id: FromQuery[str | None] = None,
) -> Stats:
    """Return figures per day or month of the present assignment; for supervisors; by default 30 days."""
    zone = person.zone
    last = day_of("to", to, zone, business_day(database.clock.now(), zone))
    first = day_of("from", from_, zone, last - timedelta(days=DEFAULT_DAYS - 1))
    asked = StatsQuery(
        first=first,
        last=last,
        by=(choices("by", [by] if by else None, Period) or [Period.DAY])[0],
        service_ids=words(service_id),
        routes=words(route),
        assignee_id=id_parameter("assignee_id", assignee_id),
    )
    async with database.read() as conn:
        return await figures(conn, person, asked)


TOPIC = Topic("stats", handlers=(stats,))
