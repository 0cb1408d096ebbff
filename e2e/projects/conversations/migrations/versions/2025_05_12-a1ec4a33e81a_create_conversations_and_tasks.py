"""Create conversations and tasks

Revision ID: a1ec4a33e81a
Revises: 
Create Date: 2025-05-12 07:58:20.664101
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a1ec4a33e81a"
down_revision = None
branch_labels = None
depends_on = None


channel = postgresql.ENUM("email", "chat", name="channel", create_type=False)
task_state = postgresql.ENUM("queued", "running", "finished", "failed", name="task_state", create_type=False)


def upgrade() -> None:
    channel.create(op.get_bind())
    task_state.create(op.get_bind())
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("channel", channel, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("state", task_state, server_default="queued", nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tasks_conversation_id"), "tasks", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("tasks")
    op.drop_table("conversations")
    task_state.drop(op.get_bind())
    channel.drop(op.get_bind())
