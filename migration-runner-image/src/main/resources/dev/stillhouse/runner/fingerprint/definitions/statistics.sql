SELECT format('statistics %I.%I', s.nspname, t.stxname), v.*
FROM pg_catalog.pg_statistic_ext t
JOIN schemas s ON s.oid = t.stxnamespace
CROSS JOIN LATERAL (VALUES
    ('kinds', t.stxkind::text, 'Fact', ''),
    ('columns', (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY a.attname::text COLLATE "C")
        FROM unnest(t.stxkeys::int2[]) AS k(attnum)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.stxrelid AND a.attnum = k.attnum), 'Fact', ''),
    ('target', nullif(to_jsonb(t) ->> 'stxstattarget', '-1'), 'Fact', '')
) AS v (attribute, value, form, context)
