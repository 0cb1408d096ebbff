"""Create a table and drop a column."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    """Create the one, drop the other."""
    op.execute("CREATE TABLE training_2 (id int)")
    op.execute("INSERT INTO training_2 SELECT generate_series(1, 3)")
    op.execute("ALTER TABLE legacy DROP COLUMN note")


def downgrade():
    """Drop the table; the column's content is gone."""
    op.execute("ALTER TABLE legacy ADD COLUMN note text")
    op.execute("DROP TABLE training_2")
