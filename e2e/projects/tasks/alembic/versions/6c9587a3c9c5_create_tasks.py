"""create tasks

Revision ID: 6c9587a3c9c5
Revises: 
Create Date: 2023-11-06 10:02:17.581930
"""

import sqlalchemy as sa
from alembic import op

revision = "6c9587a3c9c5"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), server_default="open", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )


def downgrade():
    op.drop_table("tasks")
