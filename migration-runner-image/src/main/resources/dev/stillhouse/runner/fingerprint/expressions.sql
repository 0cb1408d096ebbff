-- The expressions of a schema, each as a statement that PostgreSQL's grammar takes: the oid of the relation that it is of (0 if of
-- none), the thing (as its line in schema.sql begins), what of it the expression is, and the statement; null if it has none.
-- Those of views, rules and publications are read by queries of their own. The parameter is as in schema.sql.
WITH schemas AS (
    SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
),
members AS (
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend d
    WHERE d.deptype = 'e'
),
relations AS (
    SELECT c.oid, c.relkind, c.relispartition, format('%I.%I', s.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c
    JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
        AND c.oid <> ALL (string_to_array(?, ',')::oid[])
        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_class'::regclass AND m.objid = c.oid)
),
types AS (
    SELECT t.oid, t.typdefaultbin, format('%I.%I', s.nspname, t.typname) AS name
    FROM pg_catalog.pg_type t
    JOIN schemas s ON s.oid = t.typnamespace
    WHERE t.typtype = 'd'
        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_type'::regclass AND m.objid = t.oid)
)
SELECT r.oid AS relation, format('column %s.%I', r.name, a.attname) AS subject,
    CASE WHEN a.attgenerated <> '' THEN 'expression' ELSE 'default' END AS what,
    'SELECT ' || pg_get_expr(d.adbin, d.adrelid) AS statement
FROM pg_catalog.pg_attrdef d
JOIN relations r ON r.oid = d.adrelid
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum

UNION ALL
SELECT c.conrelid, format('constraint %I on %s', c.conname, coalesce(r.name, t.name)), 'condition',
    'SELECT ' || pg_get_expr(c.conbin, c.conrelid)
FROM pg_catalog.pg_constraint c
LEFT JOIN relations r ON r.oid = c.conrelid
LEFT JOIN types t ON t.oid = c.contypid
WHERE c.contype = 'c' AND (r.oid IS NOT NULL OR t.oid IS NOT NULL)

UNION ALL
SELECT 0, format('type %s', t.name), 'default', 'SELECT ' || pg_get_expr(t.typdefaultbin, 0)
FROM types t

UNION ALL
SELECT r.oid, format('index %I on %s', i.relname, r.name), e.what, 'SELECT ' || pg_get_expr(e.expression, r.oid)
FROM pg_catalog.pg_index x
JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
JOIN relations r ON r.oid = x.indrelid
CROSS JOIN LATERAL (VALUES ('expression', x.indexprs), ('condition', x.indpred)) AS e (what, expression)
WHERE e.expression IS NOT NULL

UNION ALL
SELECT r.oid, format('table %s', r.name), 'partition key', 'SELECT ' || pg_get_expr(p.partexprs, p.partrelid)
FROM pg_catalog.pg_partitioned_table p
JOIN relations r ON r.oid = p.partrelid

UNION ALL
SELECT r.oid, format('trigger %I on %s', t.tgname, r.name), 'condition', pg_get_triggerdef(t.oid)
FROM pg_catalog.pg_trigger t
JOIN relations r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgqual IS NOT NULL AND NOT r.relispartition

UNION ALL
-- Before PostgreSQL 14 there are only columns.
SELECT r.oid, format('statistics %I.%I', s.nspname, x.stxname), 'expression', pg_get_statisticsobjdef(x.oid)
FROM pg_catalog.pg_statistic_ext x
JOIN schemas s ON s.oid = x.stxnamespace
JOIN relations r ON r.oid = x.stxrelid

UNION ALL
-- To write down these and bodies locks the relations that they read until all is read, so they are the last.
SELECT r.oid, format('policy %I on %s', p.polname, r.name), e.what, 'SELECT ' || pg_get_expr(e.expression, r.oid)
FROM pg_catalog.pg_policy p
JOIN relations r ON r.oid = p.polrelid
CROSS JOIN LATERAL (VALUES ('condition', p.polqual), ('check', p.polwithcheck)) AS e (what, expression)

UNION ALL
SELECT 0, format('%s %I.%I(%s)', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
        s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), e.what,
    CASE e.what WHEN 'body' THEN pg_get_functiondef(p.oid) ELSE 'SELECT ' || pg_get_expr(p.proargdefaults, 0) END
FROM pg_catalog.pg_proc p
JOIN schemas s ON s.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
-- A body of SQL's standard, from PostgreSQL 14 on, is no text.
JOIN (VALUES ('body'), ('default of arguments')) AS e (what) ON CASE e.what
    WHEN 'body' THEN p.prosrc = '' AND l.lanname = 'sql' AND p.prokind IN ('f', 'p')
    ELSE p.pronargdefaults > 0 END
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
