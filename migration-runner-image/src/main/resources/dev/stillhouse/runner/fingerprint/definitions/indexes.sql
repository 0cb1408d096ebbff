SELECT format('index %I on %s', i.relname, r.name), v.*
FROM pg_catalog.pg_index x
JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
JOIN relations r ON r.oid = x.indrelid
CROSS JOIN LATERAL (VALUES
    ('expressions', pg_get_expr(x.indexprs, x.indrelid), 'Expression', 'FROM ' || r.name),
    ('condition', pg_get_expr(x.indpred, x.indrelid), 'Expression', 'FROM ' || r.name),
    ('operator classes',
        (SELECT string_agg(format('%I.%I', n.nspname, o.opcname), ' ' ORDER BY k.position)
            FROM unnest(x.indclass::oid[]) WITH ORDINALITY AS k(opclass, position)
            JOIN pg_catalog.pg_opclass o ON o.oid = k.opclass
            JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace), 'Fact', ''),
    ('collations',
        (SELECT string_agg(coalesce(quote_ident(nullif(l.collname, 'default')), '-'), ' ' ORDER BY k.position)
            FROM unnest(x.indcollation::oid[]) WITH ORDINALITY AS k(collation_, position)
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = k.collation_), 'Fact', ''),
    ('options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(i.reloptions) o), 'Fact', ''),
    ('parameters of operator classes',
        (SELECT string_agg(a.attnum || ' ' || a.attoptions::text, ' ' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.oid AND a.attoptions IS NOT NULL), 'Fact', ''),
    ('statistics targets',
        (SELECT string_agg(a.attnum || ' ' || a.attstattarget, ' ' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.oid AND a.attnum > 0 AND a.attstattarget >= 0), 'Fact', ''),
    ('clustering', CASE WHEN x.indisclustered THEN 'by it' END, 'Fact', '')
) AS v (attribute, value, form, context)
WHERE x.indisvalid OR i.relkind = 'I'
