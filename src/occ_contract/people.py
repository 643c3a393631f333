"""People, services and what a person may do, as they travel to clients."""

from datetime import datetime

from occ_contract.base import Wire
from occ_contract.cti import CtiState
from occ_contract.enums import WireEnum


class Role(WireEnum):
    """A person's role in one service: supervisor (관리자) or agent (상담원)."""

    SUPERVISOR = "supervisor"
    AGENT = "agent"
    UNKNOWN = "unknown"


class Permission(WireEnum):
    """What a person may do in one service, beyond what the role gives."""

    PHONE = "phone"
    CALLBACK_ASSIGN = "callback.assign"
    SMS_SEND = "sms.send"
    SMS_MANAGE = "sms.manage"
    UNKNOWN = "unknown"


class Feature(WireEnum):
    """A contract switch of a service; off hides its tabs and answers 403 ``feature_disabled``."""

    CALLBACK = "callback"
    SMS = "sms"
    CTI = "cti"
    UNKNOWN = "unknown"


class Route(Wire, frozen=True, kw_only=True):
    """An IVR route (IVR 경로) through which a service receives callback requests."""

    code: str
    label: str


class Service(Wire, frozen=True, kw_only=True):
    """A brand or line of business; everything belongs to exactly one."""

    id: str
    name: str
    callback_enabled: bool
    sms_enabled: bool
    cti_enabled: bool
    auto_ticket: bool = True  # 아웃바운드 티켓 자동 생성: at dial time; off = once the customer answers
    service_level_seconds: int = 20
    routes: tuple[Route, ...] = ()
    seq: int = 0


class Membership(Wire, frozen=True, kw_only=True):
    """One person's standing in one service, with the effective permissions (role defaults included)."""

    service_id: str
    role: Role
    permissions: tuple[Permission, ...] = ()


class Agent(Wire, frozen=True, kw_only=True):
    """A colleague, for name columns and as an assignee.

    ``role`` is the highest over all services, ``permissions`` the union; ``memberships`` has the detail.
    ``outstanding`` counts ASSIGNED callbacks as of this answer. Who has left a service (``former_services``)
    keeps their name there; a disabled account, or one without any service, is not ``active``.
    """

    id: str
    name: str
    role: Role
    permissions: tuple[Permission, ...] = ()
    services: tuple[str, ...] = ()
    outstanding: int = 0
    cti_state: CtiState = CtiState.LOGGED_OUT
    cti_since: datetime | None = None
    extension: str | None = None
    active: bool = True
    memberships: tuple[Membership, ...] = ()
    former_services: tuple[str, ...] = ()
    seq: int = 0


class ServicePage(Wire, frozen=True, kw_only=True):
    """One page of services, by name."""

    items: tuple[Service, ...]
    next_cursor: str | None = None


class AgentPage(Wire, frozen=True, kw_only=True):
    """One page of the people of some services, by name."""

    items: tuple[Agent, ...]
    next_cursor: str | None = None


class Me(Wire, frozen=True, kw_only=True):
    """The person behind the token, their organisation and its clock.

    ``simulated``: the installation's telephone system is invented; its calls reach nobody, whoever has them.
    """

    id: str
    username: str
    name: str
    organisation_id: str
    organisation_name: str
    time_zone: str
    memberships: tuple[Membership, ...]
    server_time: datetime
    simulated: bool = False
