"""add due dates

Revision ID: 5f2c9d71ab34
Revises: cabcdc8a32dd
Create Date: 2024-05-02 08:20:41.300517
"""

import sqlalchemy as sa
from alembic import op

revision = "5f2c9d71ab34"
down_revision = "cabcdc8a32dd"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("tasks", sa.Column("due_on", sa.Date()))
    op.execute("UPDATE tasks SET due_on = created_at + deadline WHERE status <> 'done'")


def downgrade():
    op.drop_column("tasks", "due_on")
