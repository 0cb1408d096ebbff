"""What is seen of the statements of a step in a copy, and what they do there."""

import drivers
import pytest
from projects import ASYNC

ORDERS = {"schema": "public", "table": "orders"}
LINES = {"schema": "public", "table": "lines"}


@pytest.fixture
def observed(opened, project, database, copied, copy):
    """Run revisions in the copy; return what was told of the statements of each."""

    def observed(*ups, driver="psycopg2", **options):
        if driver == "asyncpg":
            project.env_source(ASYNC.format(options=""))
        elif options:
            project.env(**options)
        names = [f"r{number:03}" for number in range(len(ups))]
        for number, up in enumerate(ups):
            project.revision(names[number], down=names[number - 1] if number else None, up=up)
        asked = {"targets": ["head"], "direction": "up", "expect": names, "observe": True}
        answer, events = opened(driver=driver).call("apply", **asked, copy=copy(driver))
        # So that it is shown where a test fails.
        print(answer)
        told = [each for each in events if each["event"] == "step_observed"]
        assert all(each["leftOut"] == 0 for each in told)
        return [each["statements"] for each in told]

    copied.execute("CREATE TABLE orders (id int, note text); CREATE TABLE lines (id int PRIMARY KEY, of int)")
    return observed


def execute(*statements):
    return "\n".join(f"op.execute({each!r})" for each in statements)


def lock(mode, table):
    return {"mode": mode, **table}


@pytest.mark.parametrize("driver", drivers.EVERY)
def test_a_rewrite_under_a_lock(observed, driver):
    ((statement,),) = observed(execute("ALTER TABLE orders ALTER id TYPE bigint"), driver=driver)

    assert statement.pop("locks")[0] == lock("AccessExclusiveLock", ORDERS)
    assert statement == {
        "sql": "ALTER TABLE orders ALTER id TYPE bigint",
        "times": 1,
        "autocommit": False,
        "rewritten": [ORDERS],
        "scanned": [ORDERS],
    }


@pytest.mark.parametrize(
    ("statement", "locks", "rewritten", "scanned"),
    [
        ("ALTER TABLE orders ADD x int", [lock("AccessExclusiveLock", ORDERS)], [], []),
        (
            "ALTER TABLE orders ADD x int DEFAULT random() * 9",
            [lock("AccessExclusiveLock", ORDERS)],
            [ORDERS],
            [ORDERS],
        ),
        ("ALTER TABLE orders ALTER id SET NOT NULL", [lock("AccessExclusiveLock", ORDERS)], [], [ORDERS]),
        ("CREATE INDEX ON orders (id)", [lock("ShareLock", ORDERS)], [], [ORDERS]),
        (
            "ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES lines NOT VALID",
            [lock("ShareRowExclusiveLock", LINES), lock("ShareRowExclusiveLock", ORDERS)],
            [],
            [],
        ),
        ("DROP TABLE orders", [lock("AccessExclusiveLock", ORDERS)], [], []),
        ("TRUNCATE orders", [lock("AccessExclusiveLock", ORDERS)], [], []),
        ("TRUNCATE lines", [lock("AccessExclusiveLock", LINES)], [], []),
        ("UPDATE orders SET id = 1", [lock("RowExclusiveLock", ORDERS)], [], [ORDERS]),
        (
            "DO $$ BEGIN PERFORM 1; ALTER TABLE orders ADD x int; END $$",
            [lock("AccessExclusiveLock", ORDERS)],
            [],
            [],
        ),
        ("SELECT '100%' AS share", [], [], []),
        ("/* all of it? */ SELECT 1 FROM orders LIMIT 1", [lock("AccessShareLock", ORDERS)], [], []),
        ("-- all of it\nTRUNCATE lines", [lock("AccessExclusiveLock", LINES)], [], []),
    ],
)
def test_each_kind(observed, statement, locks, rewritten, scanned):
    ((told,),) = observed(execute(statement))

    # Some take weaker ones too.
    assert all(each in told["locks"] for each in locks)
    assert {each["table"] for each in told["locks"]} == {each["table"] for each in locks}
    assert (told["rewritten"], told["scanned"]) == (rewritten, scanned)


def test_what_the_plan_has_made_itself_is_left_out(observed):
    made, changed = observed(
        execute("CREATE TABLE made (id int)", "CREATE TEMP TABLE brief (id int)"),
        execute("ALTER TABLE made ALTER id TYPE bigint", "ALTER TABLE brief ADD x int"),
    )

    assert all(not each["locks"] and not each["rewritten"] for each in made + changed)


def test_what_is_renamed_or_dropped_is_called_what_it_was_called(observed):
    (renamed, dropped), (of_second,) = observed(
        execute("ALTER TABLE orders RENAME TO invoices", "DROP TABLE lines"),
        execute("ALTER TABLE invoices ALTER id TYPE bigint"),
        options="transaction_per_migration=True",
    )

    assert renamed["locks"] == [lock("AccessExclusiveLock", ORDERS)]
    assert dropped["locks"] == [lock("AccessExclusiveLock", LINES)]
    assert lock("AccessExclusiveLock", ORDERS) in of_second["locks"]
    assert of_second["rewritten"] == [ORDERS]


