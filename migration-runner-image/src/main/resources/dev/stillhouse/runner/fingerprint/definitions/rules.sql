SELECT format('rule %I on %s', u.rulename, r.name), 'definition',
    regexp_replace(pg_get_ruledef(u.oid), '^CREATE RULE', 'CREATE OR REPLACE RULE'), 'Statement',
    format('SELECT regexp_replace(pg_get_ruledef(%s), ''^CREATE RULE'', ''CREATE OR REPLACE RULE'')', u.oid)
FROM pg_catalog.pg_rewrite u
JOIN relations r ON r.oid = u.ev_class
WHERE u.rulename <> '_RETURN'
