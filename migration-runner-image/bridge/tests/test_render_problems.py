"""What offline mode cannot show truthfully, and how that is told."""

import pytest

UNKNOWN = "what it would do with a real one is not known"


PREFIX = """
from alembic import context
from sqlalchemy.orm import Session
WITH_DEFAULT = sa.table('t', sa.Column('a', sa.Integer, default=int), sa.column('b', sa.Integer))
"""
CANNOT_BE_SHOWN = [
    ("op.get_bind().execute(sa.text('SELECT 1'))", UNKNOWN),
    ("sa.inspect(op.get_bind())", UNKNOWN),
    ("type(op.get_bind()) is sa.engine.Connection and op.execute('DROP TABLE x')", UNKNOWN),
    ("isinstance(op.get_bind(), sa.engine.Connection)", UNKNOWN),
    ("sa.Enum('a', name='e').create(op.get_bind(), checkfirst=True)", UNKNOWN),
    ("op.get_bind().dialect.server_version_info", UNKNOWN),
    ("op.get_context().bind.execute(sa.text('SELECT 1'))", UNKNOWN),
    ("op.get_context().connection.execute(sa.text('SELECT 1'))", UNKNOWN),
    ("op.get_context().impl.connection.execute(sa.text('SELECT 1'))", UNKNOWN),
    ("context.get_bind().execute(sa.text('SELECT 1'))", UNKNOWN),
    ("Session(bind=op.get_bind()).execute(sa.text('SELECT 1'))", ""),
    ("context.is_offline_mode() or op.execute('DROP TABLE x')", "asks whether it runs offline"),
    ("op.get_context().as_sql or op.execute('DROP TABLE x')", "asks whether it runs offline"),
    ("op.get_context().impl.as_sql or op.execute('DROP TABLE x')", "asks whether it runs offline"),
    (
        "op.get_context().dialect.server_version_info or op.execute('DROP TABLE x')",
        "the version of the server",
    ),
    ("op.get_context().dialect.default_schema_name", "the default schema of the server"),
    ("op.get_context().get_current_heads()", "reads the version rows"),
    ("op.get_context().get_current_revision()", "reads the version rows"),
    ("op.execute(sa.text('SELECT :a'))", "no value for the parameter a"),
    ("op.execute(WITH_DEFAULT.insert().values(b=1))", "a value to be computed"),
    ("op.execute(sa.table('t', sa.column('a')).insert())", "no value for the parameter a"),
    ("op.execute('x' * 17000000)", "more than 16 MiB"),
]
ITS_OWN_ERRORS = [
    ("raise ValueError('boom')", "it raised ValueError: boom"),
    ("raise SystemExit(3)", "ended the process with exit code 3"),
    ("op.execute(sa.text('SELECT :a').bindparams(a=object()))", "it raised sqlalchemy.exc.CompileError"),
]


@pytest.mark.parametrize("hidden", [False, True])
def test_what_offline_mode_cannot_show_is_a_problem(render, offline, project, hidden):
    cases = {f"r{index:03}": case for index, case in enumerate(CANNOT_BE_SHOWN)}
    if not hidden:
        cases.update({f"own{index:03}": case for index, case in enumerate(ITS_OWN_ERRORS)})
    project.line("first", *cases, "last")
    for before, (revision, (body, _)) in zip(["first", *cases], cases.items()):
        body = f"try:\n    {body}\nexcept BaseException:\n    pass" if hidden else body
        project.revision(revision, before, up=f"{PREFIX}{body}\nop.execute('SELECT 1')")

    first, *events, last = render("head")

    assert "statements" in first
    assert "statements" in last
    for event in events:
        revision = event["revision"]
        assert "statements" not in event
        problem = event["problem"]
        assert problem.startswith(f"Revision {revision} (migrations/versions/{revision}.py, line ")
        assert "cannot be rendered without a database: it " in problem
        assert cases[revision][1] in problem
        assert problem.endswith(".")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (
            "raise RuntimeError('not supported')",
            "migrations/env.py, line 8) raised RuntimeError: not supported",
        ),
        ("sys.exit('use online mode')", "ended the process"),
        ("return", "without running the migrations"),
        (
            "engine_from_config({'u.url': config.get_main_option('sqlalchemy.url')}, 'u.').connect()",
            "connects to a",
        ),
        ("context.configure(dialect_name='sqlite'); context.run_migrations(); return", "is for sqlite"),
    ],
)
def test_without_a_working_offline_mode_every_step_has_the_problem(render, offline, project, before, why):
    offline(before=before)
    project.line("aaaa", "bbbb")

    events = render("head")

    assert all(
        each["problem"].startswith("The project's env.py has no working offline mode: ") for each in events
    )
    assert all(why in each["problem"] for each in events)


def test_an_env_py_that_only_knows_online_mode_is_not_let_near_the_database(render, project, database):
    project.env(before="connection.exec_driver_sql('CREATE TABLE t_env (id int)')").line("aaaa")

    (event,) = render("head")

    assert "connects to a database" in event["problem"]
    assert database.tables() == ["env"] or database.tables() == []


def test_a_connection_of_before_is_of_no_use(render, project, database):
    (project.path / "app.py").write_text(
        f"from sqlalchemy import create_engine\nengine = create_engine({database.url('psycopg2')!r})\n"
        "connection = engine.connect()\nruns = []\n"
    )
    project.env(
        engine="import app; app.runs.append(1); engine = app.engine",
        before="app.connection.exec_driver_sql('SELECT 1')",
    ).line("aaaa")

    (event,) = render("head")

    assert "connects to a database" in event["problem"]
