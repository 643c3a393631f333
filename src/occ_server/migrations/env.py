"""Runs migrations over the connection it is handed (see ``runner``); alembic loads this file itself."""

from alembic import context

from occ_server.topics import complete_metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=complete_metadata(),
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
