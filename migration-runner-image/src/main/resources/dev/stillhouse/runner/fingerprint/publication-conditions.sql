-- Which rows publications publish, as expressions.sql has the rest. From PostgreSQL 15 on.
SELECT c.oid, format('publication %I', b.pubname), format('condition for %I.%I', n.nspname, c.relname),
    'SELECT ' || pg_get_expr(l.prqual, l.prrelid)
FROM pg_catalog.pg_publication_rel l
JOIN pg_catalog.pg_publication b ON b.oid = l.prpubid
JOIN pg_catalog.pg_class c ON c.oid = l.prrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.prqual IS NOT NULL AND c.oid <> ALL (string_to_array(?, ',')::oid[])
