"""NHN Cloud Notification SMS API v3.0 as a carrier: what it is told, what its answers mean, what it reports.

Every moment on its side is Korean time without a zone; on ours it is UTC. Reservations are ours to hold:
``requestDate`` is never sent. No idempotency exists there, so our keys travel as grouping keys.
"""
