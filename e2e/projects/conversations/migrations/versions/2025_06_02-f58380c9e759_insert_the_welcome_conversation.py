"""Insert the welcome conversation

Revision ID: f58380c9e759
Revises: 7fe7ce5d24b9
Create Date: 2025-06-02 10:40:11.390284
"""

from alembic import op

revision = "f58380c9e759"
down_revision = "7fe7ce5d24b9"
branch_labels = None
depends_on = None


WELCOME = "0d9f7c52-4f6e-4f57-8d0c-3a5d1b8e6c01"


def upgrade() -> None:
    op.execute(f"INSERT INTO conversations (id, subject, channel) VALUES ('{WELCOME}', 'Welcome', 'chat')")
    op.execute(
        f"""
        INSERT INTO tasks (id, conversation_id, state, result)
        VALUES ('0d9f7c52-4f6e-4f57-8d0c-3a5d1b8e6c02', '{WELCOME}', 'finished', '{{"answered": true}}')
        """
    )
    op.execute(
        f"""
        INSERT INTO messages (conversation_id, role, body)
        VALUES ('{WELCOME}', 'user', 'Hello?'), ('{WELCOME}', 'assistant', 'Hello! How can I help?')
        """
    )


def downgrade() -> None:
    op.execute(f"DELETE FROM conversations WHERE id = '{WELCOME}'")
