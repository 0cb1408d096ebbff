SELECT format('publication %I', b.pubname), 'schemas',
    string_agg(quote_ident(s.nspname), ', ' ORDER BY s.nspname::text COLLATE "C"), 'Fact', ''
FROM pg_catalog.pg_publication b
JOIN pg_catalog.pg_publication_namespace p ON p.pnpubid = b.oid
JOIN pg_catalog.pg_namespace s ON s.oid = p.pnnspid
GROUP BY b.pubname

UNION ALL
SELECT format('publication %I', b.pubname), v.*
FROM pg_catalog.pg_publication b
JOIN pg_catalog.pg_publication_rel p ON p.prpubid = b.oid
CROSS JOIN LATERAL (VALUES
    ('columns of ' || p.prrelid::regclass, (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY a.attname::text COLLATE "C")
        FROM unnest(p.prattrs::int2[]) AS k(attnum)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = p.prrelid AND a.attnum = k.attnum), 'Fact', ''),
    ('rows of ' || p.prrelid::regclass, pg_get_expr(p.prqual, p.prrelid), 'Expression', 'FROM ' || p.prrelid::regclass)
) AS v (attribute, value, form, context)
