"""A password that lives for minutes: each connection has the one that the runner keeps in a file."""

import drivers
import pytest
from projects import ASYNC, ENGINE_FROM_INI

from stillhouse_bridge.redaction import Redactor

TOKEN = "db.example:5432/?Action=connect&DBUser=me&X-Amz-Security-Token=se%2Fcret&X-Amz-Signature=0123abcd"
OWN_TOKEN = f"""
@event.listens_for(engine, "do_connect")
def own(dialect, record, arguments, parameters):
    parameters["password"] = {TOKEN!r}
"""


class Role:
    """A user whose password changes."""

    def __init__(self, database, file):
        self.name = database.name + "_user"
        self.file = file
        self._database = database
        database.execute(f"CREATE ROLE {self.name} SUPERUSER LOGIN")

    def has(self, password):
        """Let this be the password from now on."""
        self._database.execute(f"ALTER ROLE {self.name} PASSWORD '{password}'")
        self.file.write_text(password)

    def params(self, driver=None):
        """Return what of the ``database`` of ``open`` is of this user."""
        url = self._database.url(driver)
        return {
            "url": url[: url.index("://") + 3] + self.name + url[url.index("@") :],
            "user": self.name,
            "password": None,
            "passwordFile": str(self.file),
        }


@pytest.fixture
def role(server, database, tmp_path):
    """A user whose first password is in the file."""
    role = Role(database, tmp_path / "password")
    role.has(TOKEN)
    yield role
    database.execute(f"REASSIGN OWNED BY {role.name} TO CURRENT_USER; DROP OWNED BY {role.name}")
    database.execute(f"DROP ROLE {role.name}")


def up_with_two_passwords(bridge, role, database):
    plan = bridge.result("plan", targets=["head"])
    role.has("another:one\\later")
    expect = [step["revision"] for step in plan["steps"]]
    bridge.result("apply", targets=["head"], direction="up", expect=expect)
    assert database.rows() == ["aaaa"]


@pytest.mark.parametrize("driver", drivers.SYNC + drivers.EVERY[len(drivers.ALL) :])
def test_each_connection_has_the_newest(opened, project, database, role, driver):
    project.line("aaaa")

    up_with_two_passwords(opened(database=role.params(driver)), role, database)


@pytest.mark.parametrize("driver", drivers.ASYNC)
def test_each_connection_of_an_async_engine_has_the_newest(opened, project, database, role, driver):
    project.env_source(ASYNC.format(options="")).line("aaaa")

    up_with_two_passwords(opened(database=role.params(driver)), role, database)


def test_a_url_of_the_projects_own_gets_it_too(opened, project, database, role):
    url = "postgresql+psycopg2://me:mine@db.invalid:6543/dev"
    project.env(engine=f"engine = create_engine({url!r}, poolclass=pool.NullPool)").line("aaaa")

    up_with_two_passwords(opened(database=role.params()), role, database)


def test_a_project_that_makes_its_own_token_is_left_alone(opened, project, database, role):
    project.env(imports="from sqlalchemy import event", engine=ENGINE_FROM_INI + OWN_TOKEN).line("aaaa")
    bridge = opened(database=role.params())
    role.file.write_text("not this one")

    assert bridge.result("plan", targets=["head"])["connection"]["database"] == database.name


def test_a_file_that_is_not_there_is_told(opened, project, role):
    project.line("aaaa")
    bridge = opened(database=role.params())
    role.file.unlink()

    error = bridge.error("plan", targets=["head"])

    assert error["reason"] == "AuthenticationFailed"
    assert "made anew for each connection" in error["message"]
    role.file.write_text("")


@pytest.mark.parametrize("spelling", [TOKEN, TOKEN.replace("=", "%3D").replace("&", "%26")])
def test_a_token_is_hidden_whenever_it_was_made(spelling):
    text = Redactor(None).text(f"could not connect with {spelling}!")

    assert "0123abcd" not in text
    assert "cret" not in text
