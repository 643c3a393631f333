"""Telephony: calls, the lines people log in to, and the one link to the PBX. It knows no callback, no ticket.

A call belongs to itself: it may be *for* something (a kind and an id), and whoever made it for that listens
to what becomes of it (``listeners.CallListener``), in the unit of work that takes it over.

What the PBX is to do is a job in the transaction of its cause (``orders``), carried out by the one process
that holds the link (``switchboard``). An order says no more than who or what it is about; what is to be done
is read from the rows when it is carried out, so a late or repeated one brings the PBX to what is true by
then. A customer is never rung twice for it: see ``carrying_out``.

Locks: what a call is for, then the call, then its line, then jobs, and the counter last.
"""
