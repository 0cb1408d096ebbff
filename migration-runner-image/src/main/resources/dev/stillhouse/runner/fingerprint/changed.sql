-- Functions and triggers that somebody has changed since the snapshot, or is about to: PostgreSQL writes them down as they are at the
-- moment, for pg_dump as for expressions.sql, and to replace them takes no lock for which an open table would be enough. Who has changed
-- a row is in its header, which has no snapshot. A transaction that was rolled back before the snapshot does not count.
WITH snapshot AS (
    SELECT age((txid_snapshot_xmin(txid_current_snapshot()) % 4294967296)::text::xid) AS age
),
schemas AS (
    SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
)
SELECT format('%s %I.%I(%s)', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
    s.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
FROM pg_catalog.pg_proc p
JOIN schemas s ON s.oid = p.pronamespace
JOIN snapshot t ON age(p.xmax) <= t.age

UNION ALL
SELECT format('trigger %I on %I.%I', g.tgname, s.nspname, c.relname)
FROM pg_catalog.pg_trigger g
JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
JOIN schemas s ON s.oid = c.relnamespace
JOIN snapshot t ON age(g.xmax) <= t.age
WHERE NOT g.tgisinternal
