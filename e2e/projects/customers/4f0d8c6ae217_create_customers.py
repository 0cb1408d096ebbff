"""Create customers

Revision ID: 4f0d8c6ae217
Revises:
Create Date: 2025-10-06 09:14:02.118734
"""

import sqlalchemy as sa
from alembic import op

revision = "4f0d8c6ae217"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text()),
    )


def downgrade() -> None:
    op.drop_table("customers")
