import datetime
import decimal
import uuid

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Numeric, String, func, text
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Student(Base):
    __tablename__ = "students"
    __table_args__ = (Index("ix_students_profile", "profile", postgresql_using="gin"),)

    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True, server_default=text("gen_random_uuid()"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    guardian_phone: Mapped[str | None] = mapped_column(String(32))
    profile: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Subject(Base):
    __tablename__ = "subjects"

    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True, server_default=text("gen_random_uuid()"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(120))


class Exam(Base):
    __tablename__ = "exams"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 100", name="ck_exams_score"),
        Index("ix_exams_subject_id_taken_on_score", "subject_id", "taken_on", "score"),
    )

    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True, server_default=text("gen_random_uuid()"))
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"))
    subject_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subjects.id"))
    taken_on: Mapped[datetime.date] = mapped_column(Date)
    score: Mapped[decimal.Decimal] = mapped_column(Numeric(5, 2))
    answers: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
