"""Notices of every business: what a person is told once, however often their desk reconnects."""
