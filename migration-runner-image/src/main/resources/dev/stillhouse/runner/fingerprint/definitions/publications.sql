SELECT format('publication %I', b.pubname), v.*
FROM pg_catalog.pg_publication b
CROSS JOIN LATERAL (VALUES
    ('operations', concat_ws(' ', CASE WHEN b.pubinsert THEN 'insert' END, CASE WHEN b.pubupdate THEN 'update' END,
        CASE WHEN b.pubdelete THEN 'delete' END, CASE WHEN b.pubtruncate THEN 'truncate' END), 'Fact', ''),
    ('identity of partitions', CASE WHEN to_jsonb(b) ->> 'pubviaroot' = 'true' THEN 'that of the root' END, 'Fact', ''),
    ('generated columns', nullif(to_jsonb(b) ->> 'pubgencols', 'n'), 'Fact', ''),
    ('tables', (SELECT string_agg(t.prrelid::regclass::text, ', ' ORDER BY t.prrelid::regclass::text COLLATE "C")
        FROM pg_catalog.pg_publication_rel t WHERE t.prpubid = b.oid), 'Fact', '')
) AS v (attribute, value, form, context)
