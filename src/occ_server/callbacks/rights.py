"""In which services a person may assign. Who sees which row is decided in ``visibility`` alone."""

from collections.abc import Mapping

from occ_contract.people import Feature, Permission
from occ_server.people.actor import PersonActor, feature_disabled, forbidden
from occ_server.visibility.scopes import Standing


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
