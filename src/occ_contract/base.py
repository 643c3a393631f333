"""Struct bases of the wire: answers are tolerant and frozen, requests refuse fields nobody knows."""

import msgspec


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Something a side receives: frozen, unknown fields ignored (wire changes are additive only)."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a client asks: a misspelt field is refused at the border rather than silently dropped."""
