SELECT format('constraint %I on %s', c.conname, coalesce(r.name, t.name)), v.*
FROM pg_catalog.pg_constraint c
LEFT JOIN relations r ON r.oid = c.conrelid
LEFT JOIN types t ON t.oid = c.contypid
CROSS JOIN LATERAL (VALUES
    ('expression', CASE WHEN c.contype = 'c' THEN pg_get_expr(c.conbin, c.conrelid) END, 'Expression',
        CASE WHEN r.oid IS NOT NULL THEN 'FROM ' || r.name
            ELSE format('FROM (SELECT NULL::%s AS value) AS v', format_type(t.typbasetype, t.typtypmod)) END),
    ('inheritance', CASE WHEN c.contype = 'c' AND c.connoinherit THEN 'none' END, 'Fact', ''),
    ('match', CASE WHEN c.contype = 'f' AND c.confmatchtype <> 's' THEN c.confmatchtype::text END, 'Fact', ''),
    ('columns that are set on delete',
        (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY a.attname::text COLLATE "C")
            FROM jsonb_array_elements_text(CASE WHEN c.contype = 'f'
                THEN nullif(to_jsonb(c) -> 'confdelsetcols', 'null') END) AS k(attnum)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum::int), 'Fact', ''),
    ('operators', CASE WHEN c.contype = 'x' THEN
        (SELECT string_agg(o::regoperator::text, ', ' ORDER BY position)
            FROM unnest(c.conexclop) WITH ORDINALITY AS k(o, position)) END, 'Fact', ''),
    ('enforcement', CASE WHEN to_jsonb(c) ->> 'conenforced' = 'false' THEN 'none' END, 'Fact', ''),
    ('period', CASE WHEN to_jsonb(c) ->> 'conperiod' = 'true' THEN 'yes' END, 'Fact', '')
) AS v (attribute, value, form, context)
WHERE c.contype IN ('p', 'u', 'f', 'x', 'c') AND c.conparentid = 0 AND (r.oid IS NOT NULL OR t.oid IS NOT NULL)
