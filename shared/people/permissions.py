"""Who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.people.model import Permission, Role

_OPERATOR = frozenset({Permission.SERVE, Permission.CONFIRM_COUNTER, Permission.REPRINT, Permission.SET_EQUIPMENT})
_SUPERVISOR = _OPERATOR | {
    Permission.OVERRIDE_PLACE,
    Permission.CANCEL_PAID,
    Permission.RELEASE_UNPAID,
    Permission.RESOLVE_TASK,
}
_ADMIN = _SUPERVISOR | {Permission.CONFIGURE}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {Role.OPERATOR: _OPERATOR, Role.SUPERVISOR: _SUPERVISOR, Role.ADMIN: _ADMIN}
)


def may(role: Role, permission: Permission) -> bool:
    """Whether a person in this role may do this."""
    return permission in PERMISSIONS[role]
