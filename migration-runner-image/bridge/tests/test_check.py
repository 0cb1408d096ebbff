"""What autogenerate would change."""

import pytest
import sqlalchemy as sa
from alembic import command

from stillhouse_bridge import differences

HAS_CHECK = hasattr(command, "check")
OLDER = """\
op.create_table(
    'users',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.String(3)),
    sa.Column('old', sa.Integer),
)
op.create_table(
    'orders',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('user_id', sa.Integer),
)
"""


@pytest.fixture
def checked(migrate, opened, models):
    """Go to head and check; returns the answer."""

    def run():
        migrate("head")
        return opened().call("check")[0]

    return run


if HAS_CHECK:

    def test_the_differences_are_told_in_words(checked, project):
        project.revision("aaaa", up=OLDER)

        differences = checked()["result"]["differences"]

        assert set(differences) >= {
            "add column users.mail String(length=9)",
            "remove column users.old INTEGER()",
            "add index ix_mail on users (mail)",
            "add constraint once on orders (user_id)",
            "add fk fk_user on orders (user_id)",
            "modify nullable of users.name from True to False",
            "modify type of users.name from VARCHAR(length=3) to Text()",
        }

    def test_what_an_index_is_on_that_is_no_column(checked, models):
        with (models.path / "models.py").open("a") as file:
            file.write("mail = metadata.tables['users'].c.mail\nsa.Index('ix_last', sa.desc(mail), 'id')\n")
        models.revision("aaaa", up=OLDER)

        assert "add index ix_last on users (users.mail DESC, id)" in checked()["result"]["differences"]

    def test_a_table_that_is_missing(checked, project):
        project.revision("aaaa", up="pass", undo="pass")

        assert "add table users" in checked()["result"]["differences"]

    def test_none(checked, models):
        models.revision("aaaa", up="import models\nmodels.metadata.create_all(op.get_bind())")

        assert checked()["result"] == {"differences": []}

    def test_a_database_that_is_behind(opened, models):
        models.line("aaaa")

        error = opened().error("check")

        assert error["reason"] == "ProjectError"
        assert "Target database is not up to date" in error["message"]

else:

    def test_an_alembic_without_the_command(opened, project):
        project.line("aaaa")

        error = opened().error("check")

        assert error["reason"] == "ProjectError"
        assert "1.9" in error["message"]


def test_an_index_on_an_expression_alone():
    index = sa.Index("ix_any_case", sa.text("lower(mail)"))
    sa.Table("users", sa.MetaData(), sa.Column("mail", sa.Text), index)

    assert differences.readable([("add_index", index)]) == ["add index ix_any_case on users (lower(mail))"]
