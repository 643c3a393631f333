"""Which adapter a kind of carrier has, by its word in ``sms_links``. A test adds a double of its own here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from occ_server.kit.db import Database
from occ_server.sms.carriers.nhn.adapter import NhnCarrier
from occ_server.sms.carriers.nhn.link import NhnLink
from occ_server.sms.carriers.protocol import Carrier
from occ_server.sms.carriers.sandbox.adapter import SandboxCarrier

NHN, SANDBOX = "nhn", "sandbox"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A service's account as its row has it; what is secret of it is in no ``repr``.

    ``id`` stays while its carrier, address and key do: what was handed over with it is asked for with it.
    """

    id: str
    service_id: str
    organisation_id: str
    carrier: str
    url: str = ""
    app_key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    database: Database = field(repr=False, compare=False)


def _nhn(account: Account) -> Carrier:
    return NhnCarrier(nhn_link(account))


def nhn_link(account: Account) -> NhnLink:
    """Return a way to NHN's API for an account of theirs."""
    database = account.database
    return NhnLink(account.url, account.app_key, account.secret, database.clock, apart=database.apart)


def _sandbox(account: Account) -> Carrier:
    return SandboxCarrier(account.database, account.organisation_id, account.service_id)


ADAPTERS: dict[str, Callable[[Account], Carrier]] = {NHN: _nhn, SANDBOX: _sandbox}
