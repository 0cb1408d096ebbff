"""Create a table."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    """Create it."""
    op.execute("CREATE TABLE training_1 (id int)")


def downgrade():
    """Drop it."""
    op.execute("DROP TABLE training_1")
