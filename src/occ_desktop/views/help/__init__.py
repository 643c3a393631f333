"""The key sheet: every key of the client on one page."""
