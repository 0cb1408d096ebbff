SELECT format('trigger %I on %s', t.tgname, r.name), v.*
FROM pg_catalog.pg_trigger t
JOIN relations r ON r.oid = t.tgrelid
CROSS JOIN LATERAL (VALUES
    ('condition', substring(pg_get_triggerdef(t.oid) FROM ' WHEN (\(.+\)) EXECUTE (?:FUNCTION|PROCEDURE) '), 'Expression',
        format('FROM %s AS old, %s AS new', r.name, r.name)),
    ('columns', (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY a.attname::text COLLATE "C")
        FROM unnest(t.tgattr::int2[]) AS k(attnum)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.attnum), 'Fact', ''),
    ('arguments', CASE WHEN t.tgnargs > 0 THEN encode(t.tgargs, 'escape') END, 'Secret', ''),
    ('deferral', concat_ws(' ', CASE WHEN t.tgconstraint <> 0 THEN 'constraint' END,
        CASE WHEN t.tgdeferrable THEN 'deferrable' END, CASE WHEN t.tginitdeferred THEN 'deferred' END,
        nullif(t.tgconstrrelid, 0)::regclass), 'Fact', ''),
    ('transition tables', concat_ws(' ', 'old ' || t.tgoldtable, 'new ' || t.tgnewtable), 'Fact', '')
) AS v (attribute, value, form, context)
WHERE NOT t.tgisinternal
    AND NOT (r.relispartition AND EXISTS (SELECT FROM pg_partition_ancestors(r.oid) AS ancestor
        JOIN pg_catalog.pg_trigger above ON above.tgrelid = ancestor.relid AND above.tgname = t.tgname
        WHERE ancestor.relid <> r.oid))
