"""add tags

Revision ID: d50b690de6f9
Revises: 290121dd82a4
Create Date: 2024-01-08 13:15:29.336847
"""

import sqlalchemy as sa
from alembic import op

revision = "d50b690de6f9"
down_revision = "290121dd82a4"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, unique=True),
    )
    op.create_table(
        "task_tags",
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("tag_id", sa.Integer(), sa.ForeignKey("tags.id", ondelete="RESTRICT"), primary_key=True),
    )
    op.execute("INSERT INTO tags (name) VALUES ('urgent'), ('office')")
    op.execute(
        """
        INSERT INTO task_tags (task_id, tag_id)
        SELECT tasks.id, tags.id FROM tasks JOIN tags ON tags.name = 'urgent' WHERE tasks.priority = 1
        """
    )


def downgrade():
    op.drop_table("task_tags")
    op.drop_table("tags")
