import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from tasks.models import Base

config = context.config
fileConfig(config.config_file_name)

target_metadata = Base.metadata
database_url = os.environ["DATABASE_URL"]
transaction_per_migration = os.environ.get("TRANSACTION_PER_MIGRATION") == "true"


def run_migrations_offline():
    context.configure(
        url=database_url,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        transaction_per_migration=transaction_per_migration,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    engine = create_engine(database_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            transaction_per_migration=transaction_per_migration,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
