"""Move the guardian's phone number out of the profile

Revision ID: 2e7e7b3bfdc5
Revises: f44cf14c0ca6
Create Date: 2025-03-05 17:21:36.084553
"""

import sqlalchemy as sa
from alembic import op

revision = "2e7e7b3bfdc5"
down_revision = "f44cf14c0ca6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("students", sa.Column("guardian_phone", sa.String(32), nullable=True))
    op.execute(
        """
        UPDATE students
        SET guardian_phone = profile ->> 'guardian_phone', profile = profile - 'guardian_phone'
        WHERE jsonb_exists(profile, 'guardian_phone')
        """
    )


def downgrade() -> None:
    op.execute(
        """
        UPDATE students
        SET profile = profile || jsonb_build_object('guardian_phone', guardian_phone)
        WHERE guardian_phone IS NOT NULL
        """
    )
    op.drop_column("students", "guardian_phone")
