"""Index exams by subject, date and score

Revision ID: f44cf14c0ca6
Revises: 2b8221c07368
Create Date: 2025-02-17 08:30:12.447019
"""

from alembic import op

revision = "f44cf14c0ca6"
down_revision = "2b8221c07368"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_exams_subject_id_taken_on_score", "exams", ["subject_id", "taken_on", "score"])
    op.create_index("ix_students_profile", "students", ["profile"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_students_profile", table_name="students", postgresql_using="gin")
    op.drop_index("ix_exams_subject_id_taken_on_score", table_name="exams")
