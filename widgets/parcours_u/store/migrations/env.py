"""Alembic's entry point: the connection is the store's own, handed over in the configuration.

Revisions are names that databases remember, in an order that each file says: 0003 never was, and none is renumbered.
"""

from alembic import context

from parcours_u.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
