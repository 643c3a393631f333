"""What every topic stands on: database, unit of work, clock, commands, problems. It knows no topic.

How to write a topic
====================
A topic is a folder with ``tables.py`` (SQLAlchemy Core tables on ``kit.columns.metadata``), ``service.py``
(rules and statements; grows into one file per use case) and ``routes.py`` (HTTP only), and one
``TOPIC = Topic(...)`` in ``routes.py`` that ``occ_server/topics.py`` lists. Its tables get a migration in
``occ_server/migrations/versions``; a test compares the migrated schema with the metadata.

* **Columns**: ``UtcTime`` (aware datetimes, stored as BIGINT microseconds), ``Word(SomeWireEnum)``,
  ``Json``; ids are ``Id`` strings. Each entity that travels in the feed has
  ``seq_column()``; services never write it, the stamping does.
* **Reading**: ``async with database.read() as conn`` is one consistent snapshot. **Writing**: a service
  takes a ``UnitOfWork`` and never commits; the caller owns ``async with database.write() as uow`` or
  ``await database.run(work)`` (retried after a deadlock, so ``work`` must have no other effects). The one
  time of a transaction is ``uow.now``.
* **Feed**: after changing a row call ``uow.touch(Entity.CALLBACK, id, keys, organisation_id)`` with the keys
  the row has *now* (``visibility.scopes``); an empty set says it is deleted or seen by nobody. Keys that
  depend on rows this transaction has not locked are better computed late: pass ``None`` and give the topic's
  ``FeedSource`` a ``load_keys``. Stamping is the last thing before the commit, see ``feed.stamping``.
* **Commands**: a POST/PUT/PATCH/DELETE handler asks for ``commands: InCommands`` and ``person: InPerson`` (or
  ``integration: InIntegration``, see ``occ_server.inject``) and returns ``await commands.run(work,
  answer)``: ``work(uow)`` does the effect, ``answer(conn, result)`` builds the body after stamping, so that
  it carries the new ``seq``. The receipt for the request's ``Idempotency-Key`` is stored in the same
  transaction; refusals roll back.
* **After the commit**: what must happen then and must not be lost is a job, enqueued in the same unit of work
  (``kit.jobs``); ``uow.after_commit`` is for what this process may forget.
* **Who may call**: handlers are for people by default; ``opt={"auth": "integration"}`` (an API key) or
  ``opt={"auth": "none"}`` change that. A person's rights come from ``person.standing(service_id)`` and
  ``person.require(...)``; a row of another service does not exist for them (``not_found``).
* **Refusing**: raise ``ApiError(ErrorCode.X, status, **params)`` or let ``RuleError`` pass (422).
* **Audit**: ``await audit.service.record(uow, actor, "what", ...)`` in the same unit of work.
"""
