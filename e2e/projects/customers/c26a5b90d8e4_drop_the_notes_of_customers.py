"""Drop the notes of customers

Revision ID: c26a5b90d8e4
Revises: 91b7e3d5f02c
Create Date: 2025-11-03 11:27:38.450217
"""

import sqlalchemy as sa
from alembic import op

revision = "c26a5b90d8e4"
down_revision = "91b7e3d5f02c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("customers", "notes")


def downgrade() -> None:
    op.add_column("customers", sa.Column("notes", sa.Text()))
