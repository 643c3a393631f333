"""How notices become lines a person reads: one line per kind, however many arrived together. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from occ_contract.notices import Notice, NoticeKind
from occ_desktop.services.events import NoticeGroup

OPENED_LIMIT = 200
AWAY_AFTER = timedelta(seconds=60)
_ORDER = (
    NoticeKind.CALLBACK_ASSIGNED,
    NoticeKind.ASSIGNMENT_WITHDRAWN,
    NoticeKind.SMS_HELD,
    NoticeKind.SMS_TROUBLE,
    NoticeKind.SMS_TROUBLE_ENDED,
    NoticeKind.CALLBACK_RECEIVED,
)


def grouped(notices: Iterable[Notice]) -> tuple[NoticeGroup, ...]:
    """Return one group per kind, the person's own assignments first; kinds nobody knows yet are left out."""
    by_kind: dict[NoticeKind, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    return tuple(_group(kind, by_kind[kind]) for kind in _ORDER if kind in by_kind)


def parted(notices: Sequence[Notice], now: datetime) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """Return those that just happened, and those that happened while this client was away.

    ``now`` is the server's time: what reaches us more than a minute late was not watched live.
    """
    live = tuple(n for n in notices if now - n.created_at <= AWAY_AFTER)
    missed = tuple(n for n in notices if now - n.created_at > AWAY_AFTER)
    return live, missed


def _group(kind: NoticeKind, notices: list[Notice]) -> NoticeGroup:
    newest = sorted(notices, key=lambda n: (n.created_at, n.id), reverse=True)
    wishes = [n.preferred_at for n in newest if n.preferred_at is not None]
    opened = dict.fromkeys(i for n in newest for i in n.callback_ids)
    texts = dict.fromkeys(i for n in newest if n.subject == "sms_message" for i in n.subject_ids)
    return NoticeGroup(
        kind=kind,
        count=sum(n.count for n in newest),
        services=tuple(dict.fromkeys(n.service_id for n in newest)),
        latest_at=newest[0].created_at,
        notice_ids=tuple(n.id for n in newest),
        callback_ids=tuple(opened)[:OPENED_LIMIT],
        routes=tuple(dict.fromkeys(n.route_name for n in newest if n.route_name)),
        actors=tuple(dict.fromkeys(n.actor_name for n in newest if n.actor_name)),
        preferred_at=min(wishes, default=None),
        texts=tuple(texts)[:OPENED_LIMIT],
        reasons=tuple(dict.fromkeys(reason for n in newest if (reason := _reason(n)))),
    )


def _reason(notice: Notice) -> str:
    found = notice.params.get("reason") or notice.params.get("trouble")
    return found if isinstance(found, str) else ""
