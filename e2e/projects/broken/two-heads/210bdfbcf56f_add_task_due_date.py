"""add task due date

Revision ID: 210bdfbcf56f
Revises: d50b690de6f9
Create Date: 2024-03-22 09:12:05.447713
"""

import sqlalchemy as sa
from alembic import op

revision = "210bdfbcf56f"
down_revision = "d50b690de6f9"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("tasks", sa.Column("due_on", sa.Date(), nullable=True))


def downgrade():
    op.drop_column("tasks", "due_on")
