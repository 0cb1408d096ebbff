-- Views, materialized views and rules, as expressions.sql has the rest, and before that the oid of the rule: the next ones after the
-- second parameter. To write one down locks the relations that it reads, so they are read some at a time.
SELECT u.oid, c.oid,
    CASE WHEN u.rulename <> '_RETURN' THEN format('rule %I on ', u.rulename)
        WHEN c.relkind = 'm' THEN 'materialized view ' ELSE 'view ' END || format('%I.%I', n.nspname, c.relname),
    CASE u.rulename WHEN '_RETURN' THEN 'query' ELSE 'definition' END, pg_get_ruledef(u.oid)
FROM (
    SELECT u.oid, u.rulename, u.ev_class
    FROM pg_catalog.pg_rewrite u
    JOIN pg_catalog.pg_class c ON c.oid = u.ev_class
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
        AND c.oid <> ALL (string_to_array(?, ',')::oid[])
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND u.oid > ?::oid
    ORDER BY u.oid
    LIMIT 100) AS u
JOIN pg_catalog.pg_class c ON c.oid = u.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY u.oid
