"""Create parcels

Revision ID: 5d90b1c7e3f2
Revises:
Create Date: 2025-12-01 10:05:31.470926
"""

import sqlalchemy as sa
from alembic import op

revision = "5d90b1c7e3f2"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("recipient", sa.String(80), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("parcels")
