"""Searches a person makes: one of each filter, some together, and every order."""

from datetime import timedelta
from itertools import product

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from store.builders import START

FILTERS = {
    "everything": CallbackFilter(),
    "a period": CallbackFilter(received_from=START, received_to=START + timedelta(minutes=90)),
    "what is unfinished and what came in a period": CallbackFilter(
        received_from=START, received_to=START + timedelta(minutes=90), open_too=True
    ),
    "the same of one service and a word": CallbackFilter(
        received_from=START + timedelta(minutes=400),
        received_to=START + timedelta(minutes=500),
        open_too=True,
        services=("service-1",),
        text="환불",
    ),
    "the same of one agent": CallbackFilter(
        received_from=START + timedelta(minutes=400), open_too=True, assignees=("agent-3",)
    ),
    "one service": CallbackFilter(services=("service-1",)),
    "two services": CallbackFilter(services=("service-1", "service-2")),
    "a route": CallbackFilter(routes=("r1",)),
    "a route of one service": CallbackFilter(service_routes=(("service-1", "r1"),)),
    "routes of two services": CallbackFilter(
        service_routes=(("service-0", "r1"), ("service-1", "r0"), ("service-1", "r2"))
    ),
    "completed": CallbackFilter(statuses=(CallbackStatus.COMPLETED,)),
    "assignable": CallbackFilter(statuses=(CallbackStatus.RECEIVED, CallbackStatus.CANCELLED)),
    "taken": CallbackFilter(statuses=(CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED)),
    "one assignee": CallbackFilter(assignees=("agent-3",)),
    "two assignees": CallbackFilter(assignees=("agent-3", "agent-4")),
    "what one person holds in one service": CallbackFilter(service_assignees=(("service-1", "agent-3"),)),
    "what two hold, each in their service": CallbackFilter(
        statuses=(CallbackStatus.ASSIGNED,),
        service_assignees=(("service-0", "agent-3"), ("service-1", "agent-3"), ("service-1", "agent-4")),
    ),
    "an assigner": CallbackFilter(assigners=("boss-1",)),
    "nobody known": CallbackFilter(assignees=("nobody",)),
    "two digits": CallbackFilter(phone="79"),
    "four digits": CallbackFilter(phone="7919"),
    "the mobile prefix": CallbackFilter(phone="010"),
    "a two-syllable word": CallbackFilter(text="환불"),
    "a word with an underscore": CallbackFilter(text="고_객"),
    "a short and a long word": CallbackFilter(text="고객1 환불"),
    "a name": CallbackFilter(text="고객12"),
    "one syllable": CallbackFilter(text="환"),
    "the last syllables of a message": CallbackFilter(text="니다"),
    "the last syllable of a message": CallbackFilter(text="다"),
    "a quotation mark": CallbackFilter(text='"고객'),
    "digits among the words": CallbackFilter(text="12"),
    "a word and a number": CallbackFilter(text="환불", phone="791"),
    "a word of one service": CallbackFilter(text="환불", services=("service-1",)),
    "nothing anywhere": CallbackFilter(text="없는말"),
    "a word nobody wrote": CallbackFilter(text="없다"),
    "two words": CallbackFilter(text="고객1 배송 조회"),
    "a percent sign": CallbackFilter(text="%"),
    "all together": CallbackFilter(
        received_from=START,
        services=("service-0", "service-1"),
        routes=("r0", "r1", "r2"),
        statuses=(CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED),
        assignees=("agent-1", "agent-2", "agent-3"),
        phone="0",
    ),
}
SORTS = [CallbackSort(column, down) for column, down in product(SortColumn, (True, False))]
