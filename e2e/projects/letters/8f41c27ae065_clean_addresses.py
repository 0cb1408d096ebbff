"""Clean addresses

Revision ID: 8f41c27ae065
Revises: 3b7e50c1d9a2
Create Date: 2026-02-10 16:48:03.552917
"""

import sqlalchemy as sa
from alembic import op

revision = "8f41c27ae065"
down_revision = "3b7e50c1d9a2"
branch_labels = None
depends_on = None

letters = sa.table("letters", sa.column("id", sa.Integer), sa.column("address", sa.Text))


def upgrade() -> None:
    op.execute("UPDATE letters SET address = upper(address) WHERE address LIKE '%ünïc%'")
    op.execute(letters.delete().where(letters.c.address.is_(None)))


def downgrade() -> None:
    pass
