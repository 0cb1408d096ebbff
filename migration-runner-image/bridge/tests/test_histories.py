"""What histories and revisions of real projects do."""


def test_a_squashed_history_that_kept_its_last_revision(migrate, project, database):
    project.line("aaaa", "bbbb")
    migrate("head")

    (project.versions / "aaaa.py").unlink()
    (project.versions / "bbbb.py").unlink()
    project.line("bbbb", "cccc")

    plan = migrate("head")
    assert [step["revision"] for step in plan["steps"]] == ["cccc"]
    assert database.rows() == ["cccc"]


def test_a_revision_moves_data_that_it_reads(migrate, project, database):
    project.revision("aaaa", up="op.execute('CREATE TABLE t_old AS SELECT 1 AS a UNION SELECT 2')")
    project.revision(
        "bbbb",
        "aaaa",
        up="rows = op.get_bind().execute(sa.text('SELECT a FROM t_old ORDER BY a')).fetchall()\n"
        "op.execute('CREATE TABLE t_new (a int)')\n"
        "for row in rows:\n"
        "    op.get_bind().execute(sa.text('INSERT INTO t_new VALUES (:a)'), {'a': row[0] * 10})",
    )

    migrate("head")

    assert database.execute("SELECT a FROM t_new ORDER BY a") == [(10,), (20,)]


def test_an_index_is_built_concurrently(migrate, project, database):
    project.env(options="transaction_per_migration=True")
    project.revision("aaaa", up="op.execute('CREATE TABLE t_aaaa (id int)')")
    project.revision(
        "bbbb",
        "aaaa",
        up="with op.get_context().autocommit_block():\n"
        "    op.create_index('ix_id', 't_aaaa', ['id'], postgresql_concurrently=True)",
    )

    migrate("head")

    assert database.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_id'::regclass") == [
        (True,)
    ]
