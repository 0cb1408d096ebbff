-- What would keep this user from restoring the database on its server: kind, and a name. Databases are made and renamed by
-- the user of the session (s), everything in them by its current role (u). Nothing hinders a superuser.
WITH s AS (SELECT r.* FROM pg_catalog.pg_roles r WHERE r.rolname = session_user),
u AS (SELECT r.* FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
d AS (SELECT d.* FROM pg_catalog.pg_database d WHERE d.datname = current_database()),
-- What comes with something else: an extension's, and the functions that a range type makes.
members AS (SELECT m.classid, m.objid FROM pg_catalog.pg_depend m WHERE m.deptype = 'e'
        OR m.deptype = 'i' AND m.classid = 'pg_catalog.pg_proc'::regclass),
obstacles (kind, name) AS (
    SELECT 'CREATION', quote_ident(s.rolname) FROM s WHERE NOT s.rolsuper AND NOT s.rolcreatedb

    UNION ALL
    SELECT 'OWNERSHIP', quote_ident(pg_get_userbyid(d.datdba))
    FROM d, s WHERE NOT s.rolsuper AND NOT (pg_has_role(s.oid, d.datdba, 'USAGE') AND pg_has_role(s.oid, d.datdba, 'MEMBER'))

    UNION ALL
    -- What the bootstrap superuser owns is not among the dependencies.
    SELECT 'OWNER', quote_ident(r.rolname)
    FROM pg_catalog.pg_roles r, u
    WHERE NOT u.rolsuper
        AND NOT CASE WHEN current_setting('server_version_num')::int >= 160000
            THEN pg_has_role(u.oid, r.oid, 'SET') ELSE pg_has_role(u.oid, r.oid, 'MEMBER') END
        AND (EXISTS (SELECT FROM pg_catalog.pg_shdepend o, d
                WHERE o.refclassid = 'pg_catalog.pg_authid'::regclass AND o.refobjid = r.oid AND o.deptype = 'o'
                    AND o.dbid = d.oid AND o.classid <> 'pg_catalog.pg_extension'::regclass
                    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = o.classid AND m.objid = o.objid))
            OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relowner = r.oid AND c.oid >= 16384
                AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
                AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_class'::regclass AND m.objid = c.oid))
            OR EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proowner = r.oid AND p.oid >= 16384
                AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_proc'::regclass AND m.objid = p.oid))
            OR EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspowner = r.oid AND n.oid >= 16384
                AND n.nspname !~ '^pg_'
                AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_namespace'::regclass
                    AND m.objid = n.oid)))

    UNION ALL
    SELECT 'EXTENSION', quote_ident(e.extname)
    FROM pg_catalog.pg_extension e, u
    WHERE NOT u.rolsuper AND e.extname <> 'plpgsql'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions a
            JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
            WHERE a.name = e.extname AND (NOT v.superuser OR (to_jsonb(v) ->> 'trusted')::boolean))

    UNION ALL
    SELECT 'VERSION', format('%I %s in place of %s', e.extname, a.default_version, e.extversion)
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
    WHERE a.default_version <> e.extversion

    UNION ALL
    SELECT 'SUPERUSER', 'the publication ' || quote_ident(p.pubname) || ' for all tables'
    FROM pg_catalog.pg_publication p, u WHERE NOT u.rolsuper AND p.puballtables

    UNION ALL
    SELECT 'SUPERUSER', 'the event trigger ' || quote_ident(t.evtname)
    FROM pg_catalog.pg_event_trigger t, u
    WHERE NOT u.rolsuper AND NOT EXISTS (SELECT FROM members m
        WHERE m.classid = 'pg_catalog.pg_event_trigger'::regclass AND m.objid = t.oid)

    UNION ALL
    SELECT 'SUPERUSER', 'the foreign data wrapper ' || quote_ident(w.fdwname)
    FROM pg_catalog.pg_foreign_data_wrapper w, u
    WHERE NOT u.rolsuper AND NOT EXISTS (SELECT FROM members m
        WHERE m.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND m.objid = w.oid)

    UNION ALL
    SELECT 'SUPERUSER', format('the function %I.%I in %s', n.nspname, p.proname, l.lanname)
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND NOT l.lanpltrusted, u
    WHERE NOT u.rolsuper AND p.prokind <> 'a'
        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_proc'::regclass AND m.objid = p.oid)

    UNION ALL
    -- Every new database has one that lets everybody create in it, up to PostgreSQL 14.
    SELECT 'PUBLIC', quote_ident(pg_get_userbyid(n.nspowner))
    FROM pg_catalog.pg_namespace n, u
    WHERE NOT u.rolsuper AND n.nspname = 'public' AND current_setting('server_version_num')::int < 150000
        AND NOT pg_has_role(u.oid, n.nspowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM aclexplode(n.nspacl) a WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')
)
SELECT o.kind, o.name FROM obstacles o ORDER BY o.kind, o.name::text COLLATE "C"
