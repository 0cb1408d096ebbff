"""Create notes

Revision ID: de53f24fb61c
Revises:
Create Date: 2025-09-01 12:00:31.905814
"""

import sqlalchemy as sa
from alembic import op

revision = "de53f24fb61c"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.execute("INSERT INTO notes (body) VALUES ('buy milk'), ('water the plants')")


def downgrade() -> None:
    op.drop_table("notes")
