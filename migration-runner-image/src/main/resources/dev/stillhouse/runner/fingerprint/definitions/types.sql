SELECT 'type ' || t.name, v.*
FROM types t
CROSS JOIN LATERAL (VALUES
    ('default', pg_get_expr(t.typdefaultbin, 0), 'Expression', ''),
    ('collation', (SELECT l.collname::text FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
        WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation), 'Fact', ''),
    ('functions', CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput::regproc, t.typoutput::regproc,
        t.typreceive::regproc, t.typsend::regproc, t.typmodin::regproc, t.typmodout::regproc, t.typanalyze::regproc) END,
        'Fact', ''),
    ('representation', CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typlen, t.typbyval, t.typalign, t.typstorage,
        t.typcategory, t.typispreferred, t.typdelim) END, 'Fact', ''),
    ('range', (SELECT concat_ws(' ', o.opcname, g.rngcanonical::regproc, g.rngsubdiff::regproc, nullif(l.collname, 'default'))
        FROM pg_catalog.pg_range g
        JOIN pg_catalog.pg_opclass o ON o.oid = g.rngsubopc
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = g.rngcollation
        WHERE g.rngtypid = t.oid), 'Fact', '')
) AS v (attribute, value, form, context)
WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'b' AND t.typcategory <> 'A'
