-- The whole of it, as only that can be said again.
SELECT p.subject, 'body', pg_get_functiondef(p.oid), 'Statement', format('SELECT pg_get_functiondef(%s)', p.oid)
FROM routines p
WHERE p.prosqlbody IS NOT NULL
