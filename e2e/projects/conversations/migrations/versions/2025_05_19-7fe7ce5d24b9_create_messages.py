"""Create messages

Revision ID: 7fe7ce5d24b9
Revises: a1ec4a33e81a
Create Date: 2025-05-19 14:26:33.018765
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7fe7ce5d24b9"
down_revision = "a1ec4a33e81a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum("user", "assistant", name="message_role"), nullable=False),
        sa.Column("body", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_messages_conversation_id_sent_at", "messages", ["conversation_id", "sent_at"])


def downgrade() -> None:
    op.drop_table("messages")
    postgresql.ENUM(name="message_role").drop(op.get_bind())
