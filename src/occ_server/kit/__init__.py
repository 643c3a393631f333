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
  the row has *now* (``visibility.scopes``); an empty set says it is deleted or seen by nobody. ``None``
  has them computed from the stored row by the ``load_keys`` of the topic's ``FeedSource``. Say with
  ``uow.hold`` which rows you have locked or made; the order of locks stands in ``kit.unit``.
* **Commands**: a POST/PUT/PATCH/DELETE handler asks for ``commands: InCommands`` (``kit.inject``)
  and ``person: InPerson`` (``people.actor``; or ``integration: InIntegration``, ``auth.actors``) and returns
  ``await commands.run(work, answer, kind=…)``: ``work(uow)`` does the effect and returns what the receipt
  of the request's ``Idempotency-Key`` keeps, a ``kind`` without customers' data, in the same transaction;
  ``answer(conn, result)`` builds the body after the commit. Refusals roll back.
* **After the commit**: what must happen then and must not be lost is a job, enqueued in the same unit of work
  (``kit.jobs``); ``uow.after_commit`` is for what this process may forget.
* **Live state** that others derive from your rows is told with ``uow.stir`` (agents: ``people.figures``).
* **Who may call**: handlers are for people by default; ``opt={"auth": "integration", "scope": …}`` (an API
  key that has this scope), ``opt={"auth": "none"}``, or a kind the topic declares itself
  (``Topic.authentications``, see ``kit.authentication``; a signed webhook is ``auth.webhooks``) change that.
  A person's rights come from ``person.standing(service_id)`` and
  ``person.require(...)``; a row of another service does not exist for them (``not_found``).
* **Bodies**: ``request_max_body_size`` of the handler, and ``opt={"body_scanned": False}`` or
  ``{"body_hashed": False}`` where a body is no JSON, see ``kit.characters``.
* **Work beside the requests** is given to ``app.state.supervisor`` (``kit.tasks``) in a lifespan of the
  topic: ``keeping(name, loop)`` or ``repeating(name, step, seconds, clock)``. ``/healthz`` shows it by name.
* **Figures**: names in ``kit.figures``; a gauge that costs a look at the database is set by a topic's
  ``figures``.
* **A client's address** is ``kit.client_address.client_address(request)``, never the peer's.
* **Refusing**: raise ``ApiError(ErrorCode.X, status, **params)`` or let ``RuleError`` pass (422), and name in
  the handler's ``refuses=(…)`` what it alone refuses (``kit.refusals``).
* **Describing**: the docstring is the API page's text; a new body gets an example in ``examples.py``.
* **Audit**: ``await audit.service.record(uow, actor, "what", ...)`` in the same unit of work
  (``record_many`` for a batch). Entries are chained at its end, after stamping; see ``audit.appending``.
"""
