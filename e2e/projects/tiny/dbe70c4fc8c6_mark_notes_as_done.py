"""Mark notes as done

Revision ID: dbe70c4fc8c6
Revises: de53f24fb61c
Create Date: 2025-09-02 08:41:17.220163
"""

import sqlalchemy as sa
from alembic import op

revision = "dbe70c4fc8c6"
down_revision = "de53f24fb61c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notes", sa.Column("done", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("notes", "done")
