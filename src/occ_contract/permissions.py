"""What a role gives and what may be granted on top (the permission table of the product)."""

from collections.abc import Iterable

from occ_contract.people import Permission, Role

_ROLE_DEFAULTS: dict[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset({Permission.CALLBACK_ASSIGN, Permission.SMS_SEND, Permission.SMS_MANAGE}),
    Role.AGENT: frozenset({Permission.SMS_SEND}),
}

_GRANTABLE: dict[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset({Permission.PHONE}),
    Role.AGENT: frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN, Permission.SMS_MANAGE}),
}


def effective_permissions(role: Role, granted: Iterable[Permission]) -> frozenset[Permission]:
    """Return the permissions a member has: the role's defaults and the grants that role may hold.

    ``callback.assign`` of an agent needs ``phone`` ("agent with phone: optional").
    """
    held = _ROLE_DEFAULTS.get(role, frozenset()) | (frozenset(granted) & _GRANTABLE.get(role, frozenset()))
    if role is Role.AGENT and Permission.PHONE not in held:
        held -= {Permission.CALLBACK_ASSIGN}
    return held


def may_use_callbacks(role: Role, permissions: Iterable[Permission]) -> bool:
    """Tell whether the callback room opens: supervisors, and agents with ``phone`` (guide, 콜백관리)."""
    return role is Role.SUPERVISOR or Permission.PHONE in frozenset(permissions)


def may_assign(role: Role, permissions: Iterable[Permission]) -> bool:
    """Tell whether the assignment and cancellation tabs open."""
    held = frozenset(permissions)
    return Permission.CALLBACK_ASSIGN in held and may_use_callbacks(role, held)
