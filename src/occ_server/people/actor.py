"""The person behind a request, and the questions a topic asks about them.

How they proved who they are is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from litestar.di import NamedDependency

from occ_contract.errors import ErrorCode
from occ_contract.people import Feature, Permission
from occ_server.audit.service import Who
from occ_server.kit.problems import ApiError, not_found
from occ_server.visibility.scopes import Standing, person_keys


def forbidden(permission: str) -> ApiError:
    """Return the refusal for a missing permission (or ``supervisor`` for the role)."""
    return ApiError(ErrorCode.FORBIDDEN, 403, permission=permission)


def feature_disabled(feature: Feature) -> ApiError:
    """Return the refusal for something the service's contract does not include."""
    return ApiError(ErrorCode.FEATURE_DISABLED, 403, feature=feature.value)


@dataclass(frozen=True)
class PersonActor:
    """A logged-in person with their standing in each of their services, as of this request."""

    id: str
    organisation_id: str
    organisation_name: str
    time_zone: str
    username: str
    name: str
    session_id: str
    standings: tuple[Standing, ...]
    address: str | None = None

    @property
    def who(self) -> Who:
        """Return the person as the audit trail names them."""
        return Who("person", self.id, self.name, self.address, self.organisation_id)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone of their organisation, whose calendar days are the business days."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def by_service(self) -> Mapping[str, Standing]:
        """Return the standings by service id."""
        return {standing.service_id: standing for standing in self.standings}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return every visibility key they hold."""
        return person_keys(self.id, self.standings)

    def standing(self, service_id: str) -> Standing:
        """Return their standing in a service.

        :raises ApiError: 404: to somebody who is no member the service does not exist.
        """
        standing = self.by_service.get(service_id)
        if standing is None:
            raise not_found()
        return standing

    def callbacks_in(self, service_id: str) -> Standing:
        """Return their standing where they use callbacks.

        :raises ApiError: 404, 403 ``feature_disabled``, 403 ``forbidden`` (permission ``phone``).
        """
        standing = self.standing(service_id)
        if not standing.callback_enabled:
            raise feature_disabled(Feature.CALLBACK)
        if not standing.uses_callbacks:
            raise forbidden(Permission.PHONE.value)
        return standing

    def check_callbacks(self, service_ids: Sequence[str]) -> None:
        """Refuse services whose callback room is closed to them; without any named, if all are.

        :raises ApiError: 404, 403 ``feature_disabled``, 403 ``forbidden``.
        """
        for service_id in service_ids:
            self.callbacks_in(service_id)
        if not service_ids and not any(s.uses_callbacks for s in self.standings):
            if self.standings and not any(s.callback_enabled for s in self.standings):
                raise feature_disabled(Feature.CALLBACK)
            raise forbidden(Permission.PHONE.value)

    def supervising(self, service_id: str) -> Standing:
        """Return their standing where they supervise callbacks.

        :raises ApiError: as ``callbacks_in``; 403 ``forbidden`` (permission ``supervisor``).
        """
        standing = self.callbacks_in(service_id)
        if not standing.is_supervisor:
            raise forbidden("supervisor")
        return standing

    def sending_in(self, service_id: str) -> Standing:
        """Return their standing where they may send texts.

        :raises ApiError: 404, 403 ``feature_disabled``, 403 ``forbidden`` (permission ``sms.send``).
        """
        standing = self._texting(service_id)
        if not standing.may_send_texts:
            raise forbidden(Permission.SMS_SEND.value)
        return standing

    def keeping_templates_in(self, service_id: str) -> Standing:
        """Return their standing where they keep categories and templates.

        :raises ApiError: 404, 403 ``feature_disabled``, 403 ``forbidden`` (permission ``sms.manage``).
        """
        standing = self._texting(service_id)
        if not standing.may_manage_texts:
            raise forbidden(Permission.SMS_MANAGE.value)
        return standing

    def texting_in(self, service_id: str) -> Standing:
        """Return their standing where they may send texts or keep templates.

        :raises ApiError: 404, 403 ``feature_disabled``, 403 ``forbidden`` (permission ``sms.send``).
        """
        standing = self._texting(service_id)
        if not standing.uses_texts:
            raise forbidden(Permission.SMS_SEND.value)
        return standing

    def texting_nowhere(self) -> ApiError:
        """Return the refusal of who uses texts in no service.

        ``feature_disabled`` where only the contracts stand in the way, else ``forbidden`` (``sms.send``).
        """
        if self.standings and not any(standing.sms_enabled for standing in self.standings):
            return feature_disabled(Feature.SMS)
        return forbidden(Permission.SMS_SEND.value)

    def _texting(self, service_id: str) -> Standing:
        standing = self.standing(service_id)
        if not standing.sms_enabled:
            raise feature_disabled(Feature.SMS)
        return standing


InPerson = NamedDependency[PersonActor]
