"""Index customers by name

Revision ID: 91b7e3d5f02c
Revises: 4f0d8c6ae217
Create Date: 2025-10-13 16:40:55.601892
"""

from alembic import op

revision = "91b7e3d5f02c"
down_revision = "4f0d8c6ae217"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_customers_name", "customers", ["name"])


def downgrade() -> None:
    op.drop_index("ix_customers_name", "customers")
