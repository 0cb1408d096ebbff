"""Builds Alembic projects in a line: ``project.revision("b", down="a", up="op.execute('…')")``."""

import textwrap

_INI = """\
[alembic]
script_location = migrations
prepend_sys_path = .
{url}
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(levelname)s %(message)s
"""

_SYNC = """\
{imports}
from logging.config import fileConfig
from alembic import context
from sqlalchemy import create_engine, engine_from_config, pool, text
config = context.config
fileConfig(config.config_file_name)
print("env.py is running")
{engine}
with engine.connect() as connection:
    {before}
    context.configure(connection=connection, target_metadata=None{options})
    with context.begin_transaction():
        context.run_migrations()
"""

ENGINE_FROM_INI = (
    "engine = engine_from_config(config.get_section(config.config_ini_section), "
    "prefix='sqlalchemy.', poolclass=pool.NullPool)"
)

ASYNC = """\
import asyncio
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine
config = context.config

def migrate(connection):
    context.configure(connection=connection{options})
    with context.begin_transaction():
        context.run_migrations()

async def run():
    engine = create_async_engine(config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()

asyncio.run(run())
"""

OFFLINE = """\
import sys
from alembic import context
from sqlalchemy import engine_from_config, pool
config = context.config
options = {{{options}}}

def offline():
    {before}
    context.configure(url=config.get_main_option("sqlalchemy.url"), **options)
    with context.begin_transaction():
        context.run_migrations()

def online():
    engine = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()

if context.is_offline_mode():
    offline()
else:
    online()
"""

MODELS = """\
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table(
    'users', metadata,
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.Text, nullable=False, server_default='x', comment='who'),
    sa.Column('mail', sa.String(9)),
    sa.Index('ix_mail', 'mail'),
)
sa.Table(
    'orders', metadata,
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('user_id', sa.ForeignKey('users.id', name='fk_user')),
    sa.UniqueConstraint('user_id', name='once'),
)
"""

TEMPLATE = '''\
"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}

def upgrade():
    ${upgrades if upgrades else "pass"}

def downgrade():
    ${downgrades if downgrades else "pass"}
'''

_REVISION = """\
\"\"\"{message}\"\"\"
from alembic import op
import sqlalchemy as sa
revision = {revision!r}
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends_on!r}

def upgrade():
{up}
"""

_DOWNGRADE = """
def downgrade():
{down}
"""


class AlembicProject:
    """An Alembic project in a folder of its own."""

    def __init__(self, folder):
        self.path = folder
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        self.ini()
        self.env()

    def ini(self, url="sqlalchemy.url = driver://user:pass@localhost/dbname"):
        (self.path / "alembic.ini").write_text(_INI.format(url=url))
        return self

    def env(self, engine=ENGINE_FROM_INI, options="", before="pass", imports=""):
        options = ", " + options if options else ""
        source = _SYNC.format(engine=engine, options=options, before=before, imports=imports)
        return self.env_source(source)

    def env_source(self, source):
        (self.path / "migrations" / "env.py").write_text(source)
        return self

    def revision(self, revision, down=None, up=None, undo=None, labels=None, depends_on=None, name=None):
        """Add a revision; by default it creates a table of its name and drops it on the way down."""
        up = f"op.create_table('t_{revision}', sa.Column('id', sa.Integer))" if up is None else up
        undo = f"op.drop_table('t_{revision}')" if undo is None else undo
        source = _REVISION.format(
            message="revision " + revision,
            revision=revision,
            down=down,
            labels=labels,
            depends_on=depends_on,
            up=textwrap.indent(textwrap.dedent(up), "    "),
        )
        if undo is not False:
            source += _DOWNGRADE.format(down=textwrap.indent(textwrap.dedent(undo), "    "))
        (self.versions / f"{name or revision}.py").write_text(source)
        return self

    def line(self, *revisions):
        """Add revisions, each on top of the one before."""
        for down, revision in zip((None, *revisions), revisions):
            self.revision(revision, down)
        return self
