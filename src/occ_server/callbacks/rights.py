"""Who sees and who may work on a callback, given their standing in its service.

A row of another service does not exist for the caller. A colleague of the same service who lost a callback
meanwhile is told who has it now, so that what they typed can be dealt with.
"""

from collections.abc import Mapping

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Feature, Permission
from occ_server.auth.actors import PersonActor, feature_disabled, forbidden
from occ_server.visibility.scopes import OPEN, Standing


def sees(person_id: str, standing: Standing, status: CallbackStatus, assignee_id: str | None) -> bool:
    """Tell whether a person sees a callback of a service in this state."""
    if not standing.uses_callbacks:
        return False
    if standing.is_supervisor or (standing.has_phone and assignee_id == person_id):
        return True
    return standing.may_assign and status in OPEN


def assigning_services(person: PersonActor) -> Mapping[str, Standing]:
    """Return the caller's standings, by service, where they may assign.

    :raises ApiError: 403 ``feature_disabled`` where only the contract stands in the way, else ``forbidden``.
    """
    held = {s.service_id: s for s in person.standings if s.may_assign}
    if held:
        return held
    if person.standings and not any(s.callback_enabled for s in person.standings):
        raise feature_disabled(Feature.CALLBACK)
    raise forbidden(Permission.CALLBACK_ASSIGN.value)
