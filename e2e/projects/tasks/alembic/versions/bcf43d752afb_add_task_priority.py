"""add task priority

Revision ID: bcf43d752afb
Revises: 6c9587a3c9c5
Create Date: 2023-11-13 16:44:50.120381
"""

import sqlalchemy as sa
from alembic import op

revision = "bcf43d752afb"
down_revision = "6c9587a3c9c5"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("tasks", sa.Column("priority", sa.SmallInteger(), server_default=sa.text("3"), nullable=False))
    op.create_check_constraint("ck_tasks_priority", "tasks", "priority BETWEEN 1 AND 5")
    op.create_index("ix_tasks_priority", "tasks", ["priority"])


def downgrade():
    op.drop_index("ix_tasks_priority", table_name="tasks")
    op.drop_constraint("ck_tasks_priority", "tasks", type_="check")
    op.drop_column("tasks", "priority")
