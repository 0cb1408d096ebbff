"""What ``open`` accepts and refuses."""

import os
import sys

import pytest


@pytest.fixture
def refused(bridge, project):
    """Open with these parameters, which must be refused; returns the error. No database is needed."""

    def run(**params):
        database = {
            "url": "postgresql://u:p@h/d",
            "hosts": [{"host": "h"}],
            "name": "d",
            "user": "u",
            "password": "p",
        }
        return bridge.error(
            "open", **{"protocol": 1, "path": str(project.path), "database": database, **params}
        )

    return run


def test_open_tells_the_versions(bridge, project, database):
    result = bridge.result("open", protocol=1, path=str(project.path), database=database.params())

    assert result["protocol"] == 1
    assert result["python"].startswith("{}.{}.".format(*sys.version_info))
    assert result["alembic"]
    assert result["sqlalchemy"]


def test_another_protocol(refused):
    assert refused(protocol=2)["reason"] == "ProtocolMismatch"


def test_an_unknown_method(bridge):
    assert bridge.error("dance")["reason"] == "ProtocolMismatch"


def test_a_plan_needs_an_open_project(bridge):
    assert bridge.error("plan", targets=["head"])["reason"] == "ProtocolMismatch"


def test_a_missing_folder(refused, tmp_path):
    error = refused(path=str(tmp_path / "nowhere"))

    assert error["reason"] == "ProjectNotFound"
    assert "nowhere" in error["message"]


def test_a_missing_ini(refused):
    error = refused(config="other.ini")

    assert error["reason"] == "ConfigNotFound"
    assert "other.ini" in error["message"]


def test_a_missing_ini_that_is_in_another_folder(refused, project):
    (project.path / "alembic.ini").rename(project.path / "migrations" / "alembic.ini")

    assert "but there is migrations/alembic.ini" in refused()["message"]


def test_a_missing_section(refused):
    error = refused(section="tenants")

    assert error["reason"] == "ConfigNotFound"
    assert "[tenants]" in error["message"]


def test_a_missing_script_location(refused, project):
    (project.path / "alembic.ini").write_text("[alembic]\nscript_location = nowhere\n")

    error = refused()

    assert error["reason"] == "ConfigNotFound"
    assert "nowhere" in error["message"]


@pytest.mark.parametrize("ini", ["no section", "[alembic]\n", "[alembic]\nscript_location = %(nothing)s\n"])
def test_an_unusable_ini(refused, project, ini):
    (project.path / "alembic.ini").write_text(ini)

    assert refused()["reason"] == "ConfigNotFound"


def test_an_interpreter_without_alembic(start_bridge, project, tmp_path):
    (tmp_path / "shadow" / "alembic").mkdir(parents=True)
    (tmp_path / "shadow" / "alembic" / "__init__.py").write_text("raise ImportError('no alembic here')\n")
    bridge = start_bridge({"PYTHONPATH": str(tmp_path / "shadow")})

    database = {"url": "postgresql://h/d", "hosts": [{"host": "h"}], "name": "d"}
    error = bridge.error("open", protocol=1, path=str(project.path), database=database)

    assert error["reason"] == "AlembicNotFound"
    assert "no alembic here" in error["message"]


def test_a_project_may_have_modules_of_our_names(opened, project, database):
    (project.path / "tests.py").write_text("mine = True\n")
    (project.path / "stillhouse_bridge_helper.py").write_text("mine = True\n")
    project.env(imports="import tests; assert tests.mine").line("aaaa")

    assert opened().result("plan", targets=["head"])["direction"] == "up"


def test_command_line_options_are_there(opened, project, database):
    (project.path / "alembic.ini").write_text(
        (project.path / "alembic.ini").read_text().replace("[alembic]", "[other]")
    )
    project.env(
        before="assert context.get_x_argument(as_dictionary=True) == {'tenant': 'blue', 'n': '-1'}; "
        "assert config.cmd_opts.name == 'other'; assert config.cmd_opts.revision == 'head'"
    ).line("aaaa")

    bridge = opened(section="other", xArguments=["tenant=blue", "n=-1"])

    assert bridge.result("plan", targets=["head"])["direction"] == "up"


def test_the_project_may_print_as_it_likes(opened, project, database, tmp_path):
    project.line("aaaa")

    opened().result("plan", targets=["head"])

    assert "env.py is running" in (tmp_path / "bridge.log").read_text()


def _needs_toml():
    import alembic

    return tuple(int(part) for part in alembic.__version__.split(".")[:2]) >= (1, 16)


def test_pyproject_toml(opened, bridge, project, database):
    os.unlink(project.path / "alembic.ini")
    (project.path / "pyproject.toml").write_text('[tool.alembic]\nscript_location = "%(here)s/migrations"\n')
    project.env()
    env = (project.path / "migrations" / "env.py").read_text()
    project.env_source(env.replace("fileConfig(config.config_file_name)", "")).line("aaaa")

    if _needs_toml():
        assert opened(config="pyproject.toml").result("plan", targets=["head"])["direction"] == "up"
    else:
        error = bridge.error(
            "open", protocol=1, path=str(project.path), config="pyproject.toml", database=database.params()
        )
        assert "1.16" in error["message"]
