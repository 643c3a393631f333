"""Struct bases of the wire: answers are tolerant and frozen, requests refuse fields nobody knows."""

import msgspec


class Wire(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something a side receives: frozen, unknown fields ignored (wire changes are additive only).

    It comes out of JSON and is never part of a cycle: looking for rubbish among the rows of a feed would
    hold the screen for nothing.
    """


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a client asks: a misspelt field is refused at the border rather than silently dropped."""
