"""Handing over and looking up as jobs: what each carries. What is done is read when it is done."""

from datetime import timedelta

import msgspec

from occ_server.kit.jobs.kinds import JobKind, Retry

LEASE_SECONDS = 10.0  # how soon another process looks after what one that died was handing over


class HandOver(msgspec.Struct, frozen=True):
    """Hand over what is due of a request."""

    request_id: str
    organisation_id: str


class LookUp(msgspec.Struct, frozen=True):
    """Ask the carrier what became of a call whose answer nobody has."""

    handover_id: str
    organisation_id: str


# Nothing of it is ever set aside: a message waits for as long as it must.
_ENDLESS = Retry(first=timedelta(seconds=1), longest=timedelta(minutes=1), attempts=None)

# Their handlers are given where they are declared as jobs: whoever puts one knows no carrier.
HAND_OVER = JobKind("sms.hand_over", HandOver, retry=_ENDLESS, lease_seconds=LEASE_SECONDS)
LOOK_UP = JobKind("sms.look_up", LookUp, retry=_ENDLESS, lease_seconds=LEASE_SECONDS)
