"""The one place that decides who sees which row.

A row has keys, a person has keys, and a person sees the rows with which they share one. The feed stores the
keys of rows and of people; the lists of the API filter with the SQL expressions below. Both say the same,
and a test compares them. Nothing here reads a database.

========================  =================================================  =================================
key                       rows                                               people
========================  =================================================  =================================
``s:{s}:people``          the service itself, its agents                     every member
``s:{s}:callbacks``       all callbacks                                      supervisors
``s:{s}:open``            received, cancelled and assigned callbacks         holders of ``callback.assign``
``s:{s}:assignee:{p}``    callbacks assigned to or completed for ``p``       ``p``, with ``phone``
``s:{s}:intake``          notices of new callbacks                           supervisors, holders of ``phone``
``s:{s}:tickets``         all tickets                                        supervisors
``s:{s}:tickets:{p}``     tickets made by ``p``                              ``p``, when using callbacks
``s:{s}:sms``             categories, templates, sender numbers, carrier     who may send or manage texts
``s:{s}:messages``        all texts                                          supervisors
``s:{s}:messages:{p}``    texts sent by ``p``                                ``p``, with ``sms.send``
``p:{p}``                 their own notices and telephony                    ``p``
========================  =================================================  =================================

Keys of the callback room exist only while the service's ``callback_enabled`` is on, those of texting while
its ``sms_enabled`` is. A disabled account has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, false, or_

from occ_contract.callbacks import ASSIGNABLE, OUTSTANDING, CallbackStatus
from occ_contract.people import Permission, Role
from occ_contract.permissions import may_assign, may_use_callbacks

OPEN = ASSIGNABLE | OUTSTANDING


@dataclass(frozen=True)
class Standing:
    """One person's standing in one service, with the effective permissions and the contract switches."""

    service_id: str
    role: Role
    permissions: frozenset[Permission]
    callback_enabled: bool = True
    sms_enabled: bool = True
    cti_enabled: bool = True

    @property
    def is_supervisor(self) -> bool:
        """Tell whether they supervise it."""
        return self.role is Role.SUPERVISOR

    @property
    def uses_callbacks(self) -> bool:
        """Tell whether the callback room is open to them."""
        return self.callback_enabled and may_use_callbacks(self.role, self.permissions)

    @property
    def has_phone(self) -> bool:
        """Tell whether they may be an assignee here."""
        return self.callback_enabled and Permission.PHONE in self.permissions

    @property
    def may_assign(self) -> bool:
        """Tell whether they may assign and withdraw assignments."""
        return self.callback_enabled and may_assign(self.role, self.permissions)

    @property
    def may_send_texts(self) -> bool:
        """Tell whether they may send texts here, and see those they sent."""
        return self.sms_enabled and Permission.SMS_SEND in self.permissions

    @property
    def may_manage_texts(self) -> bool:
        """Tell whether they may keep categories and templates here."""
        return self.sms_enabled and Permission.SMS_MANAGE in self.permissions

    @property
    def uses_texts(self) -> bool:
        """Tell whether some room of texting is open to them."""
        return self.may_send_texts or self.may_manage_texts


def people_key(service_id: str) -> str:
    """Key of a service's own row and of its agents."""
    return f"s:{service_id}:people"


def is_people_key(key: str) -> bool:
    """Tell whether a key is that of a service's own row and its agents."""
    return key.startswith("s:") and key.endswith(":people")


def comes_first(key: str) -> bool:
    """Tell whether few rows stand under a key, by which others are read: names, templates, sender numbers."""
    return is_people_key(key) or (key.startswith("s:") and key.endswith(":sms"))


def service_of_key(key: str) -> str:
    """Return what a key is about: its service, or the person a personal key belongs to."""
    return ":".join(key.split(":", 2)[:2])


def intake_key(service_id: str) -> str:
    """Key of the notices of new callbacks."""
    return f"s:{service_id}:intake"


def person_key(person_id: str) -> str:
    """Key of what concerns one person alone: notices of assignment, their own telephony."""
    return f"p:{person_id}"


