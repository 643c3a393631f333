"""Logging in: server, account, and what is wrong when it does not work."""
