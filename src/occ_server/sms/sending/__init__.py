"""Sending: requests and their messages, from the press to the carrier's last word.

Where a message stands is its ``stage``; who may move it is said in ``docs/decisions``. Two rules hold all of
it together: a message is committed as ``handing_over`` before the carrier is called, and nothing leads from
there back to ``waiting`` but the caller's own certainty that nothing was taken.

Locks: messages in the order of ids, then hand-overs, then the service's link, then jobs.
"""
