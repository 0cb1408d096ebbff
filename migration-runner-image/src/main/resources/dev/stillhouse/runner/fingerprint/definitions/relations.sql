SELECT r.subject, v.*
FROM relations r
CROSS JOIN LATERAL (VALUES
    ('options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(r.reloptions) o), 'Fact', ''),
    ('options of its large values', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C")
        FROM pg_catalog.pg_class t, unnest(t.reloptions) o WHERE t.oid = r.reltoastrelid), 'Fact', ''),
    ('replica identity', CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
        WHEN 'i' THEN (SELECT 'index ' || x.indexrelid::regclass FROM pg_catalog.pg_index x
            WHERE x.indrelid = r.oid AND x.indisreplident) END, 'Fact', ''),
    ('type', CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END, 'Fact', ''),
    ('definition', CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END, 'Query', ''),
    ('bound', pg_get_expr(r.relpartbound, r.oid), 'Text', '')
) AS v (attribute, value, form, context)

UNION ALL
SELECT r.subject, v.*
FROM relations r
JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = r.oid
CROSS JOIN LATERAL (VALUES
    ('partition key',
        (SELECT string_agg(concat_ws(' ', coalesce(quote_ident(a.attname), '(expression)'), o.opcname,
                'collation ' || nullif(l.collname, 'default')), ', ' ORDER BY k.position)
            FROM unnest(p.partattrs::int2[], p.partclass::oid[], p.partcollation::oid[])
                WITH ORDINALITY AS k(attnum, opclass, collation_, position)
            JOIN pg_catalog.pg_opclass o ON o.oid = k.opclass
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = k.collation_
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum AND k.attnum > 0), 'Fact', ''),
    ('expressions of the partition key', pg_get_expr(p.partexprs, p.partrelid), 'Expression', 'FROM ' || r.name)
) AS v (attribute, value, form, context)

UNION ALL
-- The options of a foreign table can hold passwords.
SELECT r.subject, v.*
FROM relations r
JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = r.oid
JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
CROSS JOIN LATERAL (VALUES
    ('server', quote_ident(s.srvname), 'Fact', ''),
    ('foreign options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(f.ftoptions) o), 'Secret', '')
) AS v (attribute, value, form, context)
