SELECT format('column %s.%I', r.name, a.attname), v.*
FROM relations r
JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
CROSS JOIN LATERAL (VALUES
    (CASE a.attgenerated WHEN '' THEN 'default' ELSE 'expression' END,
        pg_get_expr(d.adbin, d.adrelid), 'Expression', 'FROM ' || r.name),
    ('way of generation', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END, 'Fact', ''),
    ('storage', CASE WHEN r.relkind IN ('r', 'p') AND a.attstorage <> t.typstorage THEN a.attstorage::text END, 'Fact', ''),
    ('compression', CASE WHEN r.relkind IN ('r', 'p') THEN to_jsonb(a) ->> 'attcompression' END, 'Fact', ''),
    ('statistics target', CASE WHEN r.relkind IN ('r', 'p') THEN nullif(a.attstattarget, -1)::text END, 'Fact', ''),
    ('options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(a.attoptions) o), 'Fact', ''),
    ('foreign options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(a.attfdwoptions) o), 'Secret', '')
) AS v (attribute, value, form, context)
WHERE r.relkind <> 'S'
