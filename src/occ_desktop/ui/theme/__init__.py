"""Colours, type, icons and the one style sheet; nothing else in the client names a colour."""
