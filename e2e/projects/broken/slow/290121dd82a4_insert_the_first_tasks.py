"""insert the first tasks

Revision ID: 290121dd82a4
Revises: bcf43d752afb
Create Date: 2023-11-20 09:31:08.774206
"""

import os

import sqlalchemy as sa
from alembic import op

revision = "290121dd82a4"
down_revision = "bcf43d752afb"
branch_labels = None
depends_on = None


tasks = sa.table(
    "tasks", sa.column("title", sa.String), sa.column("status", sa.String), sa.column("priority", sa.SmallInteger)
)

FIRST_TASKS = [
    {"title": "Write the handbook", "status": "open", "priority": 2},
    {"title": "Order new chairs", "status": "open", "priority": 4},
    {"title": "Fix the coffee machine", "status": "in progress", "priority": 1},
    {"title": "Renew the certificate", "status": "in progress", "priority": 1},
    {"title": "Book the venue", "status": "done", "priority": 3},
]


# Whoever watches can end the wait: COMMENT ON DATABASE … IS 'go on'.
A_WHILE = """
DO $$ BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_shdescription s JOIN pg_database d ON d.oid = s.objoid
    WHERE d.datname = current_database() AND s.description = 'go on'
  ) THEN PERFORM pg_sleep(0.5); END IF;
END $$
"""


def wait():
    for _ in range(2 * int(os.environ["SLOW_SECONDS"])):
        op.execute(A_WHILE)


def upgrade():
    wait()
    op.bulk_insert(tasks, FIRST_TASKS)


def downgrade():
    wait()
    op.execute(tasks.delete().where(tasks.c.title.in_([task["title"] for task in FIRST_TASKS])))
