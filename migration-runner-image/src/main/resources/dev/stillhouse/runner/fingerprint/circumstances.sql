-- What is so of a database beside its contents: who owns and may do what, and what a dump says only in part. A subject of
-- privileges is written as it stands behind ON in a GRANT. Of an object that has the privileges of its kind there is no
-- line; where it has others there is one for PUBLIC, which says so if PUBLIC has none.
WITH schemas AS (
    SELECT n.*
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
),
objects (class, oid, subject, owner, acl) AS (
    SELECT 'pg_catalog.pg_namespace'::regclass, s.oid, format('SCHEMA %I', s.nspname), s.nspowner, s.nspacl
    FROM schemas s

    UNION ALL
    SELECT 'pg_catalog.pg_class'::regclass, c.oid,
        format(CASE c.relkind WHEN 'S' THEN 'SEQUENCE %I.%I' ELSE 'TABLE %I.%I' END, s.nspname, c.relname),
        c.relowner, c.relacl
    FROM pg_catalog.pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'

    UNION ALL
    SELECT 'pg_catalog.pg_proc'::regclass, p.oid,
        format(CASE p.prokind WHEN 'p' THEN 'PROCEDURE %I.%I(%s)' ELSE 'FUNCTION %I.%I(%s)' END,
            s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        p.proowner, p.proacl
    FROM pg_catalog.pg_proc p JOIN schemas s ON s.oid = p.pronamespace

    UNION ALL
    SELECT 'pg_catalog.pg_type'::regclass, t.oid, format('TYPE %I.%I', s.nspname, t.typname), t.typowner, t.typacl
    FROM pg_catalog.pg_type t JOIN schemas s ON s.oid = t.typnamespace
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
        AND t.typtype <> 'm'
        AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))

    UNION ALL
    SELECT 'pg_catalog.pg_language'::regclass, l.oid, format('LANGUAGE %I', l.lanname), l.lanowner, l.lanacl
    FROM pg_catalog.pg_language l WHERE l.lanpltrusted

    UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, w.oid, format('FOREIGN DATA WRAPPER %I', w.fdwname),
        w.fdwowner, w.fdwacl
    FROM pg_catalog.pg_foreign_data_wrapper w

    UNION ALL
    SELECT 'pg_catalog.pg_foreign_server'::regclass, s.oid, format('FOREIGN SERVER %I', s.srvname), s.srvowner, s.srvacl
    FROM pg_catalog.pg_foreign_server s
),
privileges (subject, role, privilege) AS (
    SELECT o.subject, 'PUBLIC', NULL FROM objects o WHERE o.acl IS NOT NULL

    UNION ALL
    SELECT o.subject, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
        a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END
    FROM objects o CROSS JOIN LATERAL aclexplode(o.acl) a
    WHERE a.grantee <> o.owner

    UNION ALL
    SELECT o.subject, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
        format('%s (%I)', a.privilege_type, c.attname) || CASE WHEN a.is_grantable THEN '*' ELSE '' END
    FROM objects o
    JOIN pg_catalog.pg_attribute c ON o.class = 'pg_catalog.pg_class'::regclass AND c.attrelid = o.oid
        AND NOT c.attisdropped
    CROSS JOIN LATERAL aclexplode(c.attacl) a
    WHERE a.grantee <> o.owner
)
SELECT 'Privileges' AS kind, p.subject AS subject, p.role::text AS role,
    array_remove(array_agg(DISTINCT p.privilege::text COLLATE "C" ORDER BY p.privilege::text COLLATE "C"), NULL) AS facts
FROM privileges p
GROUP BY p.subject, p.role

UNION ALL
-- The user that creates an extension owns what is in it, whoever that was: that it is there is all that is said of it.
SELECT 'Owner', o.subject, '',
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
        THEN ARRAY[]::text[]
        ELSE ARRAY[quote_ident(pg_get_userbyid(o.owner))::text] END
FROM objects o

UNION ALL
SELECT 'LargeObjects', 'large objects of ' || quote_ident(pg_get_userbyid(l.lomowner)), '',
    ARRAY[count(*)::text || ' with ' || coalesce(l.lomacl::text, 'no privileges of others')]
FROM pg_catalog.pg_largeobject_metadata l
GROUP BY l.lomowner, l.lomacl

UNION ALL
SELECT 'DefaultPrivileges',
    format('default privileges of %I%s on %s', pg_get_userbyid(d.defaclrole),
        CASE d.defaclnamespace WHEN 0 THEN '' ELSE ' in ' || d.defaclnamespace::regnamespace::text END,
        CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
            WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END),
    '',
    ARRAY(SELECT a::text COLLATE "C" FROM unnest(d.defaclacl) a ORDER BY 1)
FROM pg_catalog.pg_default_acl d

UNION ALL
-- The names of the options only: there are passwords among them. What the user may not see is not in a dump.
SELECT 'UserMapping', format('user mapping of %s for the server %I', m.usename, m.srvname), '',
    CASE WHEN m.umoptions IS NOT NULL
        THEN ARRAY(SELECT split_part(o, '=', 1) COLLATE "C" FROM unnest(m.umoptions) o ORDER BY 1)
        ELSE ARRAY['options that the user cannot see, if it has any'] END
FROM pg_catalog.pg_user_mappings m

UNION ALL
SELECT 'Comment', format('SCHEMA %I', s.nspname), '', ARRAY[coalesce(obj_description(s.oid, 'pg_namespace'), '')]
FROM schemas s WHERE s.nspname = 'public'

UNION ALL
SELECT 'Extension', format('extension %I', e.extname), '', ARRAY[e.extversion]
FROM pg_catalog.pg_extension e

UNION ALL
SELECT 'SecurityLabel', format('label of the %s %s by %s', l.objtype, l.objname, l.provider), '', ARRAY[l.label]
FROM pg_catalog.pg_seclabels l
WHERE l.objtype NOT IN ('database', 'role', 'tablespace')

UNION ALL
SELECT 'Subscription', format('subscription %I', s.subname), '', ARRAY['there']
FROM pg_catalog.pg_subscription s
WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())

ORDER BY 1, 2, 3, 4
