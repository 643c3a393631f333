"""Work that outlives its process: one table of due work with leases, and the election of one owner. No topic.

How to declare a job
====================
A topic lists its kinds in ``Topic.jobs`` and its recurring work in ``Topic.recurring``; a use case calls
``enqueue(uow, KIND, Payload(...))`` in the transaction of the cause. Whatever must happen after a commit and
must not be lost is a job, never a closure in memory.

* ``Transactional(effect)``: ``effect(uow, payload, attempt)`` and the end of the job are one unit of work:
  exactly once, whoever is killed when.
* ``External(errand, repeating=...)``: ``errand(database, payload, attempt)`` acts on the world outside and
  may return ``finish(uow)``, run in the unit of work that ends the job. At least once: after a crash between
  the act and its record it is repeated, and ``repeating`` says what that means.
* A handler that fails is tried again later, with noise; after the last attempt the job is set aside for a
  person (``occ-server jobs``). ``GiveUp`` sets it aside at once, ``Postponed`` tries again without counting.
* A ``key`` says "the same work": a job that still waits is kept instead of a second one; while one runs, the
  next one of its key waits for it, so that what changed meanwhile is looked at again.

Locks: rows of jobs come after every business row (callbacks, attempts, lines) and before the counter. So
``enqueue`` with a key is the last thing a use case does, several in the order of their keys; for the same
reason the runner ends a job after its effect.

Times: what is stored is compared with one clock for all processes, see ``times``.
"""
