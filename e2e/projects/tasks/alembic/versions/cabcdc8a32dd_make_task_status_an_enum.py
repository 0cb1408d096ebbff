"""make task status an enum

Revision ID: cabcdc8a32dd
Revises: d50b690de6f9
Create Date: 2024-03-21 18:09:44.905512
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "cabcdc8a32dd"
down_revision = "d50b690de6f9"
branch_labels = None
depends_on = None


task_status = postgresql.ENUM("open", "in_progress", "done", name="task_status")


def upgrade():
    task_status.create(op.get_bind())
    op.alter_column("tasks", "status", server_default=None)
    op.alter_column(
        "tasks",
        "status",
        existing_type=sa.String(20),
        type_=task_status,
        existing_nullable=False,
        postgresql_using="replace(status, ' ', '_')::task_status",
    )
    op.alter_column("tasks", "status", server_default="open")


def downgrade():
    op.alter_column("tasks", "status", server_default=None)
    op.alter_column(
        "tasks",
        "status",
        existing_type=task_status,
        type_=sa.String(20),
        existing_nullable=False,
        postgresql_using="replace(status::text, '_', ' ')",
    )
    op.alter_column("tasks", "status", server_default="open")
    task_status.drop(op.get_bind())
