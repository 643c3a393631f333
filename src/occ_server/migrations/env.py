"""Runs migrations over the connection it is handed (see ``runner``); alembic loads this file itself.

Steps know nothing of the living code, so there is no metadata here. On PostgreSQL each step is a transaction
of its own: its locks end with it. On SQLite all of them are one, which keeps other processes out.
"""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=connection.dialect.name == "postgresql",
)
with context.begin_transaction():
    context.run_migrations()