def test_a_lock_is_told_when_it_is_taken_and_again_only_with_what_is_done_under_it(observed):
    (first, second), (third,) = observed(
        execute("ALTER TABLE orders ADD x int", "ALTER TABLE orders ADD y int"),
        execute("ALTER TABLE orders ALTER id TYPE bigint"),
    )

    assert (first["locks"], second["locks"]) == ([lock("AccessExclusiveLock", ORDERS)], [])
    assert lock("AccessExclusiveLock", ORDERS) in third["locks"]
    assert third["rewritten"] == [ORDERS]


def test_what_a_savepoint_takes_back_may_come_again(observed):
    ((_, taken, _, again),) = observed(
        execute(
            "SAVEPOINT s",
            "ALTER TABLE orders ADD x int",
            "ROLLBACK TO s",
            "ALTER TABLE orders ADD y int",
        )
    )

    assert taken["locks"] == [lock("AccessExclusiveLock", ORDERS)]
    assert again["locks"] == [lock("AccessExclusiveLock", ORDERS)]


def test_nor_is_its_end_told_as_what_comes_next(observed):
    ((_, rewriting, back, added),) = observed(
        execute(
            "SAVEPOINT s",
            "ALTER TABLE orders ALTER id TYPE bigint",
            "ROLLBACK TO s",
            "ALTER TABLE orders ADD y int",
        )
    )

    assert rewriting["rewritten"] == [ORDERS]
    assert (back["rewritten"], added["rewritten"]) == ([], [])


def test_without_a_transaction_locks_are_gone(observed):
    ((concurrently, rewriting),) = observed(
        "with op.get_context().autocommit_block():\n"
        "    op.execute('CREATE INDEX CONCURRENTLY i ON orders (id)')\n"
        "    op.execute('VACUUM FULL orders')",
    )

    assert concurrently["autocommit"] is True
    assert (concurrently["locks"], concurrently["rewritten"]) == ([], [])
    assert rewriting["rewritten"] == [ORDERS]


def test_repetitions_are_counted(observed):
    ((inserted, other),) = observed(
        "t = sa.table('orders', sa.column('id'))\n"
        "for number in range(7):\n"
        "    op.execute(t.insert().values(id=sa.bindparam('n', number)))\n"
        "op.execute('SELECT 1')"
    )

    assert inserted["sql"] == "INSERT INTO orders (id) VALUES ($1)"
    assert inserted["times"] == 7
    assert inserted["locks"] == [lock("RowExclusiveLock", ORDERS)]
    assert other["times"] == 1


def test_a_step_that_fails_is_told_too(observed):
    ((added, failed),) = observed(execute("ALTER TABLE orders ADD x int", "ALTER TABLE nowhere ADD x int"))

    assert added["locks"] == [lock("AccessExclusiveLock", ORDERS)]
    assert failed["locks"] == []


def test_settings_of_a_transaction_may_still_come_first(observed):
    (statements,) = observed(
        "op.execute('COMMIT')\n"
        "op.execute('BEGIN')\n"
        "op.execute('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE')\n"
        "op.execute('SET TRANSACTION READ WRITE')\n"
        "op.execute('ALTER TABLE orders ADD x int')"
    )

    assert statements[-1]["locks"] == [lock("AccessExclusiveLock", ORDERS)]


@pytest.mark.parametrize("driver", drivers.SYNC)
def test_a_cursor_stays_open(observed, copied, driver):
    copied.execute("INSERT INTO orders SELECT generate_series(1, 5000)")

    (statements,) = observed(
        "streamed = sa.text('SELECT id FROM orders').execution_options(stream_results=True)\n"
        "rows = op.get_bind().execute(streamed)\n"
        "rows.fetchone()\n"
        "op.execute('CREATE TABLE counted (id int)')\n"
        "op.execute(f'INSERT INTO counted VALUES ({len(rows.fetchall())})')",
        driver=driver,
    )

    assert statements[-1]["sql"] == "INSERT INTO counted VALUES (4999)"


def test_whoever_takes_our_operators_names_is_not_asked(observed, copied):
    copied.execute(
        "CREATE FUNCTION public.never(oid, oid) RETURNS bool LANGUAGE sql AS 'SELECT false'; "
        "CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = public.never)"
    )

    ((_, told),) = observed(
        execute("SET search_path = public, pg_catalog", "ALTER TABLE orders ALTER id TYPE bigint")
    )

    assert told["rewritten"] == [ORDERS]


def test_only_a_copy_is_observed(opened, project):
    project.revision("aaaa")

    error = opened().error("apply", targets=["head"], direction="up", expect=["aaaa"], observe=True)

    assert error["reason"] == "ProtocolMismatch"
