"""Furniture of the desktop client: it knows no callback, no message and no server."""
