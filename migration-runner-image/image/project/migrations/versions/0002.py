"""Create a table."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    """Create it."""
    op.execute("CREATE TABLE training_2 (id int)")


def downgrade():
    """Drop it."""
    op.execute("DROP TABLE training_2")
