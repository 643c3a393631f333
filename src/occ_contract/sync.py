"""The feed: state, not events. A page is rows newer than a cursor, each once, in its latest state."""

import msgspec

from occ_contract.base import Request, Wire
from occ_contract.enums import WireEnum


class Entity(WireEnum):
    """Kinds of rows the feed carries; a client ignores kinds it does not know."""

    SERVICE = "service"
    AGENT = "agent"
    CALLBACK = "callback"
    TICKET = "ticket"
    NOTICE = "notice"
    CTI = "cti"
    SMS_CATEGORY = "sms_category"
    SMS_TEMPLATE = "sms_template"
    SMS_SENDER = "sms_sender"
    SMS_LINK = "sms_link"
    SMS_MESSAGE = "sms_message"
    UNKNOWN = "unknown"


class Change(Wire, frozen=True, kw_only=True):
    """One row in its latest state, or ``gone``: it left what this person may see (or was deleted).

    ``keys`` are the visibility keys through which the person sees it (opaque to the client, kept with the
    row so that a lost key can be purged locally). ``body`` is the entity's own Struct.
    """

    entity: Entity
    id: str
    seq: int
    keys: tuple[str, ...] = ()
    gone: bool = False
    body: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))


class KeyChecksum(Wire, frozen=True, kw_only=True):
    """Count of the live rows under one key and the sum of their seqs, as of a head."""

    key: str
    entity: Entity
    count: int
    seq_sum: int


class SyncPage(Wire, frozen=True, kw_only=True):
    """``cursor`` is opaque and covers everything *looked at*; pull again while ``has_more``.

    ``lost_keys`` are rights that ended since the cursor: purge rows seen only through them.
    ``remaining`` estimates the rows still to come (first fill, backfill), None when unknown. ``checksums``,
    where they were asked for and nothing more follows: what a cache that took this page must hold.
    """

    epoch: str
    cursor: str
    head: int
    changes: tuple[Change, ...]
    has_more: bool
    keys: tuple[str, ...] = ()
    lost_keys: tuple[str, ...] = ()
    remaining: int | None = None
    checksums: tuple[KeyChecksum, ...] | None = None


class KeyPage(Wire, frozen=True, kw_only=True):
    """The live rows under one visibility key as of ``upto``, in the order of their seqs; notices aside.

    For a cache that found this key damaged. What changed after ``upto`` comes by the feed.
    """

    epoch: str
    key: str
    cursor: str
    upto: int
    changes: tuple[Change, ...]
    has_more: bool


class Poke(Wire, frozen=True, kw_only=True):
    """Stream event ``poke``: what concerns this desk happened up to ``seq``. A lost one costs time."""

    epoch: str
    seq: int


class PushedPage(Wire, frozen=True, kw_only=True):
    """Stream event ``page``: everything this person may see that changed after ``base`` up to ``head``.

    A cache that is filled, of this epoch, and has looked at least at ``base`` and not yet beyond ``head``
    takes it and stands at ``cursor`` then; one that has not looked at ``base`` pulls; one that is beyond
    ``head`` lets it pass. A lost page costs only time: the next one is then not continued, but pulled.
    """

    epoch: str
    base: int
    head: int
    cursor: str
    changes: tuple[Change, ...]


class SyncChecksums(Wire, frozen=True, kw_only=True):
    """What a cache that has looked at ``head`` must hold, per key and entity."""

    epoch: str
    head: int
    items: tuple[KeyChecksum, ...]


class ExportRecord(Request, frozen=True, kw_only=True):
    """Purpose and size of a spreadsheet download, recorded before the file is written."""

    kind: str
    purpose: str
    row_count: int
    conditions: str = ""
