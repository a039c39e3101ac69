"""Runs migrations as the owner role, in one transaction."""

import sqlalchemy as sa
from alembic import context

from gis import tables

config = context.config


def run() -> None:
    """Migrate the database whose address `gis.db.migrate` put into the configuration."""
    engine = sa.create_engine(config.attributes["url"], poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS sigap"))
        # Two `sigap up` on two hosts must not migrate at once.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(19, 0)"))
        context.configure(
            connection=connection, target_metadata=tables.metadata, version_table_schema=tables.SCHEMA
        )
        context.run_migrations()


run()
