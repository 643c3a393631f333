"""Callbacks for the benchmarks: the shapes of a real centre, made from a counter, the same on each run."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from occ_contract.callbacks import Callback, CallbackStatus

END = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SERVICES = ("service-1", "service-2", "service-3")
AGENTS = tuple(f"agent-{n:02}" for n in range(40))
ROUTES = (("1", "배송 문의"), ("2", "교환·반품"), ("3", "결제 오류"), ("4", "상품 문의"))
NAMES = ("김영희", "이철수", "박미경", "최정훈", "정현숙", "강동원", "윤세리")
STATUSES = (CallbackStatus.COMPLETED,) * 17 + (
    CallbackStatus.RECEIVED,
    CallbackStatus.ASSIGNED,
    CallbackStatus.CANCELLED,
)


def callbacks(count: int) -> Iterator[Callback]:
    """Yield ``count`` callbacks, oldest first, 30 s apart."""
    start = END - timedelta(seconds=30 * count)
    for n in range(count):
        received = start + timedelta(seconds=30 * n)
        status = STATUSES[n * 7 % len(STATUSES)]
        route = ROUTES[n % len(ROUTES)]
        assigned = status in (CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED)
        yield Callback(
            id=f"0190{n:08x}-0000-7000-8000-000000000000",
            service_id=SERVICES[n % len(SERVICES)],
            phone=f"010{n * 7919 % 100_000_000:08}",
            received_at=received,
            status=status,
            route_code=route[0],
            route_name=route[1],
            name=NAMES[n % len(NAMES)],
            message="배송이 사흘째 준비 중입니다. 오늘 안에 전화 주세요." if n % 3 else None,
            assignee_id=AGENTS[n * 13 % len(AGENTS)] if assigned else None,
            assigner_id=AGENTS[0] if assigned else None,
            assigned_at=received + timedelta(minutes=5) if assigned else None,
            attempts=n % 4 if assigned else 0,
            completed_at=received + timedelta(minutes=25) if status is CallbackStatus.COMPLETED else None,
            seq=n + 1,
        )
