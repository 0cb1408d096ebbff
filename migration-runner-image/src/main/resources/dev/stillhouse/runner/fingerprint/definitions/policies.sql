SELECT format('policy %I on %s', p.polname, r.name), v.*
FROM pg_catalog.pg_policy p
JOIN relations r ON r.oid = p.polrelid
CROSS JOIN LATERAL (VALUES
    ('condition', pg_get_expr(p.polqual, p.polrelid), 'Expression', 'FROM ' || r.name),
    ('check', pg_get_expr(p.polwithcheck, p.polrelid), 'Expression', 'FROM ' || r.name)
) AS v (attribute, value, form, context)
