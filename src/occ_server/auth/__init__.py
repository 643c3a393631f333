"""Logging in, staying logged in, and who is behind a request."""
