"""Create letters

Revision ID: 3b7e50c1d9a2
Revises:
Create Date: 2026-02-03 10:15:42.118204
"""

import sqlalchemy as sa
from alembic import op

revision = "3b7e50c1d9a2"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.Text()),
        sa.Column("sent", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("letters")
