"""Add the message role tool

Revision ID: c7e8de62c34c
Revises: f58380c9e759
Create Date: 2025-07-24 16:03:57.251438
"""

from alembic import op

revision = "c7e8de62c34c"
down_revision = "f58380c9e759"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE message_role ADD VALUE IF NOT EXISTS 'tool'")


def downgrade() -> None:
    # PostgreSQL cannot drop a value from an enum: a new type takes the old one's place.
    op.execute("ALTER TYPE message_role RENAME TO message_role_old")
    op.execute("CREATE TYPE message_role AS ENUM ('user', 'assistant')")
    op.execute(
        """
        ALTER TABLE messages ALTER COLUMN role TYPE message_role
        USING (CASE role::text WHEN 'tool' THEN 'assistant' ELSE role::text END)::message_role
        """
    )
    op.execute("DROP TYPE message_role_old")
