SELECT r.subject, v.*
FROM pg_catalog.pg_sequence q
JOIN relations r ON r.oid = q.seqrelid
CROSS JOIN LATERAL (VALUES
    ('range', q.seqmin || ' to ' || q.seqmax, 'Fact', ''),
    ('start', q.seqstart::text, 'Fact', ''),
    ('cache', q.seqcache::text, 'Fact', ''),
    ('cycle', CASE WHEN q.seqcycle THEN 'yes' END, 'Fact', ''),
    ('owner column', (SELECT format('%s.%I', d.refobjid::regclass, a.attname)
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
            AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0), 'Fact', '')
) AS v (attribute, value, form, context)
