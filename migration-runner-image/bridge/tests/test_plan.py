"""What a plan says."""

import hashlib


def test_a_plan_lists_the_steps_from_nothing_to_head(opened, project, database):
    project.line("aaaa", "bbbb")

    plan = opened().result("plan", targets=["head"])

    assert plan["current"] == []
    assert plan["heads"] == ["bbbb"]
    assert plan["target"] == ["bbbb"]
    assert plan["direction"] == "up"
    assert plan["unknown"] == []
    assert plan["versionTable"] == {"schema": None, "name": "alembic_version"}
    assert plan["transactionPerMigration"] is False
    file = project.versions / "aaaa.py"
    assert plan["steps"][0] == {
        "revision": "aaaa",
        "downRevisions": [],
        "message": "revision aaaa",
        "file": "migrations/versions/aaaa.py",
        "fileDigest": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rowsAfter": ["aaaa"],
    }
    assert plan["steps"][1]["downRevisions"] == ["aaaa"]
    assert plan["steps"][1]["rowsAfter"] == ["bbbb"]


def test_an_ini_beside_env_py_needs_no_script_location(opened, project):
    project.line("aaaa")
    ini = (project.path / "alembic.ini").read_text().replace("script_location = migrations\n", "")
    (project.path / "migrations" / "alembic.ini").write_text(ini)

    plan = opened(config="migrations/alembic.ini").result("plan", targets=["head"])

    assert plan["steps"][0]["file"] == "migrations/versions/aaaa.py"


def test_a_plan_says_what_the_project_really_reached(opened, project, database):
    project.line("aaaa")

    connection = opened().result("plan", targets=["head"])["connection"]

    assert connection["database"] == database.name
    assert connection["user"] == database.params()["user"]
    assert connection["serverPort"] == database.params()["hosts"][0]["port"]
    assert connection["driver"] == "psycopg2"
    assert connection["backendPid"] > 0
    expected = database.execute("SELECT system_identifier::text FROM pg_control_system()")
    assert [(connection["systemIdentifier"],)] == expected


def test_a_plan_changes_nothing(opened, project, database):
    project.line("aaaa")

    opened().result("plan", targets=["head"])

    assert database.rows() is None
    assert database.tables() == []


def test_a_plan_reads_files_and_rows_anew(migrate, project, database):
    project.line("aaaa")
    migrate("head")
    project.revision("bbbb", "aaaa")

    plan = migrate("head")

    assert plan["current"] == ["aaaa"]
    assert [step["revision"] for step in plan["steps"]] == ["bbbb"]
    assert database.rows() == ["bbbb"]


def test_rows_that_the_project_does_not_have_are_unknown(migrate, opened, project, database):
    project.line("aaaa", "bbbb")
    migrate("head")
    (project.versions / "bbbb.py").unlink()

    plan = migrate("head")

    assert plan["unknown"] == ["bbbb"]
    assert plan["direction"] == "none"
    assert plan["steps"] == []
    assert plan["target"] == ["aaaa"]


def test_a_plan_knows_the_version_table_and_the_transaction_regime(opened, project, database):
    database.execute("CREATE SCHEMA history")
    project.env(
        options="version_table='versions', version_table_schema='history', transaction_per_migration=True"
    ).line("aaaa")

    plan = opened().result("plan", targets=["head"])

    assert plan["versionTable"] == {"schema": "history", "name": "versions"}
    assert plan["transactionPerMigration"] is True


def test_a_transaction_begun_before_makes_transaction_per_migration_void(opened, project):
    project.env(options="transaction_per_migration=True", before="connection.execute(text('SELECT 1'))")
    project.env(options="transaction_per_migration=True", before="transaction = connection.begin()").line(
        "aaaa"
    )

    assert opened().result("plan", targets=["head"])["transactionPerMigration"] is False
