"""Weigh parcels

Revision ID: a7c4e81f6b03
Revises: 5d90b1c7e3f2
Create Date: 2025-12-08 15:22:09.813350
"""

import sqlalchemy as sa
from alembic import op

revision = "a7c4e81f6b03"
down_revision = "5d90b1c7e3f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parcels", sa.Column("grams", sa.Integer()))
    op.alter_column("parcels", "recipient", type_=sa.String(200))


def downgrade() -> None:
    op.drop_column("parcels", "grams")
