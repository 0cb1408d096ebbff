"""What the bridge advises where a project cannot run as it is run here."""

import os

import pytest

from stillhouse_bridge.driver import urls_for
from stillhouse_bridge.request import parse_open


@pytest.fixture
def message(opened, project):
    """Plan with an env.py that starts with this code, which must fail; returns the message."""

    def run(code):
        project.env(imports=code).line("aaaa")
        return opened().error("plan", targets=["head"])["message"]

    return run


def test_a_missing_environment_variable(message):
    said = message("import os; os.environ['ORDERS_HOST']")

    assert "KeyError" in said
    assert "ORDERS_HOST is not set: set it in spec.project.env" in said
    assert "spec.project.urlVariable" in said


def test_another_missing_key(message):
    assert "spec.project.env" not in message("{}['ORDERS_HOST']")


def test_a_read_only_file_system(message):
    said = message("import errno; raise OSError(errno.EROFS, 'Read-only file system', '/app/last.log')")

    assert "/app/last.log" in said
    assert "readOnlyRootFilesystem" in said


def test_a_file_of_another_user(message):
    said = message("raise PermissionError(13, 'Permission denied', '/app/key.pem')")

    assert "/app/key.pem" in said
    assert f"runs as user {os.getuid()}" in said
    assert "runAsUser" in said


def test_a_flask_application_context(message):
    said = message("raise RuntimeError('Working outside of application context.\\n\\nThis typically means')")

    assert "app.app_context().push()" in said
    assert "\n" not in said


def test_values_that_pydantic_refuses_stay_private(opened, project):
    settings = """
class ValidationError(ValueError):
    title = "Settings"

    def error_count(self):
        return 1

    def errors(self):
        return [{"loc": ("db", "port"), "msg": "Field required", "input": {"token": "gu-ess"}}]

    def __str__(self):
        return "1 validation error\\ndb\\n  Field required [input_value={'token': 'gu-ess'}, input_type=dict]"

raise ValidationError()
"""
    project.env(imports=settings).line("aaaa")

    error = opened().error("plan", targets=["head"])

    assert "ValidationError: Settings: db.port: Field required." in error["message"]
    assert "spec.project.env" in error["message"]
    assert "gu-ess" not in error["message"]
    assert "input_value=***" in error["detail"]


def test_an_env_py_that_cannot_be_read_is_left_to_alembic(tmp_path):
    database = {"url": "postgresql://u:p@h/d", "hosts": [{"host": "h"}], "name": "d"}
    request = parse_open({"protocol": 1, "path": "/app", "database": database})

    urls = urls_for(request, None, str(tmp_path / "out of reach"))

    assert urls.variable == "postgresql://u:p@h/d"
