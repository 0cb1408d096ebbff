SELECT format('statistics %I.%I', s.nspname, t.stxname), 'expressions', pg_get_expr(t.stxexprs, t.stxrelid), 'Expression',
    'FROM ' || t.stxrelid::regclass
FROM pg_catalog.pg_statistic_ext t
JOIN schemas s ON s.oid = t.stxnamespace
