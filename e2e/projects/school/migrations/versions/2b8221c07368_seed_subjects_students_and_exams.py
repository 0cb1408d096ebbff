"""Seed subjects, students and exams

Revision ID: 2b8221c07368
Revises: 234e1e7fa26d
Create Date: 2025-02-03 11:05:58.902177
"""

import datetime
import decimal
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2b8221c07368"
down_revision = "234e1e7fa26d"
branch_labels = None
depends_on = None


NAMESPACE = uuid.UUID("6f1d2c34-8a57-4b0e-9a3f-0d8c5e7b1a20")

subjects = sa.table(
    "subjects", sa.column("id", postgresql.UUID()), sa.column("code", sa.String), sa.column("title", sa.String)
)
students = sa.table(
    "students",
    sa.column("id", postgresql.UUID()),
    sa.column("name", sa.String),
    sa.column("email", sa.String),
    sa.column("profile", postgresql.JSONB()),
)
exams = sa.table(
    "exams",
    sa.column("id", postgresql.UUID()),
    sa.column("student_id", postgresql.UUID()),
    sa.column("subject_id", postgresql.UUID()),
    sa.column("taken_on", sa.Date),
    sa.column("score", sa.Numeric(5, 2)),
    sa.column("answers", postgresql.JSONB()),
)

SUBJECTS = [("MATH", "Mathematics"), ("PHYS", "Physics"), ("HIST", "History")]
STUDENTS = [
    ("Ada Lovelace", "ada@school.test", {"year": 3, "guardian_phone": "+44 20 7946 0018"}),
    ("Emmy Noether", "emmy@school.test", {"year": 4, "languages": ["de", "en"]}),
    ("Srinivasa Ramanujan", "srinivasa@school.test", {"year": 3, "guardian_phone": "+91 44 5550 1729"}),
    ("Grace Hopper", "grace@school.test", {"year": 2, "clubs": {"sailing": True}}),
]
EXAMS = [
    ("ada@school.test", "MATH", "2025-01-27", "97.50"),
    ("ada@school.test", "PHYS", "2025-01-29", "88.00"),
    ("emmy@school.test", "MATH", "2025-01-27", "99.00"),
    ("emmy@school.test", "PHYS", "2025-01-29", "95.25"),
    ("srinivasa@school.test", "MATH", "2025-01-27", "100.00"),
    ("grace@school.test", "HIST", "2025-01-30", "76.75"),
]


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)


def upgrade() -> None:
    op.bulk_insert(subjects, [{"id": key(code), "code": code, "title": title} for code, title in SUBJECTS])
    op.bulk_insert(
        students,
        [{"id": key(email), "name": name, "email": email, "profile": profile} for name, email, profile in STUDENTS],
    )
    op.bulk_insert(
        exams,
        [
            {
                "id": key(f"{email} {code}"),
                "student_id": key(email),
                "subject_id": key(code),
                "taken_on": datetime.date.fromisoformat(taken_on),
                "score": decimal.Decimal(score),
                "answers": {"1": "a", "2": ["b", "d"]},
            }
            for email, code, taken_on, score in EXAMS
        ],
    )


def downgrade() -> None:
    op.execute(exams.delete().where(exams.c.id.in_([key(f"{email} {code}") for email, code, *_ in EXAMS])))
    op.execute(students.delete().where(students.c.id.in_([key(email) for _, email, _ in STUDENTS])))
    op.execute(subjects.delete().where(subjects.c.id.in_([key(code) for code, _ in SUBJECTS])))