def callback_keys(service_id: str, status: CallbackStatus, assignee_id: str | None) -> frozenset[str]:
    """Return the keys of a callback in its present state."""
    keys = {f"s:{service_id}:callbacks"}
    if status in OPEN:
        keys.add(f"s:{service_id}:open")
    if assignee_id is not None:
        keys.add(f"s:{service_id}:assignee:{assignee_id}")
    return frozenset(keys)


def ticket_keys(service_id: str, created_by: str) -> frozenset[str]:
    """Return the keys of a ticket."""
    return frozenset({f"s:{service_id}:tickets", f"s:{service_id}:tickets:{created_by}"})


def sms_key(service_id: str) -> str:
    """Key of what sending a text needs: categories, templates, sender numbers, the carrier's state."""
    return f"s:{service_id}:sms"


def message_keys(service_id: str, agent_id: str) -> frozenset[str]:
    """Return the keys of a text."""
    return frozenset({f"s:{service_id}:messages", f"s:{service_id}:messages:{agent_id}"})


def service_keys(service_id: str) -> frozenset[str]:
    """Return the keys of a service's own row."""
    return frozenset({people_key(service_id)})


def agent_keys(service_ids: Iterable[str]) -> frozenset[str]:
    """Return the keys of an agent who is a member of these services."""
    return frozenset(people_key(service_id) for service_id in service_ids)


def standing_keys(person_id: str, standing: Standing) -> frozenset[str]:
    """Return the keys one membership gives."""
    s = f"s:{standing.service_id}"
    keys = {people_key(standing.service_id)}
    if standing.uses_callbacks:
        keys |= {intake_key(standing.service_id), f"{s}:tickets:{person_id}"}
        if standing.is_supervisor:
            keys |= {f"{s}:callbacks", f"{s}:tickets"}
        if standing.has_phone:
            keys.add(f"{s}:assignee:{person_id}")
        if standing.may_assign:
            keys.add(f"{s}:open")
    if standing.uses_texts:
        keys.add(sms_key(standing.service_id))
    if standing.may_send_texts:
        keys.add(f"{s}:messages:{person_id}")
        if standing.is_supervisor:
            keys.add(f"{s}:messages")
    return frozenset(keys)


def person_keys(person_id: str, standings: Iterable[Standing], *, enabled: bool = True) -> frozenset[str]:
    """Return every key a person holds."""
    if not enabled:
        return frozenset()
    keys = {person_key(person_id)}
    for standing in standings:
        keys |= standing_keys(person_id, standing)
    return frozenset(keys)


def visible_callbacks(
    table: FromClause, person_id: str, standings: Iterable[Standing]
) -> ColumnElement[bool]:
    """Return the condition for the callbacks a person sees (columns service_id, status, assignee_id)."""
    c = table.c
    rows: list[ColumnElement[bool]] = []
    for standing in standings:
        if not standing.uses_callbacks:
            continue
        seen: list[ColumnElement[bool]] = []
        if standing.has_phone:
            seen.append(c.assignee_id == person_id)
        if standing.may_assign:
            seen.append(c.status.in_(sorted(OPEN)))
        here = c.service_id == standing.service_id
        rows.append(here if standing.is_supervisor else and_(here, or_(false(), *seen)))
    return or_(false(), *rows)


def visible_tickets(table: FromClause, person_id: str, standings: Iterable[Standing]) -> ColumnElement[bool]:
    """Return the condition for the tickets a person sees (columns service_id, created_by)."""
    c = table.c
    rows: list[ColumnElement[bool]] = []
    for standing in standings:
        if standing.uses_callbacks:
            here = c.service_id == standing.service_id
            rows.append(here if standing.is_supervisor else and_(here, c.created_by == person_id))
    return or_(false(), *rows)


def visible_messages(table: FromClause, person_id: str, standings: Iterable[Standing]) -> ColumnElement[bool]:
    """Return the condition for the texts a person sees (columns service_id, agent_id)."""
    c = table.c
    rows: list[ColumnElement[bool]] = []
    for standing in standings:
        if standing.may_send_texts:
            here = c.service_id == standing.service_id
            rows.append(here if standing.is_supervisor else and_(here, c.agent_id == person_id))
    return or_(false(), *rows)
